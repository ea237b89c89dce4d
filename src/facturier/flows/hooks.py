"""Web hooks: what arrives is checked and marked, what is marked is read at once, and what is off is told.

A hook is a hint. It never brings an order by itself: known orders are read anew, unknown ones are found by the poll
that follows (which knows where the shop begins).
"""

from collections.abc import Mapping
from datetime import timedelta

from facturier.flows.env import Env, Tape
from facturier.model.message import Message, say
from facturier.ports.budget import Urgency
from facturier.ports.errors import Misconfigured, Missing, NotNow, Refused, RemoteError
from facturier.ports.hooks import Forged, HookState
from facturier.ports.shop import Shop
from facturier.store import hooks as store
from facturier.store import journal, orders
from facturier.store.models import Connection, HookLine

OFF = "HOOKS"
"""The alarm for hooks that are switched off in the shop."""
EVERY = timedelta(days=1)
READ = timedelta(minutes=1)
"""How often a shop is read without being told."""


def arrived(env: Env, line: HookLine, headers: Mapping[str, str], body: bytes) -> None:
    """Mark what a hook tells of. Raises Forged, once that is counted; Misconfigured where the connection has none."""
    hooks = env.hooks(line.connection, Tape())
    if hooks is None:
        raise Misconfigured(_none(line.connection))
    try:
        told = hooks.heard(store.secret_of(line), headers, body)
    except Forged:
        store.refuse(line, env.clock.now())
        raise
    if told:  # a test of the line is signed by nobody: it leaves nothing
        store.knock(line, told, env.clock.now(), env.pace.of(READ))
        env.nudge("shop", line.connection_id)


def answer(env: Env, connection: Connection, shop: Shop) -> int:
    """Read what hooks marked, the longest waiting first. Returns how many orders changed. Raises RemoteError."""
    changed = 0
    for knock in store.knocks(connection):
        if store.is_known(connection, knock.remote_id):
            try:
                order = orders.take_in(connection, shop.order(knock.remote_id), env.clock.now())
            except (Missing, Refused):  # gone, or not to be had: it stays as the last poll told it
                order = None
            if order is not None:
                changed += 1
                env.nudge("order", order.pk)
        store.answered(knock)
    return changed


def look(env: Env, connection: Connection, tape: Tape) -> None:
    """Once a day: whether the shop still calls us. An alarm is open while it does not."""
    now = env.clock.now()
    line = store.to_check(connection, now - env.pace.of(EVERY))
    hooks = env.hooks(connection, tape) if line else None
    if line is None or hooks is None:
        return
    try:
        state = hooks.state(line.address)
    except NotNow:
        return
    except RemoteError as error:  # orders could be read, so it is the right to see hooks
        store.checked(line, now)
        journal.raise_alarm(OFF, connection, _unseen(connection, error), now, connection.organisation_id)
        return
    store.checked(line, now)
    if state is HookState.ON:
        journal.close_alarm(OFF, connection, now)
    else:
        journal.raise_alarm(OFF, connection, _off(connection, state), now, connection.organisation_id)


def switch_on(env: Env, connection: Connection, address: str) -> None:
    """A person wants the shop to call us at `address`, or to do so again. Raises RemoteError.

    The line stands before the first hook is made: the shop tries it at once.
    """
    hooks = env.hooks(connection, Tape(), Urgency.PERSON)
    if hooks is None:
        raise Misconfigured(_none(connection))
    line = store.open_line(connection, address)
    hooks.switch_on(address, store.secret_of(line))
    state, now = hooks.state(address), env.clock.now()
    if state is not HookState.ON:
        raise Misconfigured(
            say(
                "%(name)s could not reach us at %(address)s, so its web hooks stay off. Orders are still read "
                "every minute.",
                name=connection,
                address=address,
            )
        )
    store.checked(line, now)
    journal.close_alarm(OFF, connection, now)


def _off(connection: Connection, state: HookState) -> Message:
    if state is HookState.NONE:
        return say(
            "%(name)s no longer has our web hooks, so new orders are heard of by the minute, not at once. "
            "Nothing is lost. Switch them on again.",
            name=connection,
        )
    return say(
        "%(name)s has switched off our web hooks, as shops do after some failures, so new orders are heard of by "
        "the minute, not at once. Nothing is lost. Switch them on again.",
        name=connection,
    )


def _unseen(connection: Connection, error: RemoteError) -> Message:
    return say(
        "Whether %(name)s still has our web hooks cannot be seen: %(why)s Orders are read every minute anyway.",
        name=connection,
        why=error.message,
    )


def _none(connection: Connection) -> Message:
    return say("%(name)s has no web hooks.", name=connection)
