"""I2: nothing is silent. Every order is known, stands somewhere with a reason, and what moves has a moment."""

from collections.abc import Iterator

from django.db.models import Q
from tests.proof.books import Books
from tests.proof.ground import Ground

from facturier.store import effects as planned
from facturier.store.models import Document, Effect, Order, Standing, State, Wish

REASONED = (
    Standing.WAITING,
    Standing.HELD,
    Standing.REFUSED,
    Standing.DISPUTED,
    Standing.WITHDRAWN,
    Standing.CLOSED,
)
MOVING = (State.SENDING, State.IN_DOUBT, State.ISSUED)
STOPPED = (Standing.WAITING, Standing.HELD, Standing.IN_DOUBT)
UNDECIDED = (State.READY, State.DISPUTED, State.HELD_IN_DOUBT)
UNDER_WAY = (Standing.NEW, Standing.SENDING, Standing.IN_DOUBT, Standing.ISSUED)


def breaches(ground: Ground, books: Books) -> Iterator[str]:
    yield from _unknown(ground, books)
    for order in books.orders:
        yield from _order(order, books)
    for document in books.documents:
        yield from _document(document, books)
    yield from _effects()
    yield from _wishes(books)


def _unknown(ground: Ground, books: Books) -> Iterator[str]:
    known = {order.remote_id for order in books.orders}
    for remote_id, number in ground.front.orders().items():
        if remote_id not in known:
            yield f"order {number} of the shop is not known"


def _order(order: Order, books: Books) -> Iterator[str]:
    if order.standing in UNDER_WAY and not _held_in_doubt(order, books):
        yield f"order {order.number} is {order.standing} and does not move ({order.reason})"
    if order.standing in REASONED and order.reason is None:
        yield f"order {order.number} is {order.standing} without a reason"


def _held_in_doubt(order: Order, books: Books) -> bool:
    return any(one.order_id == order.pk and one.state == State.HELD_IN_DOUBT for one in books.documents)


def _document(document: Document, books: Books) -> Iterator[str]:
    name = f"document of order {document.order.number} ({document.kind}, {document.reference})"
    if document.state in MOVING:
        yield f"{name} is {document.state} and does not move ({document.reason} {document.words})"
    if document.state == State.READY and document.reason is None:
        yield f"{name} is ready and is not sent"
    asked = document.state in (State.HELD_IN_DOUBT, State.DISPUTED) and document.retired_at is None
    if asked and not books.alarmed(document):
        yield f"{name} is {document.state} without an alarm"


def _effects() -> Iterator[str]:
    """What listens to the authority goes on for weeks, for a refusal may come late: it has its next moment."""
    listens = Q(what=planned.FOLLOW, state=Effect.State.DUE, look_at__isnull=False)
    ended = Q(state__in=[Effect.State.DONE, Effect.State.DROPPED, Effect.State.HELD])
    for effect in Effect.objects.exclude(ended | listens):
        if not _waits_for_its_invoice(effect):
            yield f"“{effect.what}” of {effect.document} is {effect.state} and does not move ({effect.words})"


def _waits_for_its_invoice(effect: Effect) -> bool:
    """A credit note is not sent to the authority before its invoice has gone through, whose end is still awaited."""
    if effect.what != planned.TRANSMIT or effect.look_at is None or effect.reason is None:
        return False
    awaited = Q(what__in=[planned.TRANSMIT, planned.FOLLOW]) & ~Q(
        state__in=[Effect.State.DONE, Effect.State.DROPPED]
    )
    return Effect.objects.filter(awaited, document=effect.document.original_id).exists()


def _wishes(books: Books) -> Iterator[str]:
    """What somebody wants is done or refused, or is still to be looked at."""
    documents = {one.pk: one for one in books.documents}
    for wish in Wish.objects.filter(state=Wish.State.WAITING).order_by("pk"):
        document = documents[wish.document_id or 0]
        if not _comes_of(wish, document, books):
            yield f"“{wish.what}” of {document} ({document.state}), which {wish.by} asked for, waits for nothing"


def _comes_of(wish: Wish, document: Document, books: Books) -> bool:
    """Whether something will. Where it is undone to be issued again, its order says what it waits for; else the
    credit note that was made for it must be one that may still come."""
    if document.state == State.HELD_IN_DOUBT:
        return True
    if wish.what == Wish.What.REISSUE and document.retired_at:
        return document.order.standing in STOPPED
    token = f"reissue:{wish.pk}"
    credits = [one for one in books.documents if (one.original_id, one.part) == (document.pk, token)]
    return document.look_at is not None and all(one.state in UNDECIDED for one in credits)
