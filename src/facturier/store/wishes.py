"""Wishes: what a person or the shop wants done to a document, kept until its state allows it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from facturier.model.kinds import DocumentClass, DocumentKind
from facturier.model.message import Message, say
from facturier.store import journal, statements
from facturier.store.models import Document, Order, State, Wish


@transaction.atomic
def wish(
    order: Order,
    document: Document | None,
    what: str,
    token: str,
    by: str,
    now: datetime,
    why: str = "",
    **facts: Any,
) -> Wish:
    """Make a wish known. The token (a click's, or the shop's refund id) makes a repeated wish one wish. One that is
    held waits again only when a person asks for it: the shop repeats itself."""
    made, new = Wish.objects.get_or_create(
        order=order,
        document=document,
        what=what,
        token=token,
        defaults={"by": by, "why": why, "facts": facts, "at": now},
    )
    if not new and made.state == Wish.State.HELD and by != journal.MACHINE:
        new = _ask_again(made, by, why, now)
    if new:
        journal.note(
            document or order, say("%(by)s asks: %(what)s. %(why)s", by=by, what=what, why=why), now, by
        )
    if document and made.state == Wish.State.WAITING:
        Document.objects.filter(pk=document.pk).update(look_at=now)
    return made


def _ask_again(held: Wish, by: str, why: str, now: datetime) -> bool:
    """What stood in its way may be gone by now. False where somebody was quicker."""
    held.state = Wish.State.WAITING
    rows = Wish.objects.filter(pk=held.pk, state=Wish.State.HELD)
    journal.close_alarm("WISH", held, now, by)
    return bool(rows.update(state=held.state, by=by, why=why, at=now, reason=None, done_at=None))


def waiting(document: Document) -> Wish | None:
    """The oldest wish for this document that is still open. Once it is undone, to issue it again is the order's
    part: what else is wanted of it does not wait for that."""
    rows = statements.rows(Wish, {"document": document, "state": Wish.State.WAITING})
    if document.retired_at:
        rows.sort(key=lambda one: one.what == Wish.What.REISSUE)
    return rows[0] if rows else None


def cancels(document: Document) -> Wish | None:
    """A waiting wish to cancel a document that was not sent yet."""
    cancel = {"document": document, "what": Wish.What.CANCEL, "state": Wish.State.WAITING}
    return statements.first(Wish, cancel)


def undoing(document: Document, token: str) -> Wish | None:
    """The cancel or credit that a re-issue began with, in whatever state it is."""
    asked = statements.rows(Wish, {"document": document, "token": token})
    return next((one for one in asked if one.what != Wish.What.REISSUE), None)


def superseded(document: Document) -> bool:
    """Whether a later document of its order stands in the place of this one, or an invoice came after it. What was
    withdrawn does not count."""
    classes = (DocumentKind(document.kind).document_class, DocumentClass.FISCAL)
    kinds = [kind.value for kind in DocumentKind if kind.document_class in classes]
    later = Document.objects.filter(
        order=document.order_id, original=None, kind__in=kinds, pk__gt=document.pk
    )
    return later.exclude(state=State.WITHDRAWN).exists()


def drop(wish: Wish, now: datetime) -> None:
    """What it asked for came about in another way, or is not wanted without what was to follow it."""
    Wish.objects.filter(pk=wish.pk, state=Wish.State.WAITING).update(state=Wish.State.DROPPED, done_at=now)


def fulfil(wish: Wish, now: datetime) -> None:
    Wish.objects.filter(pk=wish.pk, state=Wish.State.WAITING).update(state=Wish.State.DONE, done_at=now)


def hold(wish: Wish, reason: Message, now: datetime) -> None:
    """It cannot be done, and a person must see why."""
    Wish.objects.filter(pk=wish.pk).update(state=Wish.State.HELD, reason=reason, done_at=now)
    journal.raise_alarm("WISH", wish, reason, now, wish.order.organisation_id)


def hold_reissues(document: Document, reason: Message, now: datetime) -> None:
    """Nobody waits for the sale of this document to be invoiced again: what was asked must be asked anew."""
    slot = {"document__sale": document.sale_id, "document__part": document.part}
    for waits in Wish.objects.filter(**slot, what=Wish.What.REISSUE, state=Wish.State.WAITING):
        hold(waits, reason, now)


def come_to_nothing(credit: Document, reason: Message, now: datetime) -> None:
    """The credit note that was made for a wish is not there. Only a person wants it again."""
    asked = Wish.objects.filter(document=credit.original_id, what=Wish.What.CREDIT, token=credit.part)
    asked.exclude(state=Wish.State.DROPPED).update(state=Wish.State.HELD, reason=reason, done_at=now)


def tell_unmade(credit: Document, now: datetime) -> None:
    """The same, where nobody has said so: what it was to credit could not be found."""
    for held in Wish.objects.filter(
        document=credit.original_id, what=Wish.What.CREDIT, token=credit.part, state=Wish.State.HELD
    ):
        if held.reason:
            journal.raise_alarm("WISH", held, held.reason, now, credit.organisation_id)


def tell_no_more(undone: Document, now: datetime, by: str) -> None:
    """What could not be cancelled or credited is undone by now."""
    for held in undone.wishes.filter(state=Wish.State.HELD).exclude(what=Wish.What.REISSUE):
        journal.close_alarm("WISH", held, now, by)


def revive_refunds(document: Document, now: datetime) -> None:
    """The shop's refunds that could not be credited while the e-invoice was refused wait for their turn again."""
    for held in document.wishes.filter(what=Wish.What.CREDIT, state=Wish.State.HELD):
        if "refund" in held.facts and not document.corrections.filter(part=held.token).exists():
            Wish.objects.filter(pk=held.pk).update(state=Wish.State.WAITING, reason=None, done_at=None)
            journal.close_alarm("WISH", held, now)
            Document.objects.filter(pk=document.pk).update(look_at=now)


def reissue(retired: Document, *, begun: bool) -> Wish | None:
    """Somebody's wish that the sale of this document be invoiced again. begun: also where that was prepared already,
    and nobody has withdrawn it."""
    states = [Wish.State.WAITING, Wish.State.DONE] if begun else [Wish.State.WAITING]
    return retired.wishes.filter(what=Wish.What.REISSUE, state__in=states).first()


def reissues(order: Order) -> list[Wish]:
    """Wishes that wait for the order to be decided: their document is undone."""
    rows = Wish.objects.filter(order=order, what=Wish.What.REISSUE, state=Wish.State.WAITING)
    return list(rows.exclude(document__retired_at=None).select_related("document", "order").order_by("pk"))


def given_up(retired: Document, now: datetime) -> None:
    """Somebody withdrew what was prepared to be issued again: only a new wish brings it back."""
    prepared = retired.wishes.filter(what=Wish.What.REISSUE, state=Wish.State.DONE)
    prepared.update(state=Wish.State.DROPPED, done_at=now)


def reissued(undone: Iterable[Document], now: datetime) -> None:
    """A document takes the place of these, in whichever slot: wishes for it are fulfilled."""
    waiting = Wish.objects.filter(document__in=undone, what=Wish.What.REISSUE, state=Wish.State.WAITING)
    waiting.update(state=Wish.State.DONE, done_at=now)
