"""A verified document's order is decided again where something may follow from it, and only there."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest
from tests.support.world import World, order

from facturier.drafting.settings import PaymentMap
from facturier.flows.advance import advance
from facturier.flows.decide import decide
from facturier.model.message import say
from facturier.model.order import Order as OrderFacts
from facturier.model.order import OrderState, Payment, Refund
from facturier.ports.errors import Spent
from facturier.store.models import Document, Effect, Order, Standing, State
from facturier.systems.smartbill.connector import SmartBill


def sent(world: World) -> Document:
    """The document of order 1001, issued and not yet verified."""
    decide(world.env, world.hear(order("1001")).pk)
    advance(world.env, world.document().pk)
    issued = world.document()
    assert issued.state == State.ISSUED
    return issued


def verify(world: World, document: Document) -> Order:
    advance(world.env, document.pk)
    found = Order.objects.get(number="1001")
    assert found.standing == Standing.VERIFIED
    return found


def test_an_order_of_which_nothing_more_follows_rests(world: World) -> None:
    assert verify(world, sent(world)).look_at is None


def _cancelled(facts: OrderFacts) -> OrderFacts:
    return msgspec.structs.replace(facts, state=OrderState.CANCELLED)


def _refunded(facts: OrderFacts) -> OrderFacts:
    return msgspec.structs.replace(facts, refunds=(Refund("7", facts.changed_at, Decimal("1.00")),))


def _paid(facts: OrderFacts) -> OrderFacts:
    return msgspec.structs.replace(facts, payment=Payment("banktransfer", paid=facts.payable))


@pytest.mark.parametrize("news", [_cancelled, _refunded, _paid])
def test_news_of_the_time_between_is_looked_at(
    world: World, news: Callable[[OrderFacts], OrderFacts]
) -> None:
    """They were decided upon while the document was on its way, when nothing could be done about them."""
    world.settings(payments=(PaymentMap("banktransfer", type="Ordin plata", record=True),))
    document = sent(world)
    decide(world.env, world.hear(news(order("1001"))).pk)
    Order.objects.update(look_at=None)
    assert verify(world, document).look_at == world.clock.now()


def test_an_order_that_is_being_decided_is_decided_again(world: World) -> None:
    document = sent(world)
    later = world.clock.now() + timedelta(minutes=1)
    Order.objects.update(look_at=later)
    assert verify(world, document).look_at == world.clock.now()


def test_what_only_our_own_limit_kept_from_us_is_tried_again_soon(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often: it says nothing about the remote, which was not asked."""
    tries: list[object] = []
    pdf = SmartBill.pdf

    def spent(system: SmartBill, *of: object) -> bytes:
        tries.append(world.clock.now())
        if len(tries) < 6:
            raise Spent(say("used up"), world.clock.now() + timedelta(seconds=1))
        return pdf(system, *of)  # type: ignore[arg-type]

    monkeypatch.setattr(SmartBill, "pdf", spent)
    began = world.clock.now()
    world.hear(order("1001"))
    world.run()
    assert Effect.objects.get(what="pdf").state == Effect.State.DONE
    assert len(tries) == 6
    assert world.clock.now() - began < timedelta(minutes=2)
