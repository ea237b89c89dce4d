"""Finders: the poll with its overlap, the sweep for what was forgotten. (The wide look back is `reconcile`.)"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from facturier.flows import hooks, silence
from facturier.flows.brakes import unhindered
from facturier.flows.env import Env, Tape
from facturier.ports.errors import Misconfigured, NotNow, RemoteError
from facturier.store import accounts, due, orders
from facturier.store import hooks as store
from facturier.store.models import Connection

EVERY = hooks.READ
TROUBLED = timedelta(minutes=10)


@dataclass
class Found:
    """What a poll brought: orders read, and how many of them were new or changed."""

    read: int = 0
    changed: int = 0


def poll(env: Env, connection_id: int) -> Found:
    """Read everything that changed in a shop since last time. The cursor moves only after its page is stored.

    The next moment is set first: nobody else reads the shop meanwhile, and one who dies over it is not hurried.
    An unreachable shop is looked at again later; what it says stands on the connection.
    """
    connection = Connection.objects.get(pk=connection_id)
    found, tape = Found(), Tape()
    accounts.read_again(connection, env.clock.now() + env.pace.of(TROUBLED))
    try:
        shop = env.shop(connection, tape)
        found.changed, unknown = hooks.answer(env, connection, shop)
        for page in shop.orders(connection.cursor):
            for heard in page.orders:
                found.read += 1
                order = orders.take_in(connection, heard, env.clock.now())
                if order is not None:
                    found.changed += 1
                    env.nudge("order", order.pk)
            env.crash("page stored")
            accounts.read(connection, page.cursor, env.clock.now())
            if page.troubles is not None:
                accounts.troubled_by(connection, page.troubles, env.clock.now())
    except RemoteError as error:
        _troubled(env, connection, tape, error)
        return found
    accounts.well(connection, env.clock.now())
    store.unknown(connection, unknown)
    hooks.look(env, connection, tape)
    again = timedelta() if store.knocks(connection) else env.pace.of(EVERY)  # a hook came while we read
    accounts.read_again(connection, env.clock.now() + again)
    return found


def _troubled(env: Env, connection: Connection, tape: Tape, error: RemoteError) -> None:
    now = env.clock.now()
    if isinstance(error, NotNow):
        silence.heard(env, connection, tape, error)
        accounts.read_again(connection, error.retry_at)
        return
    accounts.trouble(connection, error, now)
    pause = TROUBLED if isinstance(error, Misconfigured) else EVERY
    accounts.read_again(connection, now + env.pace.of(pause))


def fetch(env: Env, connection: Connection, remote_id: str) -> datetime:
    """Hear one order now (a person asked, or its payload must be read afresh). Raises RemoteError."""
    heard = env.shop(connection, Tape()).order(remote_id)
    order = orders.take_in(connection, heard, env.clock.now())
    if order is not None:
        env.nudge("order", order.pk)
    return env.clock.now()


def sweep(env: Env) -> int:
    """Give every row that should move and has no moment to be looked at a moment, and close the alarm of a
    hindrance that is over. Returns how many rows."""
    unhindered(env)
    return due.recover_forgotten(env.clock.now())
