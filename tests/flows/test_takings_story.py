"""The same promise as in tests/takings/test_history.py, with the real flows, store and a simulated system: whatever
happens in which order, each sale is in the invoices or in the register, and no closed day changes."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from msgspec.structs import replace
from tests.support.bottega import SINCE, asked, bottega, pass_to, register, sold
from tests.support.world import World, line

from facturier.flows import takings_close
from facturier.flows.takings import book
from facturier.flows.takings_check import check
from facturier.flows.takings_close import close_all
from facturier.model.money import total
from facturier.model.order import Order, OrderState, Payment, Refund
from facturier.store import installation
from facturier.store.models import Document, LeftOut, TakingsEntry, TakingsRow
from facturier.store.models import Order as Row
from facturier.takings.judge import Verdict

DAYS = 6
RATES = ("22", "10", "4")


@pytest.fixture
def world(transactional_db: None, tmp_path: Path) -> Iterator[World]:
    yield bottega(tmp_path)
    installation.identity.cache_clear()


def fresh(world: World, chance: Random, number: int) -> Order:
    lines = [
        line(str(place), f"{chance.randint(100, 9999) / 100:.2f}", chance.choice(RATES))
        for place in range(chance.randint(1, 3))
    ]
    facts = sold(world, str(number), *lines, invoice_asked=chance.random() < 0.2)
    return facts if chance.random() < 0.7 else replace(facts, payment=Payment(method="banktransfer"))


def changed(world: World, chance: Random, facts: Order) -> Order:
    """What the shop tells of it the next time."""
    now = world.clock.now()
    paid = replace(facts, payment=Payment(method="card", paid=facts.payable, paid_at=now), changed_at=now)
    match chance.choice(("pay", "refund", "cancel", "ask", "say again")):
        case "pay":
            return paid
        case "ask":
            return asked(facts, world)
        case "cancel" if not facts.refunds:
            return replace(facts, state=OrderState.CANCELLED, payment=Payment(method="card"), changed_at=now)
        case "refund" if facts.payment.paid and not facts.refunds:
            amount = Decimal(chance.randint(1, int(facts.payable * 100))) / 100
            refund = Refund("r", now, amount, (), amount)
            return replace(facts, refunds=(refund,), changed_at=now)
    return facts


def figures() -> dict[int, Decimal]:
    return dict(TakingsRow.objects.values_list("pk", "gross"))


@pytest.mark.parametrize("seed", range(4))
def test_each_sale_is_in_one_place(world: World, seed: int) -> None:
    chance, orders, kept = Random(seed), list[Order](), register(world)
    for day in range(DAYS):
        for hour in (9, 13, 22):
            pass_to(world, SINCE + timedelta(days=day), hour)
            if chance.random() < 0.9:
                orders.append(fresh(world, chance, len(orders)))
                world.hear(orders[-1])
            place = chance.randrange(len(orders)) if orders else None
            if place is not None and orders[place].state is not OrderState.CANCELLED:
                orders[place] = changed(world, chance, orders[place])
                world.hear(orders[place])
            if orders and chance.random() < 0.1:
                row = chance.choice(list(Row.objects.exclude(left_out__back_at=None, left_out__isnull=False)))
                takings_close.leave_out(world.env, kept, row, "Not ours", "Ada")
            if chance.random() < 0.8:
                world.run(timedelta(minutes=30))
            before = figures()
            close_all(world.env)
            assert before.items() <= figures().items()
    world.run(timedelta(minutes=30))
    for later in (DAYS + 1, DAYS + 3):
        pass_to(world, SINCE + timedelta(days=later))
        close_all(world.env)
    _in_one_place(world)


def _in_one_place(world: World) -> None:
    found = check(world.env, register(world), SINCE, SINCE + timedelta(days=60))
    assert found.wrong == []
    assert sum(kind.orders for kind in found.kinds) == found.orders == Row.objects.count()
    left_out = set(LeftOut.objects.filter(back_at=None).values_list("order", flat=True))
    invoiced = set(Document.objects.exclude(number="").values_list("order", flat=True))
    for order in Row.objects.select_related("snapshot"):
        facts = order.snapshot.facts if order.snapshot else None
        assert facts is not None
        has = total(TakingsEntry.objects.filter(order=order).values_list("gross", flat=True))
        if order.pk in left_out | invoiced or facts.state is OrderState.CANCELLED or not facts.payment.paid:
            assert has == 0, order.number
        else:
            assert has == facts.payable - total(refund.gross for refund in facts.refunds), order.number
    verdicts = {kind.verdict for kind in found.kinds}
    assert {Verdict.COUNTED, Verdict.INVOICED} <= verdicts <= set(Verdict) - {Verdict.COMING}
    assert not [one for one in book(world.env, register(world)).accounts if one.placed.postings]
