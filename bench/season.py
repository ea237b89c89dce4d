"""A month of a shop: when its orders come, who asks for an invoice, who wants one later, who gives something back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import NamedTuple

from msgspec.structs import replace
from tests.drafting.random_orders import random_order

from bench.drafting import country_of, order_of
from facturier.model.order import Order, Origin, Refund, RefundLine

BEGIN, DAYS = datetime(2026, 11, 1, tzinfo=UTC), 30
HOURS = (3, 2, 1, 1, 1, 1, 2, 4, 6, 8, 9, 9, 8, 8, 8, 8, 8, 9, 10, 12, 14, 14, 11, 6)
"""How busy each hour of a day is, against the others."""
WEEKEND = 1.3
RUSH_DAY, RUSH = 27, 5.0
"""Black Friday, that many times as busy as any other Friday."""
OPENING_SHARE, OPENING = 0.04, timedelta(minutes=40)
"""Of all orders of the month, what comes in the first minutes of that day, at its sale's opening."""
ASKED, LATE, REFUNDED = 0.3, 0.01, 0.03
"""Shares: who asks for an invoice at once; who asked for none and asks some days later; who gives all of it back."""


class Told(NamedTuple):
    """What the shop tells at a moment: of a new order, or of one that changed."""

    at: datetime
    order: Order


@dataclass(frozen=True)
class Season:
    orders: int
    seed: int = 1

    def told(self) -> list[Told]:
        """All that the shop tells in the month, in the order of time."""
        dice = Random(f"{self.seed}")
        heard: list[Told] = []
        moments = sorted(self._moments(dice))
        for number, (at, order) in enumerate(zip(moments, _orders(self.seed), strict=False), 1):
            heard += _life(dice, at, _of(order, number, at))
        return sorted((one for one in heard if one.at < BEGIN + timedelta(days=DAYS)), key=lambda one: one.at)

    def _moments(self, dice: Random) -> Iterator[datetime]:
        opening = BEGIN + timedelta(days=RUSH_DAY - 1)
        early = round(self.orders * OPENING_SHARE)
        for _ in range(early):
            yield opening + OPENING * dice.random() ** 2
        hours = [BEGIN + timedelta(hours=hour) for hour in range(DAYS * 24)]
        for hour in dice.choices(hours, [_busy(hour) for hour in hours], k=self.orders - early):
            yield hour + timedelta(hours=1) * dice.random()


def _busy(hour: datetime) -> float:
    day = RUSH if hour.day == RUSH_DAY else WEEKEND if hour.weekday() >= 5 else 1.0
    return HOURS[hour.hour] * day


def _orders(seed: int) -> Iterator[Order]:
    """Random baskets with Italian rates."""
    for number in count():
        drawn = random_order(Random(f"{seed}/{number}"))
        if country_of(drawn) == "IT" and drawn.payable > 0:
            yield order_of(drawn, "IT", number)


def _of(order: Order, number: int, at: datetime) -> Order:
    """The basket as an order of that shop."""
    origin = Origin("bottega.test", str(number))
    return replace(order, remote_id=str(number), origin=origin, placed_at=at, changed_at=at)


def _life(dice: Random, at: datetime, order: Order) -> Iterator[Told]:
    """Placed, and what becomes of it."""
    asks = dice.random() < ASKED
    order = replace(order, invoice_asked=asks)
    yield Told(at, order)
    if not asks and dice.random() < LATE:
        order = replace(order, invoice_asked=True, changed_at=at + timedelta(days=2) * dice.random())
        yield Told(order.changed_at, order)
    elif asks and dice.random() < REFUNDED:
        back = at + timedelta(days=2 + 8 * dice.random())
        yield Told(back, replace(order, refunds=(_whole(order, back),), changed_at=back))


def _whole(order: Order, at: datetime) -> Refund:
    lines = tuple(RefundLine(one.id, one.quantity.ordered, one.gross) for one in order.lines)
    return Refund(f"r{order.remote_id}", at, order.payable, lines)
