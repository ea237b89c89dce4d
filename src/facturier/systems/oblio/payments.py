"""Recording what was collected (fact sheet, section 5). A collection has no key and no number of its own."""

from datetime import date
from decimal import Decimal
from typing import Any

from facturier.model.document import Issued, Statement
from facturier.model.message import say
from facturier.ports.errors import InDoubt, Misconfigured, Refused, seen
from facturier.systems.oblio.client import Client
from facturier.systems.oblio.documents import statement
from facturier.systems.oblio.settings import Settings
from facturier.systems.shared.wire import dated, filled, number

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
_TYPE_OF = {name.lower(): name for name in TYPES}


def canonical(name: str) -> str:
    """Oblio's own spelling of a payment type. Raises Misconfigured."""
    known = _TYPE_OF.get(" ".join(name.split()).lower())
    if known is None:
        raise Misconfigured(
            say(
                "Oblio has no payment type “%(type)s”. Choose one of: %(types)s.",
                type=name,
                types=", ".join(TYPES),
            )
        )
    return known


def collection(name: str, amount: Decimal, on: date | None, series: str) -> dict[str, Any]:
    """The `collect` object. The value is always said: left out, the whole total is collected."""
    kind = canonical(name)
    if kind == RECEIPT and not series:
        raise Misconfigured(
            say("A Chitanta needs a series of receipts. Choose it in the connection's settings.")
        )
    told = filled(seriesName=series if kind == RECEIPT else "")
    return {"type": kind, "value": number(amount), **dated(issueDate=on), **told}


def pay(client: Client, settings: Settings, document: Issued, name: str, amount: Decimal, on: date) -> None:
    """Record a payment once: what is still unpaid is read before, and again where the answer was lost.

    Raises Refused where less than `amount` is unpaid, InDoubt where the lost call cannot be seen (yet).
    """
    collect = collection(name, amount, on, settings.receipt_series)
    before = statement(client, document)
    if before.unpaid < amount:
        raise Refused(
            say(
                "Only %(unpaid)s of %(number)s is unpaid in Oblio, less than the %(amount)s to record. "
                "Look at its payments there.",
                unpaid=before.unpaid,
                number=f"{document.series} {document.number}",
                amount=amount,
            )
        )
    try:
        client.change(
            "PUT",
            "/api/docs/invoice/collect",
            seriesName=document.series,
            number=document.number,
            collect=collect,
        )
    except InDoubt:
        if not _arrived(client, document, before, amount):
            raise


def _arrived(client: Client, document: Issued, before: Statement, amount: Decimal) -> bool:
    """Whether exactly this amount less is unpaid now. A No is no proof: the call may still land."""
    return seen(lambda: statement(client, document).unpaid == before.unpaid - amount)
