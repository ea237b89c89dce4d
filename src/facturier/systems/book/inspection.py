"""What must hold of one document beside its place in the chain: its people, its looks, its sums, its credits."""

from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256

import msgspec
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Sum

from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.model.message import Message, say
from facturier.model.money import ZERO
from facturier.systems.book import reckoning
from facturier.systems.book.chain import person_digest
from facturier.systems.book.looks import letterhead_digest
from facturier.systems.book.models import Document, Fact, Letterhead, Logo, Person

CREDITABLE = (DocumentKind.INVOICE, DocumentKind.RECEIPT)


def document(one: Document) -> Iterator[Message]:
    """Sentences on what is wrong with it, none where all holds."""
    yield from _people(one)
    yield from _looks(one.letterhead)
    yield from _sums(one)
    if one.kind in CREDITABLE:
        yield from _credits(one)


def _people(one: Document) -> Iterator[Message]:
    try:
        person: Person = one.named
    except ObjectDoesNotExist:
        yield say("Whom it names is missing.")
        return
    if (person.facts is None, person.salt is None) != (person.erased_at is not None,) * 2:
        yield say("Whom it names is half erased.")
    elif person.facts is not None and person.salt is not None:
        if person_digest(person.salt, person.facts) != one.person:
            yield say("Whom it names is not whom it named when it was issued.")
    elif not one.facts.filter(what=Fact.What.ERASED).exists():
        yield say("Whom it names is gone, and nobody erased it.")


def _looks(letterhead: Letterhead) -> Iterator[Message]:
    if letterhead_digest(letterhead.content, letterhead.logo) != letterhead.digest:
        yield say("How it looks, or who issued it, is not what it was.")
    if letterhead.logo:
        logo = Logo.objects.filter(digest=letterhead.logo).first()
        if logo is None or sha256(bytes(logo.content)).hexdigest() != letterhead.logo:
            yield say("Its logo is not what it was.")


def _sums(one: Document) -> Iterator[Message]:
    """The columns say the same as the frozen content, and that is what its lines come to."""
    try:
        draft = msgspec.json.decode(one.content, type=Draft)
    except msgspec.DecodeError:
        yield say("Its content cannot be read.")
        return
    told = (draft.kind, draft.currency, draft.totals.payable, draft.totals.vat, draft.order_number)
    if told != (one.kind, one.currency, one.total, one.vat, one.order_number) or reckoning.wrong(draft):
        yield say("Its sums are not what its lines come to.")


def _credits(one: Document) -> Iterator[Message]:
    back: Decimal | None = one.followers.filter(kind=DocumentKind.CREDIT_NOTE).aggregate(sum=Sum("total"))[
        "sum"
    ]
    if -(back or ZERO) > one.total:
        yield say(
            "%(back)s of it was credited, more than its total of %(total)s.",
            back=-(back or ZERO),
            total=one.total,
        )
    if back and one.facts.filter(what=Fact.What.CANCELLED).exists():
        yield say("It is cancelled and was credited too.")
