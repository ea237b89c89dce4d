"""Money that came: noted beside a document, never in it."""

from decimal import Decimal

from django.db import transaction

from facturier.model.draft import PaymentLine
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.model.money import rounded
from facturier.ports.errors import Misconfigured, Refused
from facturier.systems.book.capabilities import PAYMENT_TYPES
from facturier.systems.book.models import Document, Fact, Series
from facturier.systems.book.service import entries, proformas, reading
from facturier.systems.book.service.scene import Call, is_ahead
from facturier.systems.book.service.stating import stated
from facturier.systems.book.wire import Paying, Stated

CARRIED = "carried over"
PAYABLE = (DocumentKind.INVOICE, DocumentKind.RECEIPT, DocumentKind.PROFORMA, DocumentKind.ORDER)


def pay(call: Call) -> Stated:
    """Note one payment. Refused where less is unpaid than the payer saw: then it may be noted already."""
    paying = call.read(Paying)
    known_type(paying.type)
    with transaction.atomic():
        ledger = call.ledger()
        document = reading.locked(ledger, paying.series, paying.number)
        series = entries.locked(document.series)
        _may_be_paid(document, paying)
        if is_ahead(ledger, paying.on, call.clock):
            raise Refused(say("A payment cannot be dated %(day)s.", day=paying.on), "DATE")
        entries.add_fact(
            series,
            document,
            Fact.What.PAID,
            paying.on,
            call.clock.now(),
            amount=paying.amount,
            words=paying.type,
        )
        return Stated(stated(document, call.clock.now()))


def known_type(name: str) -> None:
    """Raises Misconfigured for a type of payment that the book does not have."""
    if name not in PAYMENT_TYPES:
        raise Misconfigured(
            say(
                "The book has no payment type “%(type)s”. Choose one of: %(types)s.",
                type=name,
                types=", ".join(PAYMENT_TYPES),
            ),
            "PAYMENT-TYPE",
        )


def _may_be_paid(document: Document, paying: Paying) -> None:
    if document.kind not in PAYABLE or reading.happened(document, Fact.What.CANCELLED, Fact.What.EXPIRED):
        raise Refused(say("%(name)s is not to be paid (any more).", name=document), "NOT-PAYABLE")
    if successor := proformas.successor_of(document):
        raise Refused(
            say("%(name)s was followed by %(other)s: pay that.", name=document, other=successor), "FOLLOWED"
        )
    unpaid = document.total - reading.paid(document)
    if unpaid != paying.unpaid or not 0 < paying.amount <= unpaid or rounded(paying.amount) != paying.amount:
        raise Refused(
            say(
                "%(unpaid)s of %(name)s is unpaid; %(amount)s cannot be noted on it.",
                unpaid=unpaid,
                name=document,
                amount=paying.amount,
            ),
            "PAYMENT-EXCEEDS",
        )


def with_document(call: Call, series: Series, document: Document, line: PaymentLine) -> None:
    """A payment that was drafted with the document, as far as what was carried over leaves room for it."""
    known_type(line.type)
    _note(call, series, document, min(line.amount, document.total - reading.paid(document)), line.type, line)


def carry_over(call: Call, series: Series, document: Document, proforma: Document) -> None:
    """What was paid on the proforma counts on what follows it (DESIGN 5.8: payment moves once)."""
    _note(call, series, document, min(reading.paid(proforma), document.total), CARRIED, None)


def _note(
    call: Call, series: Series, document: Document, amount: Decimal, words: str, line: PaymentLine | None
) -> None:
    if amount <= 0:
        return
    day = line.on if line is not None and line.on is not None else document.issued_on
    now = call.clock.now()
    entries.add_fact(series, document, Fact.What.PAID, day, now, amount=amount, words=words)
