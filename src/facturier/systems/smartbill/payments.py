"""Recording what was paid (fact sheet, section 8). Most payments get no number."""

from datetime import date
from decimal import Decimal
from typing import Any

from facturier.model.document import Issued, Statement
from facturier.model.message import say
from facturier.ports.errors import InDoubt, Misconfigured, Refused, seen
from facturier.systems.shared.wire import number
from facturier.systems.smartbill.answers import Head
from facturier.systems.smartbill.client import Client
from facturier.systems.smartbill.numbers import statement
from facturier.systems.smartbill.settings import Settings

RECEIPT, FISCAL = "Chitanta", "Bon"
TYPES = (
    RECEIPT,
    FISCAL,
    "Card",
    "Card online",
    "CEC",
    "Bilet ordin",
    "Ordin plata",
    "Mandat postal",
    "Extras de cont",
    "Ramburs",
    "Alta incasare",
)
_CASH = (RECEIPT, FISCAL)
_TYPE_OF = {name.lower(): name for name in TYPES}


def canonical(name: str) -> str:
    """SmartBill's own spelling of a payment type; it refuses extra blanks. Raises Misconfigured."""
    known = _TYPE_OF.get(" ".join(name.split()).lower())
    if known is None:
        raise Misconfigured(
            say(
                "SmartBill has no payment type “%(type)s”. Choose one of: %(types)s.",
                type=name,
                types=", ".join(TYPES),
            )
        )
    return known


def collection(name: str, amount: Decimal, *, series: str, series_field: str) -> dict[str, Any]:
    """The fields shared by a payment made with an invoice and one made afterwards.

    `isCash` is always said, because it is true where it is not. Only a Chitanta is numbered, from a
    series of its own.
    """
    kind = canonical(name)
    body: dict[str, Any] = {"value": number(amount), "type": kind, "isCash": kind in _CASH}
    if kind == RECEIPT:
        if not series:
            raise Misconfigured(
                say("A Chitanta needs a series of receipts. Choose it in the connection's settings.")
            )
        body[series_field] = series
    return body


def pay(client: Client, settings: Settings, document: Issued, name: str, amount: Decimal, on: date) -> None:
    """Record a payment once: what is still unpaid is read before, and again where the answer was lost.

    Raises Refused where less than `amount` is unpaid, and for a Bon: with the invoice that is a mark, afterwards a
    fiscal receipt, a second document of one sale. InDoubt where the lost call cannot be seen (yet).
    """
    if canonical(name) == FISCAL:
        raise Refused(
            say(
                "SmartBill would issue a fiscal receipt (bon fiscal) for this payment. Record it in SmartBill "
                "itself, or choose another payment type in the route."
            )
        )
    body = {
        "companyVatCode": client.company,
        "issueDate": on.isoformat(),
        **collection(name, amount, series=settings.receipt_series, series_field="seriesName"),
        "useInvoiceDetails": True,
        "invoicesList": [{"seriesName": document.series, "number": document.number}],
    }
    before = statement(client, document)
    if before.unpaid < amount:
        raise Refused(
            say(
                "Only %(unpaid)s of %(number)s is unpaid in SmartBill, less than the %(amount)s to record. "
                "Look at its payments there.",
                unpaid=before.unpaid,
                number=f"{document.series} {document.number}",
                amount=amount,
            )
        )
    try:
        client.create("/payment", body, Head)
    except InDoubt:
        if not _arrived(client, document, before, amount):
            raise


def _arrived(client: Client, document: Issued, before: Statement, amount: Decimal) -> bool:
    """Whether exactly this amount less is unpaid now. A No is no proof: the call may still land."""
    return seen(lambda: statement(client, document).unpaid == before.unpaid - amount)
