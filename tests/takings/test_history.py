"""Over any history each order is in invoices or in the register, never both or neither, and no closed day changes.

Orders come, are paid, shipped, edited, refunded, cancelled and invoiced late, in any zone and on any day of the year,
those included on which the clocks are set; days are closed as soon as nothing hinders them.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.takings.sale import COMPANY, TERMS, line, order

from facturier.drafting.settings import RouteSettings
from facturier.model.kinds import LineKind
from facturier.model.message import say
from facturier.model.money import ZERO, total
from facturier.model.order import Order, OrderState, Origin, Payment, Quantities, Refund, RefundLine
from facturier.ports.clock import business_date
from facturier.takings.judge import Judged, Paper, Terms, Told, Verdict, judge
from facturier.takings.moment import Seen
from facturier.takings.placing import Posting, Written, place
from facturier.takings.register import rows
from facturier.takings.treatment import taxable

RATES = ("22", "10", "5", "4")
ZONES = ("Europe/Rome", "Europe/Rome", "Pacific/Auckland", "America/New_York")
BEGINNINGS = (
    datetime(2026, 3, 26, tzinfo=UTC),
    datetime(2026, 10, 22, tzinfo=UTC),
    datetime(2026, 12, 28, tzinfo=UTC),
)
DAYS = 7


@dataclass
class Sold:
    """One order as it goes its way. expected: what its buyer has paid and not got back, by its own account."""

    told: Told
    paper_at: date | None = None
    steps: list[str] = field(default_factory=list)

    @property
    def newest(self) -> Order:
        return self.told.history[-1].order


@dataclass
class Story:
    """A shop, its register, and a clock. written: what closed days have, by order."""

    chance: Random
    terms: Terms
    now: datetime
    orders: list[Sold] = field(default_factory=list)
    closed: dict[date, list[Posting]] = field(default_factory=dict)
    written: dict[int, list[Written]] = field(default_factory=lambda: defaultdict(list))

    @property
    def zone(self) -> str:
        return self.terms.company.zone

    @property
    def today(self) -> date:
        return business_date(self.now, self.zone)

    def hear(self, sold: Sold, facts: Order) -> None:
        """Some shops never tell when an order changed."""
        moved = self.now if self.chance.random() < 0.7 else facts.changed_at
        seen = Seen(replace(facts, changed_at=moved), self.now)
        sold.told = replace(sold.told, history=[*sold.told.history, seen], heard_at=self.now)

    def place(self) -> None:
        lines = [
            line(str(number), f"{self.chance.randint(100, 9999) / 100:.2f}", self.chance.choice(RATES))
            for number in range(self.chance.randint(1, 3))
        ]
        if self.chance.random() < 0.5:
            lines.append(line("s", "4.90", None, kind=LineKind.SHIPPING))
        if self.chance.random() < 0.2:
            lines.append(line("d", "-0.70", None, kind=LineKind.DISCOUNT))
        number = str(len(self.orders))
        facts = order(*lines, placed_at=self.now, changed_at=self.now, payment=Payment(method="card"))
        facts = replace(facts, origin=Origin("bottega.test", number))
        late = self.now + timedelta(hours=self.chance.choice((0, 0, 1, 30)))
        self.orders.append(Sold(Told(late, [Seen(facts, late)], RouteSettings())))

    def pay(self, sold: Sold) -> None:
        at = self.now if self.chance.random() < 0.5 else None
        paid = Payment(method="card", paid=sold.newest.payable, paid_at=at)
        self.hear(sold, replace(sold.newest, payment=paid))

    def ship(self, sold: Sold) -> None:
        one = Quantities(Decimal(1), shipped=Decimal(1))
        lines = tuple(replace(each, quantity=one) for each in sold.newest.lines)
        self.hear(sold, replace(sold.newest, lines=lines))

    def refund(self, sold: Sold) -> None:
        facts = sold.newest
        left = total(each.gross for each in facts.lines) - total(each.gross for each in facts.refunds)
        if left <= 0 or facts.payment.paid <= 0:
            return
        name, first = str(len(facts.refunds)), facts.lines[0]
        if not facts.refunds and self.chance.random() < 0.5 and first.gross <= left:
            part = RefundLine(first.id, Decimal(1), first.gross)
            made = Refund(name, self.now, first.gross, (part,))
        else:
            amount = Decimal(self.chance.randint(1, int(left * 100))) / 100
            made = Refund(name, self.now, amount, (), amount)
        self.hear(sold, replace(facts, refunds=(*facts.refunds, made)))

    def edit(self, sold: Sold) -> None:
        facts = sold.newest
        if facts.refunds or facts.payment.paid:
            return
        lines = (line("0", f"{self.chance.randint(100, 9999) / 100:.2f}", "10"), *facts.lines[1:])
        self.hear(sold, replace(facts, lines=lines, payable=total(each.gross for each in lines)))

    def cancel(self, sold: Sold) -> None:
        kept = Payment(method="card", paid=total(each.gross for each in sold.newest.refunds))
        self.hear(sold, replace(sold.newest, state=OrderState.CANCELLED, payment=kept))

    def invoice(self, sold: Sold) -> None:
        """Begun; it may stay in doubt for days."""
        if sold.told.paper is None:
            sold.told = replace(sold.told, paper=Paper("FT 1", self.today, False))

    def issue(self, sold: Sold) -> None:
        if sold.told.paper is not None:
            sold.told = replace(sold.told, paper=Paper("FT 1", self.today, True))

    def hold(self, sold: Sold) -> None:
        doubt = None if sold.told.undecided else say("Something is missing.")
        sold.told = replace(sold.told, undecided=doubt)

    def leave_out(self, sold: Sold) -> None:
        out = sold.told.left_out is not None
        sold.told = replace(
            sold.told,
            left_out=None if out else say("A test order."),
            left_out_on=None if out else self.today,
            heard_at=self.now if out else sold.told.heard_at,
        )

    def judged(self, number: int) -> Judged:
        return judge(self.orders[number].told, self.terms)

    def close(self) -> None:
        """What a worker does, at any hour: every day before today that nothing blocks."""
        frozen = frozenset(self.closed)
        placed = [
            place(self.judged(number), self.written[number], frozen, self.terms.since)
            for number in range(len(self.orders))
        ]
        day = self.terms.since
        while day < self.today:
            if day not in frozen and not any(one.blocks == day for one in placed):
                self.closed[day] = []
                for number, one in enumerate(placed):
                    for posting in one.postings:
                        if posting.day == day:
                            self.closed[day].append(posting)
                            self.written[number].append(Written(posting.cause, posting.share))
            day += timedelta(days=1)

    def settle(self) -> None:
        """In the end every doubt is decided, and every day is over."""
        for sold in self.orders:
            if sold.told.undecided:
                sold.told = replace(sold.told, undecided=None)
            if sold.told.paper is not None and not sold.told.paper.stands:
                self.issue(sold)


ACTS: tuple[Callable[[Story, Sold], None], ...] = (
    *(Story.pay,) * 5,
    Story.ship,
    Story.ship,
    Story.refund,
    Story.refund,
    Story.edit,
    Story.cancel,
    Story.invoice,
    Story.issue,
    Story.issue,
    Story.hold,
    Story.hold,
    Story.leave_out,
)


def tell(seed: int) -> Story:
    """Half a day's worth of steps at a time, and a closing now and then."""
    chance = Random(seed)
    zone, start = chance.choice(ZONES), chance.choice(BEGINNINGS)
    company = replace(COMPANY, zone=zone)
    story = Story(chance, Terms(company, business_date(start, zone), TERMS.abroad), start)
    for _ in range(DAYS * 6):
        story.now += timedelta(minutes=chance.randint(1, 480))
        if chance.random() < 0.5:
            story.place()
        for _ in range(chance.randint(0, 2)):
            known = [one for one in story.orders if one.newest.state is not OrderState.CANCELLED]
            if known:
                chance.choice(ACTS)(story, chance.choice(known))
        if chance.random() < 0.3:
            seen = {day: list(postings) for day, postings in story.closed.items()}
            story.close()
            assert all(story.closed[day] == postings for day, postings in seen.items())
    story.settle()
    story.now += timedelta(days=3)
    story.close()
    return story


