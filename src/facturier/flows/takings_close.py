"""Closing days of the register of takings, and keeping it: begin, leave an order out, put it back.

The law wants a day's takings written down within the next working day (art. 24 DPR 633/1972). A day is closed at noon
of the day after it, if nothing that would belong to it is still undecided.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from facturier.drafting.countries.takings import keeps_register
from facturier.flows.env import Env
from facturier.flows.takings import Book, book
from facturier.model.message import say
from facturier.ports.errors import Refused
from facturier.store import journal, takings
from facturier.store.models import Company, Connection, Order, Organisation, TakingsRegister
from facturier.takings.judge import Abroad
from facturier.takings.register import Hindrance

ALARM = "TAKINGS"
REST = time(12)
LATE = timedelta(hours=1)
"""A shop may list its last orders late."""
ONE = timedelta(days=1)


def companies(organisation: Organisation) -> list[Company]:
    """Those whose country knows the register."""
    rows = Company.objects.filter(organisation=organisation).order_by("pk")
    return [row for row in rows if keeps_register(row.facts.country)]


def begin(env: Env, company: Company, since: date, abroad: Abroad, by: str) -> TakingsRegister:
    """Keep the company's register from this day on. Raises Refused."""
    if not keeps_register(company.facts.country):
        raise Refused(say("%(name)s keeps no register of takings: its country knows none.", name=company))
    made, fresh = TakingsRegister.objects.get_or_create(
        company=company,
        defaults={"since": since, "abroad": abroad.value, "begun_by": by, "begun_at": env.clock.now()},
    )
    if not fresh:
        raise Refused(say("The register is kept since %(day)s already.", day=made.since))
    return made


def close_all(env: Env) -> int:
    """Close what can be closed in every register, and say on Today what cannot. Returns how many days."""
    rows = TakingsRegister.objects.select_related("company").order_by("pk")
    return sum(len(close_days(env, register)) for register in rows)


def close_days(env: Env, register: TakingsRegister) -> list[date]:
    """Close every day that is over and certain. Two who do it at once wait for one another. Returns those days."""
    now = env.clock.now()
    with transaction.atomic():
        register = takings.locked(register)
        made = book(env, register)
        days = [day for day in ended(made, now) if not hindered(made, day)]
        for day in days:
            postings = [(one.order.pk, posting) for one, posting in made.postings(day)]
            takings.close(register, day, postings, now)
        env.crash("takings written")
    _alarm(made, [day for day in ended(made, now) if day not in days], now)
    return days


def ended(made: Book, now: datetime) -> list[date]:
    """Open days whose time to be closed has come."""
    zone = ZoneInfo(made.register.company.facts.zone)
    found, day = [], made.first_open
    while datetime.combine(day + ONE, REST, zone) <= now:
        if day not in made.closed:
            found.append(day)
        day += ONE
    return found


def hindered(made: Book, day: date) -> Sequence[Hindrance]:
    """Why a day that is over cannot be closed; empty where it can be."""
    unread = [_unread(shop) for shop in made.told_by if not _read_after(shop, day, made)]
    orders = [
        Hindrance(one.judged.why, one.order.number or one.order.remote_id)
        for one in made.blocking(day)
        if one.judged.why is not None
    ]
    return [*unread, *orders]


def _read_after(shop: Connection, day: date, made: Book) -> bool:
    zone = ZoneInfo(made.register.company.facts.zone)
    over = datetime.combine(day + ONE, time.min, zone)
    return shop.read_at is not None and shop.read_at >= over + LATE


def _unread(shop: Connection) -> Hindrance:
    return Hindrance(say("%(shop)s has not been read since the day ended.", shop=shop))


def _alarm(made: Book, left: Sequence[date], now: datetime) -> None:
    """One alarm for each company, which always tells of the oldest day that waits."""
    company = made.register.company
    if not left:
        journal.close_alarm(ALARM, company, now)
        return
    why = hindered(made, left[0])
    told = say(
        "The takings of %(day)s cannot be closed: %(why)s Reasons in all: %(reasons)s; days that wait: %(days)s.",
        day=left[0],
        why=f"{why[0].number}: {why[0].why}" if why[0].number else why[0].why,
        days=len(left),
        reasons=len(why),
    )
    journal.raise_alarm(ALARM, company, told, now, company.organisation_id)
    journal.retell(ALARM, company, told)


def leave_out(env: Env, register: TakingsRegister, order: Order, why: str, by: str) -> None:
    """“This is none of the register's.” What a closed day has of it is deducted today. Raises Refused."""
    told = say("Left out by %(by)s: %(why)s", by=by, why=why)
    now = env.clock.now()
    with transaction.atomic():
        if not takings.leave_out(register, order, told, by, now):
            raise Refused(say("Order %(number)s is left out of the register already.", number=order.number))
        journal.note(order, say("Left out of the register of takings: %(why)s", why=why), now, by)


def put_back(env: Env, register: TakingsRegister, order: Order, by: str) -> None:
    """Take `leave_out` back. Raises Refused."""
    now = env.clock.now()
    with transaction.atomic():
        if not takings.put_back(register, order, now):
            raise Refused(say("Order %(number)s is not left out of the register.", number=order.number))
        journal.note(order, say("Counts for the register of takings again."), now, by)
