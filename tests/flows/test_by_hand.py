"""A person sends one order, whatever its turn; it is never a second document."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from tests.flows.test_order_documents import cups, there
from tests.support.cloud import build, cloud, order
from tests.support.world import World, line

from facturier.drafting.choices import Unasked
from facturier.drafting.decision import Outcome
from facturier.drafting.kinds import ByHand
from facturier.drafting.settings import Selection
from facturier.flows import by_hand, person
from facturier.flows.ask import ask
from facturier.flows.options import Act, for_order
from facturier.flows.preview import preview
from facturier.model.kinds import DocumentKind
from facturier.model.order import OrderState, Payment
from facturier.ports.errors import Refused
from facturier.store import accounts, installation, wishes
from facturier.store.models import Document, Order, State, Wish

Make = Callable[..., World]
INVOICE, PROFORMA, ORDER = DocumentKind.INVOICE, DocumentKind.PROFORMA, DocumentKind.ORDER
PAID = Payment(method="banktransfer", paid=Decimal("121.00"))


@pytest.fixture
def make_world(transactional_db: None, tmp_path: Path) -> Iterator[Make]:
    def make(**settings: Any) -> World:
        return build(tmp_path, [], **{"use_stock": True, **settings})

    yield make
    installation.identity.cache_clear()


@pytest.fixture
def world(make_world: Make) -> World:
    """Only what is paid, and only where an invoice was asked for."""
    return make_world(selection=Selection(only_paid=True, only_invoice_asked=True))


def row() -> Order:
    return Order.objects.get(number="1001")


def send(world: World, kind: DocumentKind, series: str = "") -> None:
    by_hand.send(world.env, row(), ByHand(kind, series), "Anna")
    world.run()


def refused(world: World, kind: DocumentKind) -> str:
    with pytest.raises(Refused) as caught:
        send(world, kind)
    return caught.value.message.render()


@pytest.mark.parametrize("kind", [INVOICE, PROFORMA, ORDER])
@pytest.mark.parametrize("asked", [None, False, True])
def test_it_goes_unpaid_and_unasked_as_the_kind_that_is_chosen(
    world: World, kind: DocumentKind, asked: bool | None
) -> None:
    world.hear(order("1001", invoice_asked=asked))
    world.run()
    assert there(world) == []
    assert preview(world.env, row(), ByHand(kind)).decision.outcome is Outcome.READY
    send(world, kind)
    assert there(world) == [kind.value]
    assert cups(world) == (100 if kind is PROFORMA else 99)


def test_it_goes_in_the_series_that_is_chosen(world: World) -> None:
    world.hear(order("1001"))
    send(world, INVOICE, "/")
    assert Document.objects.get().series == "/2026"


def test_who_has_an_invoice_gets_nothing_more(world: World) -> None:
    world.hear(order("1001"))
    send(world, INVOICE)
    name = str(Document.objects.get())
    assert f"Already issued: {name}" in refused(world, INVOICE)
    assert name in refused(world, ORDER)
    assert name in refused(world, PROFORMA)
    assert {one.kind: one.made for one in by_hand.choices(world.env, row())}[
        INVOICE
    ] == Document.objects.get()
    world.hear(order("1001", invoice_asked=True, payment=PAID))
    world.run()
    assert there(world) == ["invoice"]


@pytest.mark.parametrize("first", [ORDER, PROFORMA])
def test_an_invoice_afterwards_is_made_out_of_what_is_there(world: World, first: DocumentKind) -> None:
    world.hear(order("1001"))
    send(world, first)
    assert "Already issued" in refused(world, first)
    send(world, INVOICE)
    assert there(world) == [first.value, "invoice"]
    before, invoice = Document.objects.order_by("pk")
    assert invoice.made_from == before
    assert cloud(world).company().made_of == {int(invoice.remote_id): [int(before.remote_id)]}
    assert cups(world) == 99


def test_the_route_goes_on_when_its_conditions_are_met(world: World) -> None:
    """A proforma first; paid and asked for, the invoice is made out of it by itself."""
    world.hear(order("1001"))
    send(world, PROFORMA)
    world.hear(order("1001", invoice_asked=True, payment=PAID))
    world.run()
    assert there(world) == ["proforma", "invoice"]
    assert Document.objects.get(kind="invoice").made_from is not None


def test_where_the_route_would_have_sent_its_own_the_chosen_one_stands_instead(make_world: Make) -> None:
    world = make_world()
    facts = order("1001")
    world.hear(facts)
    world.tick()
    assert Document.objects.get().state == State.READY
    send(world, ORDER)
    world.hear(replace(facts, payment=PAID))
    world.run()
    assert there(world) == ["order"]
    world.hear(replace(facts, invoice_asked=True))
    world.run()
    assert there(world) == ["order", "invoice"]
    assert cups(world) == 99


def test_the_page_shows_what_stood_instead_also_when_it_was_undone(make_world: Make) -> None:
    world = make_world()
    world.hear(order("1001"))
    world.tick()
    send(world, INVOICE)
    document = Document.objects.get(state=State.VERIFIED)
    ask(world.env, document, Wish.What.CREDIT, "Ana", whole=True)
    world.run()
    document.refresh_from_db()
    assert document.retired_at is not None
    assert preview(world.env, row()).document == document


def test_what_is_held_stays_held_until_it_is_put_right(world: World) -> None:
    world.hear(order("1001", payable=Decimal("100.00")))
    send(world, INVOICE)
    assert row().standing == "held"
    assert there(world) == []
    world.hear(order("1001"))
    world.run()
    assert there(world) == ["invoice"], "and goes then, as the person wanted"


def test_what_is_on_hold_cancelled_or_closed_is_not_sent(world: World) -> None:
    facts = order("1001", state=OrderState.HELD)
    world.hear(facts)
    send(world, INVOICE)
    assert row().standing == "waiting"
    world.hear(replace(facts, state=OrderState.CANCELLED))
    world.run()
    assert "cancelled" in refused(world, INVOICE)
    world.hear(replace(facts, state=OrderState.OPEN))
    Order.objects.update(closed_by="Anna")
    assert "closed" in refused(world, INVOICE)
    assert there(world) == []


def test_a_route_of_order_documents_sends_an_invoice_by_hand(make_world: Make) -> None:
    world = make_world(unasked=Unasked.ORDER)
    world.hear(order("1001", invoice_asked=False))
    world.run()
    send(world, INVOICE)
    world.hear(order("1001", invoice_asked=False, payment=PAID))
    world.run()
    assert there(world) == ["order", "invoice"]
    assert cups(world) == 99


def test_an_order_document_that_is_in_doubt_is_waited_for(world: World) -> None:
    world.hear(order("1001"))
    cloud(world).faults.add("lost_answer", "POST .*/issued_documents", times=1)
    by_hand.send(world.env, row(), ByHand(ORDER), "Anna")
    world.tick()
    assert Document.objects.get().state == State.IN_DOUBT
    send(world, INVOICE)
    assert there(world) == ["order", "invoice"]
    assert Document.objects.get(kind="invoice").made_from == Document.objects.get(kind="order")
    assert cups(world) == 99


def test_what_was_deleted_by_hand_is_sent_again_by_hand(world: World) -> None:
    world.hear(order("1001"))
    send(world, ORDER)
    cloud(world).person.delete_last("/A", type="order")
    person.gone(world.env, Document.objects.get().pk, "Anna", "deleted it")
    world.run()
    assert there(world) == []
    send(world, ORDER)
    assert there(world) == ["order"]
    assert list(Document.objects.values_list("ordinal", flat=True).order_by("pk")) == [1, 2]


def test_nothing_goes_before_an_invoice_that_is_to_be_issued_again(world: World) -> None:
    """Whatever keeps the new one waiting: the order was decided every five seconds for ever (proof, seed 1493)."""
    world.hear(order("1001", invoice_asked=True, payment=PAID))
    world.run()
    first = Document.objects.get()
    cloud(world).person.delete_last("/A")
    person.gone(world.env, first.pk, "Anna", "deleted it")
    accounts.pause(world.route, None, "Anna", world.clock.now())
    wishes.wish(first.order, first, Wish.What.REISSUE, "click", "Anna", world.clock.now())
    world.run()
    assert Document.objects.get(ordinal=2).state == State.READY
    assert "Nothing goes before that" in refused(world, PROFORMA)
    assert "Nothing goes before that" in refused(world, ORDER)
    assert Act.SEND not in for_order(row())
    accounts.resume(world.route, world.clock.now())
    world.run()
    assert there(world) == ["invoice"]


def test_a_product_less_order_says_so_in_the_preview(world: World) -> None:
    world.hear(replace(order("1001"), lines=(line(percent="22", sku=""),)))
    seen = preview(world.env, row(), ByHand(ORDER))
    assert seen.decision.outcome is Outcome.HELD
