"""Money collected: with an invoice, by POST /payment, and its removal."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from facturier.systems.smartbill.sandbox import numbers
from facturier.systems.smartbill.sandbox.answers import NO_SERIES, Refusal
from facturier.systems.smartbill.sandbox.book import ZERO, Company, Document, Kind, Party, Payment, Series
from facturier.systems.smartbill.sandbox.call import Call, day_of
from facturier.systems.smartbill.sandbox.requests import InvoiceBody
from facturier.systems.smartbill.sandbox.switches import Switches

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
NONE_FOUND = "Nu au fost gasite incasari conform datelor specificate."


class Collection(Struct):
    """A payment that has passed its checks. series: of the receipt, for a Chitanta that is not a draft."""

    type: str
    value: Decimal
    day: date
    is_cash: bool = True
    series: Series | None = None


def type_of(text: str) -> str:
    """The type as the vendor writes it, from any case; spaces too many are fatal. Raises Refusal (404)."""
    for known in TYPES:
        if known.casefold() == text.casefold():
            return known
    raise unknown_type()


def unknown_type() -> Refusal:
    return Refusal("Tipul documentului nu a fost gasit pe server!", 404)


def receipt_series(company: Company, type: str, name: str | None) -> Series | None:
    if type != RECEIPT:
        return None
    series = company.find_series(name, Kind.RECEIPT)
    if series is None:
        raise Refusal(NO_SERIES)
    return series


def on_issue(call: Call, body: InvoiceBody, day: date) -> Collection | None:
    """Checks the `payment` of an invoice."""
    part = body.payment
    if part is None:
        return None
    for name, value in (("type", part.type), ("value", part.value)):
        if value is None:
            raise Refusal(f"{name} trebuie specificat pentru incasare")
    type = type_of(part.type or "")
    return Collection(
        type=type,
        value=Decimal(part.value or 0),
        day=day_of(body.payment_date, day),
        is_cash=part.is_cash is None or bool(part.is_cash),
        series=receipt_series(call.company, type, part.payment_series),
    )


def collect(call: Call, collection: Collection, client: Party, invoices: Sequence[Document]) -> Payment:
    """Books the payment on the invoices in order; the last one takes what is left."""
    payment = Payment(collection.type, collection.value, collection.day, collection.is_cash, client)
    payment.id = call.scene.book.new_id()
    left = collection.value
    for place, invoice in enumerate(invoices, 1):
        share = left if place == len(invoices) else min(left, unpaid(invoice, call.scene.switches))
        left -= share
        payment.shares.append((invoice, share))
        invoice.payments.append(payment)
    if collection.series is not None:
        payment.receipt = _receipt(call, collection, collection.series, client)
    call.company.payments.append(payment)
    return payment


def _receipt(call: Call, collection: Collection, series: Series, client: Party) -> Document:
    receipt = Document(
        id=call.scene.book.new_id(),
        kind=Kind.RECEIPT,
        series=series.name,
        number=numbers.take(call.company, series),
        moment=call.scene.now,
        day=collection.day,
        made_by=call.made_by,
        client=client,
        net=collection.value,
    )
    numbers.enter(call.company, receipt)
    return receipt


def unpaid(invoice: Document, switches: Switches) -> Decimal:
    if switches.storno_settles and (invoice.reversed_by is not None or invoice.reverses is not None):
        return ZERO
    return invoice.total - invoice.paid


def remove(company: Company, found: Sequence[Payment]) -> None:
    """Raises Refusal where nothing was found."""
    if not found:
        raise Refusal(NONE_FOUND)
    for payment in found:
        payment.removed = True


def forget(document: Document) -> None:
    """The payments of a document that is being deleted."""
    for payment in document.payments:
        payment.shares = [(on, share) for on, share in payment.shares if on is not document]
        payment.removed = payment.removed or not payment.shares
