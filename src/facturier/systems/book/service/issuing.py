"""Issuing: number, row, people and link in one transaction, once for each reference."""

from datetime import date

from django.db import transaction

from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.model.reference import installation_of
from facturier.ports.errors import Refused
from facturier.systems.book import looks, rows
from facturier.systems.book.chain import document_link, person_digest, salt
from facturier.systems.book.content import split
from facturier.systems.book.models import Document, Ledger, Letterhead, Person, Series
from facturier.systems.book.service import credits, entries, paying, proformas, reading
from facturier.systems.book.service.numbering import taken
from facturier.systems.book.service.rules import check, open_period
from facturier.systems.book.service.scene import Call, guard
from facturier.systems.book.service.stating import stated
from facturier.systems.book.wire import Asking, Written


def issue(call: Call) -> Written:
    """The document of a reference: made now, or as it stands if it was made before.

    Raises Refused, Misconfigured, and NotNow where its date would run backwards.
    """
    asking = call.read(Asking)
    with transaction.atomic():
        ledger = call.ledger()
        guard(ledger, asking.reference)
        known = reading.by_reference(ledger, asking.reference)
        if known is not None:
            return _told(_same(known, asking.draft), call)
        return _told(_made(call, ledger, asking), call)


def _told(document: Document, call: Call) -> Written:
    """What a statement would say stands in the answer: nobody need ask for one."""
    return reading.written(document, stated(document, call.clock.now()))


def _same(known: Document, draft: Draft) -> Document:
    """Raises Refused where the reference stands on something else: that is never ours to decide."""
    if (known.kind, known.currency, known.total) != (draft.kind, draft.currency, draft.totals.payable):
        raise Refused(
            say(
                "%(name)s has this reference already, and another sum: %(total)s %(currency)s. Look at both "
                "before anything is issued.",
                name=known,
                total=known.total,
                currency=known.currency,
            ),
            "REFERENCE-TAKEN",
        )
    return known


def _made(call: Call, ledger: Ledger, asking: Asking) -> Document:
    draft = asking.draft
    day = check(ledger, draft, asking.reference, call.clock)
    original = _original(ledger, draft)
    series = taken(ledger, asking.series, draft.kind, day)
    open_period(ledger, day)
    if series.last_date and day < series.last_date:
        raise call.not_now("DATE-BACKWARDS")
    document = _write(call, ledger, series, asking, day, original)
    if original is not None and draft.kind is not DocumentKind.CREDIT_NOTE:
        paying.carry_over(call, series, document, original)
    if draft.payment is not None:
        paying.with_document(call, series, document, draft.payment)
    return document


def _original(ledger: Ledger, draft: Draft) -> Document | None:
    """The document that this one corrects or follows, locked, if it may."""
    named = draft.original
    if named is None:
        if draft.kind is DocumentKind.CREDIT_NOTE:
            raise Refused(say("A credit note must name the document that it corrects."), "NO-ORIGINAL")
        return None
    original = reading.locked(ledger, named.series, named.number)
    if draft.kind is DocumentKind.CREDIT_NOTE:
        credits.check(original, draft)
    else:
        proformas.check(original, draft)
    return original


def _write(
    call: Call, ledger: Ledger, series: Series, asking: Asking, day: date, original: Document | None
) -> Document:
    draft, number = asking.draft, series.next_number
    letterhead: Letterhead = looks.kept(asking.letterhead, ledger.logo)
    content, named = split(looks.dated(draft, asking.letterhead, day))
    grain = salt()
    document = Document(
        ledger=ledger,
        series=series,
        place=series.length + 1,
        number=number,
        name=series.written(number),
        kind=draft.kind.value,
        issued_on=day,
        issued_at=call.clock.now(),
        currency=draft.currency,
        total=draft.totals.payable,
        vat=draft.totals.vat,
        reference=asking.reference,
        installation=installation_of(asking.reference),
        order_number=draft.order_number,
        original=original,
        whole=draft.whole,
        letterhead=letterhead,
        content=content,
        person=person_digest(grain, named),
    )
    document.link = document_link(series.head, document, original.link if original else "", letterhead.digest)
    series.next_number, series.last_date = number + 1, day
    rows.insert_with(document, Person(salt=grain, facts=named), series, *entries.grown(series, document.link))
    return document
