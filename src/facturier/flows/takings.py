"""The register of daily takings of one company, reckoned anew from what is known: what is to be written on which day,
and what keeps a day open. Nothing is sent and nothing is written here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from facturier.drafting.settings import RouteSettings
from facturier.flows.env import Env
from facturier.flows.takings_papers import paper, undecided
from facturier.ports.clock import business_date
from facturier.store import takings
from facturier.store.models import Connection, Order, Route, TakingsRegister
from facturier.takings.judge import Abroad, Judged, Terms, Told, judge
from facturier.takings.moment import Seen
from facturier.takings.placing import Placed, Posting, Written, place

AT_ONCE = 500
_WITH = ("shop", "route__company", "snapshot")


@dataclass(frozen=True)
class Account:
    """How one order stands with the register. written: what closed days have of it; placed: what is still to come.

    left_out: a person said so, and may take it back.
    """

    order: Order
    settings: RouteSettings
    judged: Judged
    written: Sequence[Written]
    placed: Placed
    left_out: bool = False


@dataclass(frozen=True)
class Book:
    """The register of a company as it stands now. accounts: of the orders that may concern open days.

    told_twice: orders whose sale is accounted for by another row, for two connections tell of it.
    """

    register: TakingsRegister
    shops: Sequence[Connection]
    closed: frozenset[date]
    today: date
    accounts: list[Account] = field(default_factory=list)
    told_twice: int = 0

    @cached_property
    def told_by(self) -> Sequence[Connection]:
        """Shops in use: those with an active route, and those that never had one."""
        routes = list(Route.objects.filter(shop__in=self.shops).values_list("shop", "active"))
        given_up = {shop for shop, _ in routes} - {shop for shop, active in routes if active}
        return [shop for shop in self.shops if shop.pk not in given_up]

    def postings(self, day: date) -> list[tuple[Account, Posting]]:
        return self._postings.get(day, [])

    def blocking(self, day: date) -> list[Account]:
        """Orders that must be certain before the day can be closed."""
        return self._blocking.get(day, [])

    @cached_property
    def _postings(self) -> dict[date, list[tuple[Account, Posting]]]:
        found: dict[date, list[tuple[Account, Posting]]] = {}
        for one in self.accounts:
            for posting in one.placed.postings:
                found.setdefault(posting.day, []).append((one, posting))
        return found

    @cached_property
    def _blocking(self) -> dict[date, list[Account]]:
        found: dict[date, list[Account]] = {}
        for one in self.accounts:
            if one.placed.blocks is not None:
                found.setdefault(one.placed.blocks, []).append(one)
        return found

    @property
    def first_open(self) -> date:
        return first_open(self.register.since, self.closed)


def first_open(since: date, closed: frozenset[date]) -> date:
    day = since
    while day in closed:
        day += timedelta(days=1)
    return day


def book(env: Env, register: TakingsRegister) -> Book:
    """With the orders of which anything is new since the first open day began."""
    empty = _empty(env, register)
    zone = register.company.facts.zone
    begins = datetime.combine(empty.first_open, time.min, ZoneInfo(zone))
    orders = takings.orders_of(register.company, empty.shops)
    return _filled(env, empty, takings.with_news(orders, begins))


def book_of(env: Env, register: TakingsRegister, orders: QuerySet[Order]) -> Book:
    """With these orders of the company, whatever is known of them."""
    return _filled(env, _empty(env, register), orders)


def _empty(env: Env, register: TakingsRegister) -> Book:
    return Book(
        register,
        takings.shops_of(register.company),
        frozenset(takings.closed_days(register)),
        business_date(env.clock.now(), register.company.facts.zone),
    )


def _filled(env: Env, made: Book, orders: QuerySet[Order]) -> Book:
    keys = list(orders.order_by("pk").values_list("pk", flat=True))
    twice = 0
    for start in range(0, len(keys), AT_ONCE):
        portion = _rows(keys[start : start + AT_ONCE])
        firsts = _firsts(made, portion)
        twice += len(portion) - len([row for row in portion if firsts.get(row.origin, row.pk) == row.pk])
        wanted = [row for row in portion if firsts.get(row.origin, row.pk) == row.pk]
        missing = set(firsts.values()) - {row.pk for row in portion}
        made.accounts.extend(_accounts(env, made, wanted + _also(made, missing)))
    return replace(made, told_twice=twice)


def _firsts(made: Book, portion: Sequence[Order]) -> dict[str, int]:
    """By origin the row that accounts for the sale: the first that told of it."""
    rows = takings.of_sales(
        takings.orders_of(made.register.company, made.shops), {row.origin for row in portion}
    )
    found: dict[str, int] = {}
    for key, origin in rows.order_by("-pk").values_list("pk", "origin"):
        found[origin] = key
    return found


def _also(made: Book, keys: set[int]) -> list[Order]:
    """First rows of sales of which only another row has news."""
    known = {one.order.pk for one in made.accounts}
    return _rows(keys - known)


def _rows(keys: Collection[int]) -> list[Order]:
    """With what is read of them; the payload as it came is large, and not wanted here."""
    rows = Order.objects.filter(pk__in=keys).select_related(*_WITH).defer("snapshot__raw")
    return list(rows.order_by("pk"))


def _accounts(env: Env, made: Book, orders: Sequence[Order]) -> list[Account]:
    register = made.register
    terms = Terms(register.company.facts, register.since, Abroad(register.abroad))
    keys = [order.pk for order in orders]
    origins = [order.origin for order in orders if order.origin]
    issuers = takings.issuers(register.company)
    papers, others = takings.papers(issuers, origins), takings.elsewhere(issuers, origins)
    histories, cures = takings.histories(keys), takings.cures(keys)
    words, written = takings.left_out(register, keys), takings.written(register, keys)
    settings, now = _settings(made), env.clock.now()
    found = []
    for order in orders:
        documents = papers.get(order.origin, [])
        word = words.get(order.pk)
        told = Told(
            heard_at=order.heard_at,
            history=[Seen(one.facts, one.heard_at) for one in histories.get(order.pk, []) if one.facts],
            settings=_settings_of(order, register, settings),
            corrected=cures.get(order.pk, {}),
            paper=paper(order, documents, others.get(order.origin, ""), terms.company.zone),
            undecided=undecided(order, documents, now),
            left_out=word.why if word else None,
            left_out_on=business_date(word.at, terms.company.zone) if word else None,
        )
        judged, had = judge(told, terms), written.get(order.pk, [])
        placed = place(judged, had, made.closed, register.since)
        found.append(Account(order, told.settings, judged, had, placed, word is not None))
    return found


def _settings_of(
    order: Order, register: TakingsRegister, of_first: dict[int, RouteSettings]
) -> RouteSettings:
    if order.route is not None and order.route.company_id == register.company_id:
        return order.route.settings
    return of_first.get(order.shop_id, RouteSettings())


def _settings(made: Book) -> dict[int, RouteSettings]:
    """By shop those of the company's first route, for orders that none of its routes took."""
    routes = Route.objects.filter(company=made.register.company, shop__in=made.shops).order_by("-rank")
    return {route.shop_id: route.settings for route in routes}
