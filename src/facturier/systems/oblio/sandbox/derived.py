"""Documents made out of others: an invoice from a proforma or a delivery note, the storno of an invoice."""

from msgspec import Struct
from msgspec.structs import replace

from facturier.systems.oblio.sandbox.answers import Refusal
from facturier.systems.oblio.sandbox.book import KIND, Document, Kind, Row
from facturier.systems.oblio.sandbox.call import Call
from facturier.systems.oblio.sandbox.switches import Switches


class Source(Struct, frozen=True):
    document: Document
    refund: bool


def source(call: Call) -> Source | None:
    """What `referenceDocument` names. Raises Refusal."""
    part = call.fields.part("referenceDocument")
    if part is None:
        return None
    kind = KIND.get(part.text("type"))
    if kind is None or kind is Kind.RECEIPT:
        raise Refusal("Tipul documentului de referinta nu este corect.")
    name = f"{part.text('seriesName')} {part.text('number')}"
    document = call.company.find(kind, part.text("seriesName"), part.text("number"))
    if document is None:
        raise Refusal(f"Documentul de referinta {name} nu exista.")
    if document.cancelled:
        raise Refusal(f"Documentul de referinta {name} este anulat.")
    refund = part.flag("refund", False)
    if refund and kind is not Kind.INVOICE:
        raise Refusal("Doar o factura poate fi stornata.")
    if call.scene.switches.second_derived == "refused" and _again(call, document):
        raise Refusal(f"Documentul de referinta {name} a fost deja folosit.")
    return Source(document, refund)


def rows(found: Source) -> list[Row]:
    """The same lines; for a storno with the other sign."""
    if not found.refund:
        return [replace(row) for row in found.document.rows]
    return [replace(row, quantity=-row.quantity, net=-row.net, vat=-row.vat) for row in found.document.rows]


def mentions(sent: str, found: Source | None, switches: Switches) -> str:
    copies = found is not None and switches.derived_mentions == "copied"
    return found.document.mentions if found and copies else sent


def uncollect(storno: Document, switches: Switches) -> None:
    """A storno takes back what was collected for its invoice."""
    if storno.reverses is not None and (storno.whole or switches.part_storno_uncollects):
        storno.reverses.collects.clear()


def _again(call: Call, document: Document) -> bool:
    return any(made.source is document for made in call.company.standing(Kind.INVOICE))
