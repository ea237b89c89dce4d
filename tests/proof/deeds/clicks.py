"""What colleagues click. Whatever they may not do, they are told, and nothing has happened."""

from collections.abc import Callable
from datetime import timedelta
from typing import Concatenate, ParamSpec

import httpx
from django.db.models import QuerySet
from tests.proof.books import read
from tests.proof.ground import Ground

from facturier.drafting.kinds import ByHand
from facturier.flows import ask, by_hand, consents, effects, find, hurry, person, transmit_asked
from facturier.flows.connections import keep, put, unfit
from facturier.flows.env import connector_of
from facturier.model.kinds import DocumentKind
from facturier.ports.errors import InDoubt, NotNow, RemoteError
from facturier.sandbox.transport import InProcess
from facturier.store import orders, statements
from facturier.store.models import Connection, Document, Effect, Order, State, Wish

P = ParamSpec("P")
Click = Callable[[Ground, int], None]

DAY = 24
"""Hours for which somebody tries what must be done."""


def told(click: Callable[Concatenate[Ground, P], None]) -> Callable[Concatenate[Ground, P], None]:
    def clicked(ground: Ground, /, *args: P.args, **named: P.kwargs) -> None:
        try:
            click(ground, *args, **named)
        except RemoteError as error:
            ground.tell(f"is told: {error}")

    return clicked


def order_of(ground: Ground, place: int) -> Order | None:
    return statements.first(Order, {"remote_id": ground.placed.get(place, "")})


def documents_of(ground: Ground, place: int) -> QuerySet[Document]:
    """Of an order, credit notes too; oldest first."""
    rows = Document.objects.filter(order__remote_id=ground.placed.get(place, ""))
    return rows.select_related("original", "order", "system", "company", "route").order_by("pk")


def document_of(ground: Ground, place: int) -> Document | None:
    return documents_of(ground, place).filter(original=None).last()


@told
def issue(ground: Ground, order: int) -> None:
    if (row := order_of(ground, order)) is not None:
        hurry.hurry(ground.env, row.pk)


@told
def send(ground: Ground, order: int, kind: str = DocumentKind.INVOICE.value, series: str = "") -> None:
    """This order, now, as this kind: whatever the route waits for, and whoever is sending it already."""
    if (row := order_of(ground, order)) is not None:
        by_hand.send(ground.env, row, ByHand(DocumentKind(kind), series), "Ana")


@told
def send_e_invoice(ground: Ground, order: int, corrected: bool = False) -> None:
    """The first time, where no route asks for it; else what the authority refused was put right, in the system or
    (corrected) here, and the same document goes once more."""
    document = document_of(ground, order)
    if document is not None and transmit_asked.may_be_sent(ground.env, document):
        transmit_asked.first(ground.env, document, "Ana")
    elif document is not None:
        transmit_asked.again(ground.env, document, "Ana", amended=corrected)


def asks(what: Wish.What, **facts: bool) -> Click:
    @told
    def click(ground: Ground, order: int) -> None:
        if (document := document_of(ground, order)) is not None:
            ask.ask(
                ground.env,
                document,
                what,
                "Ana",
                "a click",
                f"{what}-{ground.stage.now.timestamp()}",
                **facts,
            )

    return click


@told
def reissue_first(ground: Ground, order: int) -> None:
    """From a page that was opened long ago: of the first document of the order, whatever came after it."""
    if (document := documents_of(ground, order).filter(original=None).first()) is not None:
        ask.ask(ground.env, document, Wish.What.REISSUE, "Bogdan", "an old page")


@told
def close(ground: Ground, order: int) -> None:
    if (row := order_of(ground, order)) is not None:
        person.close_order(ground.env, row, "Ana", "no document")


@told
def withdraw(ground: Ground, order: int) -> None:
    if (document := document_of(ground, order)) is not None:
        person.cancel_unsent(ground.env, document.pk, "Ana")


