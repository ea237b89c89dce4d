"""Published exchange rates: which are needed, fetched before they are missed, and orders that waited for them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings

from facturier.drafting.exchange import source_of
from facturier.flows.env import Env
from facturier.model.message import Message, say
from facturier.ports.clock import business_date
from facturier.ports.errors import NotNow, RemoteError
from facturier.ports.http import Http
from facturier.rates.read import read
from facturier.rates.sources import BANKS, Source, newest_day
from facturier.store import journal, lacking, rates
from facturier.store.models import Organisation, Route

MISSING = "RATE-MISSING"
HEARD_LATELY = timedelta(days=30)
FIRST_TIME = timedelta(days=10)
# The last rate before a day may be a week older than it (drafting.exchange.OLDEST), and a day older for
# the time zone. A further week is asked for, so that what is stored surely reaches back to there.
BEFORE_AN_ORDER = timedelta(days=8)
A_WEEK_MORE = timedelta(days=7)
LATE = timedelta(days=4)


@dataclass
class Need:
    """Why a source is asked. currencies: beside the bank's own. oldest: the first day that an order lacks."""

    currencies: set[str] = field(default_factory=set)
    organisations: set[int] = field(default_factory=set)
    oldest: date | None = None


@dataclass(frozen=True)
class Refreshed:
    """What one source gave. since: the first day asked for. stored: how many rates were new. error: why none."""

    source: Source
    since: date
    stored: int = 0
    error: RemoteError | None = None


def refresh(env: Env, *, anyway: bool = False) -> list[Refreshed]:
    """Fetch what active routes need and the store lacks; then decide the orders anew that were held for a rate.

    A source that has nothing new to give is left alone, unless `anyway`. One that cannot be read does not stop
    the others; it becomes an alarm once its rates are late.
    """
    done = []
    needed = needs(env)
    _nobodys(env, needed)
    for source, need in needed.items():
        since = min(_starts(env, source, need, anyway), default=None)
        if since is not None:
            done.append(_fetch(env, source, need, since))
    if any(each.stored for each in done):
        look_again(env)
    return done


def _nobodys(env: Env, needed: Mapping[Source, Need]) -> None:
    """The alarm of a source ends too where no route of the organisation uses it any more: nobody fetches it again."""
    now = env.clock.now()
    for source in Source:
        users = needed[source].organisations if source in needed else ()
        for owner in Organisation.objects.exclude(pk__in=users):
            journal.close_alarm(_code(source), owner, now)


def look_again(env: Env) -> None:
    """Orders held for a missing rate are due now."""
    for order in lacking.due_again(MISSING, env.clock.now()):
        env.nudge("order", order)


def needs(env: Env) -> dict[Source, Need]:
    """The sources whose rates an active route uses, because more than one currency meets there."""
    found: dict[Source, Need] = {}
    for route in Route.objects.filter(active=True).select_related("company"):
        wanted = source_of(route.settings.rate_source, route.company.facts).value
        named = _currencies(env, route)
        if wanted in Source.__members__ and len(named) > 1:
            source = Source(wanted)
            need = found.setdefault(source, Need())
            need.currencies |= named - {BANKS[source].currency}
            need.organisations.add(route.organisation_id)
            need.oldest = min(filter(None, (need.oldest, _oldest(route))), default=None)
    return found


def _currencies(env: Env, route: Route) -> set[str]:
    named = {route.company.facts.currency, route.settings.price_currency, route.settings.document_currency}
    return (named | lacking.currencies(route.shop_id, env.clock.now() - HEARD_LATELY)) - {""}


def _oldest(route: Route) -> date | None:
    """The first day whose rate an order of this route may lack."""
    orders = lacking.held_by(MISSING).filter(route=route, placed_at__isnull=False)
    placed = orders.order_by("placed_at").values_list("placed_at", flat=True).first()
    return business_date(placed, route.company.facts.zone) - BEFORE_AN_ORDER if placed else None


def _starts(env: Env, source: Source, need: Need, anyway: bool) -> Iterator[date]:
    """The days from which to ask, none where nothing is lacking.

    Always on to today, and never from a later day than the one after the newest stored: a gap between stored
    days would make an older rate look like the last one published.
    """
    newest, stored = newest_day(source, env.clock.now()), rates.tables(source.value)
    following = stored[1] + timedelta(days=1) if stored else newest - FIRST_TIME
    if following <= newest and not rates.known(source.value, need.currencies, newest):
        yield following
    if need.oldest is not None and (stored is None or need.oldest < stored[0]):
        yield need.oldest - A_WEEK_MORE
    if anyway:
        yield min(following, newest - FIRST_TIME)


def _fetch(env: Env, source: Source, need: Need, since: date) -> Refreshed:
    now, code = env.clock.now(), _code(source)
    owners = Organisation.objects.filter(pk__in=need.organisations)
    try:
        found = read(source, since, business_date(now, BANKS[source].zone), _http(env, source))
    except RemoteError as error:
        if not isinstance(error, NotNow) or _late(source, now):
            for owner in owners:
                journal.raise_alarm(code, owner, _told(source, error), now, owner.pk)
        return Refreshed(source, since, error=error)
    for owner in owners:
        journal.close_alarm(code, owner, now)
    return Refreshed(source, since, rates.keep(found))


def _code(source: Source) -> str:
    return f"RATES-{source.value}"


def _http(env: Env, source: Source) -> Http:
    address = settings.RATES_ADDRESSES.get(source.value, BANKS[source].address)
    return Http(
        address, scope=f"rates:{source.value}", deadline=30, clock=env.clock, transport=env.rates_transport
    )


def _late(source: Source, now: datetime) -> bool:
    stored = rates.tables(source.value)
    return stored is None or newest_day(source, now) - stored[1] > LATE


def _told(source: Source, error: RemoteError) -> Message:
    if not isinstance(error, NotNow):
        return error.message
    return say(
        "%(source)s has given no exchange rates lately, so documents that need them use older ones or wait. It is "
        "asked every hour. Until it answers, rates can be added by hand: facturier rates --add.",
        source=source.value,
    )
