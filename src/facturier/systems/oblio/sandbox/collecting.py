"""Money collected for an invoice: with it, or by PUT /docs/invoice/collect."""

from datetime import date
from decimal import Decimal

from werkzeug.wrappers import Response

from facturier.systems.oblio.sandbox.answers import Refusal, success
from facturier.systems.oblio.sandbox.book import ZERO, Collect, Document, Kind
from facturier.systems.oblio.sandbox.call import Call
from facturier.systems.oblio.sandbox.fields import Fields
from facturier.systems.oblio.sandbox.listing import shown

RECEIPT = "Chitanta"
TYPES = (
    RECEIPT,
    "Bon fiscal",
    "Bon fiscal card",
    "Alta incasare numerar",
    "Ordin de plata",
    "Mandat postal",
    "Card",
    "CEC",
    "Bilet ordin",
    "Alta incasare banca",
    "Ramburs",
)


def collect(call: Call) -> Response:
    """A `collects` in its place is not read. Raises Refusal."""
    invoice = call.document(Kind.INVOICE)
    part = call.fields.part("collect")
    if part is None:
        raise Refusal("Datele incasarii lipsesc.")
    if invoice.cancelled:
        raise Refusal("Factura este anulata.")
    left = invoice.total - invoice.collected
    enter(call, invoice, wanted(call, part, (left, Decimal(0)), call.scene.today))
    return success(shown(call, invoice))


def wanted(call: Call, part: Fields, whole: tuple[Decimal, Decimal], day: date) -> Collect:
    """whole: what is collected where no value is named, as net and VAT. Raises Refusal."""
    type = part.text("type")
    if type not in TYPES:
        raise Refusal(f"Tipul incasarii {type} nu exista.")
    series = call.company.find_series(part.text("seriesName"), Kind.RECEIPT)
    if type == RECEIPT and series is None:
        raise Refusal("Seria chitantei nu exista.")
    value = part.amount("value")
    return Collect(
        type=type,
        value=sum(whole, ZERO) if value is None else value,
        day=part.day("issueDate") or day,
        number=part.text("seriesName" if type == RECEIPT else "documentNumber"),
        mentions=part.text("mentions"),
    )


def enter(call: Call, invoice: Document, collection: Collect) -> None:
    """A receipt takes the next number of its series."""
    if collection.type == RECEIPT:
        series = call.company.find_series(collection.number, Kind.RECEIPT)
        if series is None:
            raise Refusal("Seria chitantei nu exista.")
        collection.number = f"{series.name} {series.pad(series.next)}"
        series.next += 1
    invoice.collects.append(collection)
    call.scene.hooks.tell(
        call.company,
        "Collect/Inserted",
        {**call.scene.hooks.named(invoice), "type": collection.type, "value": f"{collection.value:f}"},
    )
