"""A cancelled document's number does not stay on the shop's order, whatever became of the note about it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from msgspec.structs import replace as changed
from tests.flows import test_effects
from tests.flows.test_effects import COMMENT, Ground, Mortal, effect
from tests.support.woo import beside
from tests.support.world import World

from facturier.drafting.settings import WriteBackSettings
from facturier.flows import effects
from facturier.flows.ask import ask
from facturier.flows.find import poll
from facturier.sandbox.faults import Fault, Trouble
from facturier.shops.woocommerce.sandbox.markets.romania import FIRM, MARKET, SOLD
from facturier.store.models import Connection, Document, Effect, Wish

ground = test_effects.ground


class AwayOnceLost(httpx.BaseTransport):
    """A shop that is away from the moment at which the answer to the note was lost."""

    away = False

    def __init__(self, inner: Mortal) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if AwayOnceLost.away:
            raise httpx.ConnectError("away", request=request)
        try:
            return self._inner.handle_request(request)
        except httpx.ReadError:
            AwayOnceLost.away = True
            raise


@pytest.fixture
def away(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> type[AwayOnceLost]:
    monkeypatch.setattr(AwayOnceLost, "away", False)
    before = ground.world.env.transport
    assert before is not None

    def transport(connection: Connection) -> Callable[[], httpx.BaseTransport]:
        inner: Any = before(connection)
        return (lambda: AwayOnceLost(inner())) if connection.role == "shop" else inner

    ground.world.env = replace(ground.world.env, transport=transport)
    return AwayOnceLost


def sell(ground: Ground, trouble: Trouble, **parts: Any) -> int:
    """An order whose note meets a trouble."""
    ground.magento.faults.add(Fault(trouble, match=COMMENT, times=1, **parts))
    order = ground.sell()
    poll(ground.world.env, ground.world.shop.pk)
    ground.world.run(until=timedelta(minutes=5))
    return order


def cancel(world: World) -> None:
    ask(world.env, Document.objects.get(), Wish.What.CANCEL, "Ana")
    world.run(until=timedelta(minutes=1))
    assert Document.objects.get().cancelled_at


def taken_back(ground: Ground, order: int) -> bool:
    return any(":cancelled]" in words for words in ground.comments(order))


def test_though_the_shop_is_away_since_its_answer_was_lost(ground: Ground, away: type[AwayOnceLost]) -> None:
    order = sell(ground, Trouble.LOST_ANSWER)
    assert len(ground.comments(order)) == 1
    cancel(ground.world)
    away.away = False
    ground.world.run(until=timedelta(hours=2))
    assert taken_back(ground, order)


def test_though_the_shop_went_away_after_it_had_landed_late(ground: Ground) -> None:
    order = sell(ground, Trouble.LATE_COMMIT, seconds=60)
    ground.magento.switches.waf = True
    ground.world.run(until=timedelta(minutes=20))
    assert effect("record").state == Effect.State.DUE
    cancel(ground.world)
    ground.magento.switches.waf = False
    ground.world.run(until=timedelta(hours=2))
    assert taken_back(ground, order)


def test_though_it_is_held(ground: Ground) -> None:
    order = sell(ground, Trouble.LATE_COMMIT, seconds=60)
    missing = frozenset(["Magento_Sales::comment", "Magento_Sales::actions_view", "Magento_Sales::sales"])
    ground.magento.switches.missing_rights = missing
    ground.world.run(until=timedelta(minutes=30))
    assert effect("record").state == Effect.State.HELD
    ground.magento.switches.missing_rights = frozenset()
    cancel(ground.world)
    ground.world.run(until=timedelta(hours=2))
    assert taken_back(ground, order)


def test_not_before_the_lost_note_can_no_longer_land(world: World) -> None:
    """WooCommerce keeps the number in a field: what is emptied before would be filled after all."""
    sandbox, row = beside(world)
    world.route.shop = row
    note = WriteBackSettings(comment="Factura %(series)s %(number)s")
    world.route.settings = changed(world.route.settings, write_back=note)
    world.route.save()
    placed = sandbox.merchant.place(MARKET.cart(FIRM, SOLD[:1]))
    sandbox.faults.add(Fault(Trouble.LATE_COMMIT, match="PUT .*/orders/", times=1, seconds=300))
    poll(world.env, row.pk)
    world.run(until=timedelta(seconds=30))
    assert effect("record").state == Effect.State.IN_DOUBT
    cancel(world)
    world.clock.advance(effects.HORIZON)
    poll(world.env, row.pk)
    world.run(until=timedelta(hours=2))
    assert effect("record-cancelled").state == Effect.State.DONE
    number = Document.objects.get().number
    assert all(one["value"] != f"FCT {number}" for one in sandbox.shop.orders[placed["id"]]["meta_data"])


def test_what_was_never_tried_needs_no_taking_back(ground: Ground) -> None:
    ground.sell()
    poll(ground.world.env, ground.world.shop.pk)
    while not Effect.objects.exists():
        ground.world.tick()
    cancel(ground.world)
    assert not Effect.objects.filter(what="record-cancelled").exists()