@told
def enter_secret(ground: Ground, order: int = 0) -> None:
    """The connection's form once more, with the secret that the account has now; later where its other fields are
    such that it is not taken."""
    if "consent" in ground.plan.ways:
        consent(ground)
        return
    for _ in range(DAY):
        row = Connection.objects.get(pk=ground.account.pk)
        entered = {**row.settings, **row.secrets, **ground.vendor.secrets()}
        why = unfit(connector_of(row), entered)
        if not why:
            put(row, connector_of(row), entered)
            keep(ground.env, row)
            return
        ground.tell(f"is told: {why}")
        ground.stage.sleep(timedelta(hours=1))


@told
def consent(ground: Ground, order: int = 0) -> None:
    """Access is granted on the vendor's page, whose code comes back with the browser; later where that is away, and
    once more where what the code is worth is lost."""
    for _ in range(DAY):
        row = Connection.objects.get(pk=ground.account.pk)
        page = consents.begin(ground.env, row, ground.vendor.back, "state")
        try:
            if code := _granted(ground, page):
                consents.finish(ground.env, row, code, ground.vendor.back)
                return
            ground.tell("does not get to see the vendor's page")
        except (InDoubt, NotNow) as error:
            ground.tell(f"is told: {error}")
        ground.stage.sleep(timedelta(hours=1))


def _granted(ground: Ground, page: str) -> str:
    """The code that the vendor's page comes back with; empty where the browser does not get to see it."""
    with httpx.Client(transport=InProcess(ground.vendor.sandbox)) as browser:
        try:
            shown = browser.get(page)
        except httpx.TransportError:
            return ""
    return httpx.URL(shown.headers["location"]).params["code"] if shown.is_redirect else ""


@told
def reopen(ground: Ground, order: int) -> None:
    if (row := order_of(ground, order)) is not None and row.closed_by:
        orders.reopen(row, "Ana", ground.env.clock.now())


@told
def hear(ground: Ground, order: int) -> None:
    """Somebody wants an order read now, from the shop."""
    if order in ground.placed:
        find.fetch(ground.env, Connection.objects.get(pk=ground.shop.pk), ground.placed[order])


@told
def undo_correction(ground: Ground, order: int, what: Wish.What = Wish.What.CANCEL) -> None:
    """Of the newest credit note of an order."""
    if (document := documents_of(ground, order).exclude(original=None).last()) is not None:
        ask.ask(ground.env, document, what, "Ana", "a mistake")


def settle(ground: Ground, order: int) -> None:
    """A careful person: reads what the system shows, and says just that."""
    rows, books = documents_of(ground, order), read(ground)
    for document in rows:
        if document.state == State.HELD_IN_DOUBT:
            decide(ground, document)
        elif document.state == State.DISPUTED and document.stated is not None:
            _accept(ground, document)
        elif books.alarmed(document, "GONE") and books.remote_of(document) is None:
            _gone(ground, document)
    for effect in Effect.objects.filter(state=Effect.State.HELD, document__in=rows).order_by("pk"):
        _again(ground, effect)


@told
def decide(ground: Ground, document: Document) -> None:
    books = read(ground)
    found = books.marked(document.reference)
    if not found and document.original is not None:
        found = [one for one in books.remotes if one.reverses and one.reverses == document.original.number]
    if found:
        ground.tell(f"says: it is {found[0]}")
        person.this_is_it(ground.env, document.pk, found[0].number, "Ana")
    else:
        ground.tell("says: it does not exist")
        person.does_not_exist(ground.env, document.pk, "Ana", "it is not there")


@told
def _accept(ground: Ground, document: Document) -> None:
    person.accept(ground.env, document.pk, "Ana", "as it is")


@told
def _gone(ground: Ground, document: Document) -> None:
    ground.tell(f"says: {document} is gone")
    person.gone(ground.env, document.pk, "Ana", "somebody deleted it there")


@told
def _again(ground: Ground, effect: Effect) -> None:
    effects.again(ground.env, effect, "Ana")
