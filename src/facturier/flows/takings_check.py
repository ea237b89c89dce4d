"""Whether each order is in invoices or in the register, never both and never neither, and whether the sums agree.

What the register must say of an order is reckoned a second time, from its totals alone: what the buyer pays, plus the
vouchers that were spent, less those that were bought and what was given back.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import F, Q, Sum

from facturier.drafting.choices import StoredValue
from facturier.flows.env import Env
from facturier.flows.takings import Account, Book, book_of
from facturier.model.kinds import LineKind
from facturier.model.message import Message, say
from facturier.model.money import ZERO, rounded, total
from facturier.model.order import OrderLine, OrderState
from facturier.store import takings
from facturier.store.models import TakingsRegister, TakingsRow
from facturier.takings.judge import Verdict

_TOLD = (Verdict.UNDECIDED, Verdict.COMING, Verdict.OPEN, Verdict.LEFT_OUT)
_VOUCHERS = frozenset({LineKind.GIFT_CARD, LineKind.STORE_CREDIT})


@dataclass(frozen=True)
class Kind:
    """Orders of one verdict. payable: what their buyers pay. written: what the register has of them in the end."""

    verdict: Verdict
    orders: int
    payable: Decimal
    written: Decimal


@dataclass(frozen=True)
class Checked:
    """Of the orders placed from `since` to `until`. wrong: what does not agree; empty as long as all is well.

    open: orders without a sale, undecided, or left out: the reason is the judgement's.
    """

    since: date
    until: date
    orders: int
    told_twice: int
    kinds: Sequence[Kind]
    open: Sequence[Account]
    wrong: Sequence[Message]

    @property
    def written(self) -> Decimal:
        return total(kind.written for kind in self.kinds)


def check(env: Env, register: TakingsRegister, since: date, until: date) -> Checked:
    """Nothing is written."""
    zone = ZoneInfo(register.company.facts.zone)
    begins = datetime.combine(since, time.min, zone)
    ends = datetime.combine(until + timedelta(days=1), time.min, zone)
    shops = takings.shops_of(register.company)
    placed = Q(placed_at__gte=begins, placed_at__lt=ends)
    unread = Q(placed_at=None, heard_at__gte=begins, heard_at__lt=ends)
    orders = takings.orders_of(register.company, shops).filter(placed | unread)
    made = book_of(env, register, orders)
    wrong = [why for one in made.accounts for why in _wrong(one)]
    return Checked(
        since,
        until,
        orders.count(),
        made.told_twice,
        _kinds(made),
        [one for one in made.accounts if one.judged.verdict in _TOLD],
        [*wrong, *_lost(made, orders.count()), *_rows(register, since, until)],
    )


def _kinds(made: Book) -> list[Kind]:
    counted = Counter(one.judged.verdict for one in made.accounts)
    return [
        Kind(
            verdict,
            counted[verdict],
            rounded(total(one.judged.payable for one in made.accounts if one.judged.verdict is verdict)),
            rounded(total(_in_register(one) for one in made.accounts if one.judged.verdict is verdict)),
        )
        for verdict in Verdict
        if counted[verdict]
    ]


def _in_register(one: Account) -> Decimal:
    """What closed days have, and open ones will have."""
    had = total(each.share.gross for each in one.written)
    return had + total(posting.share.gross for posting in one.placed.postings)


def _wrong(one: Account) -> list[Message]:
    """An order that the register says too much or too little of; what is undecided keeps what it has."""
    if not one.judged.certain:
        return []
    has, must = _in_register(one), _must(one)
    if has == must:
        return []
    why = say(
        "Order %(number)s has %(has)s in the register and must have %(must)s.",
        number=one.order.number,
        has=has,
        must=must,
    )
    return [why]


def _must(one: Account) -> Decimal:
    facts = one.order.snapshot.facts if one.order.snapshot else None
    if one.judged.verdict is not Verdict.COUNTED or facts is None or facts.state is OrderState.CANCELLED:
        return ZERO
    discount = one.settings.stored_value is StoredValue.DISCOUNT
    spent = total(_ordered(line) for line in facts.lines if line.kind in _VOUCHERS and line.gross < 0)
    bought = total(_ordered(line) for line in facts.lines if line.kind in _VOUCHERS and line.gross > 0)
    cancelled = total(line.gross - _ordered(line) for line in facts.lines)
    refunded = total(refund.gross for refund in facts.refunds)
    return rounded(facts.payable - cancelled - bought - (ZERO if discount else spent)) - rounded(refunded)


def _ordered(line: OrderLine) -> Decimal:
    """What the buyer pays for what was not cancelled of a line."""
    whole = line.quantity.ordered
    return (
        rounded(line.gross * (whole - line.quantity.cancelled) / whole)
        if line.quantity.cancelled
        else line.gross
    )


def _lost(made: Book, orders: int) -> list[Message]:
    counted = len(made.accounts) + made.told_twice
    if counted >= orders:
        return []
    return [say("Of %(orders)s orders only %(counted)s are accounted for.", orders=orders, counted=counted)]


def _rows(register: TakingsRegister, since: date, until: date) -> list[Message]:
    """Closed days whose figures are not what their orders come to."""
    rows = TakingsRow.objects.filter(day__register=register, day__day__range=(since, until))
    odd = rows.annotate(sum=Sum("entries__gross")).exclude(sum=F("gross"))
    return [
        say(
            "The closed day %(day)s says %(gross)s, its orders %(sum)s.",
            day=row.day.day,
            gross=row.gross,
            sum=row.sum,
        )
        for row in odd.select_related("day")
    ]
