"""Where the sale of an order is accounted for: in invoices, in the register, or nowhere, and why."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from facturier.drafting.company import Company
from facturier.drafting.countries.eu import MEMBER_STATES
from facturier.drafting.places import destination
from facturier.drafting.settings import RouteSettings
from facturier.model.message import Message, say
from facturier.model.money import ZERO
from facturier.model.order import Order, OrderState
from facturier.ports.clock import business_date
from facturier.takings.entries import Entry, entries
from facturier.takings.moment import Course, Seen, course
from facturier.takings.shares import worth

_GONE = OrderState.CANCELLED


class Verdict(StrEnum):
    """INVOICED: it has its fiscal document. COMING: that is on its way, or in doubt. COUNTED: in the register.

    UNDECIDED: a person or the next news must say. OPEN: no sale yet. CANCELLED: before anything was paid or shipped.
    LEFT_OUT: by a person, or by law. BEFORE: sold before the register begins.
    """

    INVOICED = "invoiced"
    COMING = "coming"
    COUNTED = "counted"
    UNDECIDED = "undecided"
    OPEN = "open"
    CANCELLED = "cancelled"
    LEFT_OUT = "left_out"
    BEFORE = "before"


class Abroad(StrEnum):
    """Sales to consumers in other states of the EU. HOME: with the seller's VAT, as long as they stay below 10,000
    EUR a year, so they are takings. ONE_STOP_SHOP: with the buyer's VAT, told there and no takings here."""

    HOME = "home"
    ONE_STOP_SHOP = "one_stop_shop"


class Terms(Struct, frozen=True):
    """How the register of one company is kept. since: its first day."""

    company: Company
    since: date
    abroad: Abroad


class Paper(Struct, frozen=True):
    """The fiscal document of a sale. stands: it exists (or another tool's does); else it is on its way or in doubt.

    day: from which on it accounts for the sale.
    """

    name: str
    day: date
    stands: bool


class Told(Struct, frozen=True):
    """All that is known of an order. history: what the shop said, oldest first; empty where nothing could be read.

    undecided: why it is not certain yet that no invoice is made. left_out, left_out_on: a person's reason, its day.
    """

    heard_at: datetime
    history: Sequence[Seen]
    settings: RouteSettings
    corrected: Mapping[str, str] = {}
    paper: Paper | None = None
    undecided: Message | None = None
    left_out: Message | None = None
    left_out_on: date | None = None


class Judged(Struct, frozen=True):
    """entries: what the register must say of it in the end; none unless COUNTED.

    day: on which it would belong into the register; None where that is not known. news: of what last changed.
    payable: of the newest facts, in the order's currency.
    """

    verdict: Verdict
    news: date
    why: Message | None = None
    day: date | None = None
    entries: Sequence[Entry] = ()
    payable: Decimal = ZERO

    @property
    def certain(self) -> bool:
        """Whether the days that it concerns may be closed."""
        return self.verdict not in (Verdict.COMING, Verdict.UNDECIDED)


def judge(told: Told, terms: Terms) -> Judged:
    heard = business_date(told.heard_at, terms.company.zone)
    if not told.history:
        return _unread(told, heard)
    newest = told.history[-1].order
    passed = course(told.history)
    begun = passed.sold or passed.begun
    day = business_date(begun, terms.company.zone) if begun else None

    def so(verdict: Verdict, why: Message | None = None, news: date = heard) -> Judged:
        return Judged(verdict, news, why, day, payable=newest.payable)

    if told.left_out is not None:
        return so(Verdict.LEFT_OUT, told.left_out, told.left_out_on or heard)
    numbered = next((one for one in newest.elsewhere if one.number), None)
    if told.paper is None and numbered is not None:
        name = f"{numbered.series} {numbered.number}".strip()
        return so(*_by_paper(Paper(name, heard, stands=True)))
    if told.paper is not None:
        return so(*_by_paper(told.paper), told.paper.day)
    early = _no_sale(newest, passed)
    if early is not None:
        return so(*early)
    if day is None:
        raise ValueError("a sale without a day")
    if day < terms.since:
        return so(Verdict.BEFORE, say("It was sold before the register begins."))
    away = _abroad(newest, terms)
    if away is not None:
        return so(Verdict.LEFT_OUT, away)
    if (doubt := _doubt(told, newest, passed)) is not None:
        return so(Verdict.UNDECIDED, doubt)
    # What a shop cancels it may empty as well; what was sold before says what is taken back.
    sale = next((seen.order for seen in reversed(told.history) if seen.order.state is not _GONE), newest)
    valued = worth(sale, terms.company, told.settings, told.corrected, day)
    if valued.refused is not None:
        return so(Verdict.UNDECIDED, valued.refused)
    written = entries(newest, passed, valued, terms.company.zone)
    if written.refused is not None:
        return so(Verdict.UNDECIDED, written.refused)
    return Judged(Verdict.COUNTED, heard, None, day, written.entries, newest.payable)


def _unread(told: Told, heard: date) -> Judged:
    if told.left_out is not None:
        return Judged(Verdict.LEFT_OUT, told.left_out_on or heard, told.left_out)
    if told.paper is not None:
        verdict, why = _by_paper(told.paper)
        return Judged(verdict, told.paper.day, why, heard)
    why = told.undecided or say("What the shop sent for this order cannot be read.")
    return Judged(Verdict.UNDECIDED, heard, why, heard)


def _by_paper(paper: Paper) -> tuple[Verdict, Message]:
    if paper.stands:
        return Verdict.INVOICED, say("Invoiced as %(name)s.", name=paper.name)
    return Verdict.COMING, say("Its document is on its way or in doubt: %(name)s.", name=paper.name)


def _no_sale(order: Order, passed: Course) -> tuple[Verdict, Message] | None:
    if passed.sold is not None:
        return None
    if order.state is OrderState.CANCELLED:
        if passed.begun is None:
            return Verdict.CANCELLED, say("Cancelled before anything was paid or shipped.")
        return Verdict.UNDECIDED, say(
            "It was cancelled after a part was paid. Enter the refund in the shop, or leave it out."
        )
    if passed.begun is not None:
        why = say(
            "Only %(paid)s of %(payable)s %(currency)s are paid, and nothing is shipped. It counts when the rest is "
            "paid, or when it is shipped.",
            paid=order.payment.paid,
            payable=order.payable,
            currency=order.currency,
        )
        return Verdict.UNDECIDED, why
    return Verdict.OPEN, say("Neither paid nor shipped yet.")


def _abroad(order: Order, terms: Terms) -> Message | None:
    country = destination(order, terms.company.country)
    member = country in MEMBER_STATES and country != terms.company.country
    if not member or terms.abroad is Abroad.HOME:
        return None
    return say("It goes to %(country)s: its VAT is told through the one-stop shop.", country=country)


def _doubt(told: Told, order: Order, passed: Course) -> Message | None:
    if passed.cancelled is None and told.undecided is not None:
        return told.undecided
    if order.state is OrderState.HELD:
        return say("The order is on hold in the shop.")
    return None