def has(story: Story, number: int) -> Decimal:
    return total(one.share.gross for one in story.written[number])


@given(st.integers(0, 10**9))
def test_in_invoices_or_in_the_register_and_to_the_cent(seed: int) -> None:
    story = tell(seed)
    for number, sold in enumerate(story.orders):
        found, facts = story.judged(number), sold.newest
        if not found.certain:
            continue
        back = total(each.gross for each in facts.refunds)
        cancelled = facts.state is OrderState.CANCELLED
        must = facts.payable - back if found.verdict is Verdict.COUNTED and not cancelled else ZERO
        assert has(story, number) == must, (number, found.verdict)


@given(st.integers(0, 10**9))
def test_every_day_is_closed_once_or_says_what_it_waits_for(seed: int) -> None:
    story = tell(seed)
    closed = frozenset(story.closed)
    doubts = [number for number in range(len(story.orders)) if not story.judged(number).certain]
    waiting = {
        place(story.judged(number), story.written[number], closed, story.terms.since).blocks
        for number in doubts
    }
    day = story.terms.since
    while day < story.today:
        assert (day in closed) != (day in waiting), day
        day += timedelta(days=1)


@given(st.integers(0, 10**9))
def test_the_register_is_the_sum_of_its_orders_at_every_rate(seed: int) -> None:
    story = tell(seed)
    for postings in story.closed.values():
        of_day = rows(posting.share for posting in postings)
        assert total(row.gross for row in of_day) == total(posting.share.gross for posting in postings)
        for row in of_day:
            assert row.taxable + row.vat == row.gross
            assert abs(
                row.vat - row.gross * row.treatment.percent / (100 + row.treatment.percent)
            ) <= Decimal("0.005")


def test_a_day_is_the_companys_and_never_the_servers() -> None:
    """So that the stories above are told of the days that people mean."""
    for zone in ZONES:
        for start in BEGINNINGS:
            assert business_date(start, zone) == start.astimezone(ZoneInfo(zone)).date()


@pytest.mark.parametrize(
    ("gross", "percent", "net"),
    [
        ("122.00", "22", "100.00"),
        ("100.00", "22", "81.97"),
        ("0.01", "22", "0.01"),
        ("-100.00", "22", "-81.97"),
        ("1000.00", "4", "961.54"),
        ("35.00", "0", "35.00"),
    ],
)
def test_the_taxable_amount_by_the_laws_division(gross: str, percent: str, net: str) -> None:
    assert taxable(Decimal(gross), Decimal(percent)) == Decimal(net)
