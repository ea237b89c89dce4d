"""Both books against each other (invariant I4): every remote document explained by one intent, and the reverse."""

from datetime import timedelta

from facturier.flows import account, budgets, cancellations, hooks, silence, told_before
from facturier.flows.env import Env, Tape
from facturier.flows.strangers import Reconciled
from facturier.flows.walk import Walk
from facturier.model.kinds import DocumentKind
from facturier.ports.budget import Urgency
from facturier.ports.offers import SeriesOffer
from facturier.ports.system import System
from facturier.store import accounts, installation, orders, series
from facturier.store.models import Connection

LOOK_BACK = timedelta(days=3)
RESTORED = 1000
FRESH, FRESH_BY_THE_MONTH = timedelta(minutes=30), timedelta(hours=23)
"""Younger than this, what the account offers is not asked for again: only for the ends of the series that hold our
documents. Where calls are counted by the month, all that it offers would take a quarter of them."""
MONTHLY = timedelta(days=27)


def reconcile_system(env: Env, connection_id: int, look_back: int = 0) -> Reconciled:
    """Walk every series in which we issue, from where the last walk ended.

    look_back: how many numbers to re-read in a series that was never walked. Of a restored book they are `RESTORED`,
    whoever asks: a shorter walk would be taken for the whole one afterwards.
    Raises RemoteError when the system cannot be read.
    """
    connection = Connection.objects.get(pk=connection_id)
    if installation.recovering():
        look_back = max(look_back, RESTORED)
    tape, begun = Tape(), env.clock.now()
    system = env.system(connection, tape, Urgency.READ)
    account.of_connection(system, connection)
    result, ends = Reconciled(), _ends(env, connection, system, look_back)
    hooks.look(env, connection, tape)
    for offer in ends:
        if offer.next_number:
            Walk(env, connection, system, offer, result).go(look_back)
        else:
            result.not_read(offer.name)
    cancellations.look(env, connection, system, result)
    told_before.look(env, connection, system, result, begun)
    silence.read(env, connection, tape)
    return result


def _ends(env: Env, connection: Connection, system: System, look_back: int) -> list[SeriesOffer]:
    """The series in which documents of ours may stand, with the number that comes next in each. What is not made
    there may have the name of what is.

    A restored book does not know which one was chosen since its backup: there it is every one of the account.
    """
    if installation.recovering():
        found = list(system.ends_since(installation.last_sent().date()))
    else:
        ours = series.names_of(connection)
        offered = _offered(env, connection, system, look_back, ours)
        found = [one for one in offered if one.next_number and {one.name, one.family} & ours]
    found = [one for one in found if one.kind in {None, *system.capabilities.kinds}]
    # A proforma whose paper cannot be read breaks the walk off: so theirs are the last.
    return sorted(found, key=lambda one: one.kind is DocumentKind.PROFORMA)


def _offered(
    env: Env, connection: Connection, system: System, look_back: int, ours: set[str]
) -> tuple[SeriesOffer, ...]:
    now = env.clock.now()
    if look_back or not connection.offers_at or now - connection.offers_at >= _fresh(env, connection):
        offers = system.offers()
        accounts.offered(connection, offers, now)
        return offers.series
    return system.ends(ours)


def _fresh(env: Env, connection: Connection) -> timedelta:
    left = budgets.left(env, connection)
    monthly = left is not None and any(one.ends - one.since >= MONTHLY for one in left.quotas)
    return FRESH_BY_THE_MONTH if monthly else FRESH


def reconcile_shop(env: Env, connection_id: int) -> int:
    """Read the shop's last days once more, whatever the cursor says. Returns how many orders had been missed."""
    connection = Connection.objects.get(pk=connection_id)
    shop = env.shop(connection, Tape())
    missed = 0
    for page in shop.orders(shop.cursor_at(env.clock.now() - LOOK_BACK)):
        for heard in page.orders:
            order = orders.take_in(connection, heard, env.clock.now())
            if order is not None:
                missed += 1
                env.nudge("order", order.pk)
    return missed
