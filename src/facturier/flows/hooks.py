"""Web hooks: what arrives is checked and marked, what is marked is looked at, and what is off is told.

A hook is a hint. It never brings an order by itself: known orders are read anew, unknown ones are found by the poll
that follows (which knows where the shop begins). Nor does it change a document: that is looked at in its system, as
reconcile does.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from urllib.parse import urlsplit

from msgspec.structs import replace

from facturier.flows import presence, silence
from facturier.flows.env import Env, Tape
from facturier.model.message import Message, say
from facturier.ports.budget import Urgency
from facturier.ports.errors import Misconfigured, Missing, NotNow, Refused, RemoteError
from facturier.ports.hooks import About, Call, Forged, Hooks, HookState, Line, Told
from facturier.ports.shop import Shop
from facturier.store import accounts, effects, journal, orders
from facturier.store import hooks as store
from facturier.store.models import Connection, HookLine, State

OFF = "HOOKS"
"""The alarm for hooks that are switched off at the remote."""
EVERY = timedelta(days=1)
READ = timedelta(minutes=1)
"""How often a shop is read without being told."""
TROUBLED = timedelta(minutes=10)
TRYING = timedelta(hours=1)
"""For how long a remote may take to try whether it reaches us."""


def arrived(env: Env, line: HookLine, call: Call) -> Told:
    """Mark what a hook tells of; what the remote wants to hear back. Raises Forged, once that is counted;
    Misconfigured where the connection has none."""
    connection, now = line.connection, env.clock.now()
    hooks = _hooks(env, connection)
    try:
        told = hooks.heard(_line(line, hooks), call)
    except Forged:
        store.refuse(line, now)
        raise
    told = replace(told, about=tuple(one for one in told.about if _storable(one)))
    if told.about and connection.role == Connection.Role.SHOP:
        store.knock(line, [one.remote_id for one in told.about], now, env.pace.of(READ))
        env.nudge("shop", connection.pk)
    elif told.about:
        _mark(env, line, told)
    return told  # what is only a test of the line leaves nothing


def _storable(about: About) -> bool:
    """No database keeps a NUL, so what has one in its name is none of ours."""
    return "\0" not in f"{about.remote_id}{about.series}{about.number}"


def _mark(env: Env, line: HookLine, told: Told) -> None:
    """Documents of ours are looked at soon; where their e-invoices stand is asked now."""
    now, unknown, changed = env.clock.now(), 0, []
    for about in told.about:
        document = store.document_told(line.connection, about)
        if document is None:
            unknown += 1
        elif about.transmission:
            effects.follow_now(document, now)
            env.nudge("effects", document.pk)
        else:
            changed.append(document)
    store.heard(line, now, unknown)
    if changed:
        store.knock_at(line, changed, now)
        env.nudge("system", line.connection_id)


def answer(env: Env, connection: Connection, shop: Shop) -> tuple[int, Sequence[str]]:
    """Read what hooks marked, the longest waiting first. Returns how many orders changed, and which orders we do not
    have: the poll brings those that are new. Raises RemoteError."""
    changed, unknown = 0, []
    for knock in store.knocks(connection):
        if store.is_known(connection, knock.remote_id):
            try:
                order = orders.take_in(connection, shop.order(knock.remote_id), env.clock.now())
            except (Missing, Refused):  # gone, or not to be had: it stays as the last poll told it
                order = None
            if order is not None:
                changed += 1
                env.nudge("order", order.pk)
        else:
            unknown.append(knock.remote_id)
        store.answered(knock)
    return changed, unknown


def look_at_told(env: Env, connection_id: int) -> None:
    """Look at the documents of which a system told, the longest waiting first.

    The next moment is set first, as for the poll of a shop: one who dies over it is not hurried.
    """
    connection = Connection.objects.get(pk=connection_id)
    tape: Tape = []
    accounts.read_again(connection, env.clock.now() + env.pace.of(TROUBLED))
    try:
        system = env.system(connection, tape, Urgency.READ)
        for knock in store.knocks(connection):
            # What is not verified yet is read anyway, and of what is disputed the total differs by itself.
            if knock.document is not None and knock.document.state == State.VERIFIED:
                with suppress(Refused):  # nothing is told of this one, and nothing about the others
                    presence.look(env, knock.document, system)
            store.answered(knock)
    except NotNow as error:
        silence.heard(env, connection, tape, error)
        accounts.read_again(connection, error.retry_at)
    except RemoteError as error:
        silence.unread(env, connection, error)
    else:
        silence.read(env, connection, tape)
        store.rest(connection, env.clock.now())


def look(env: Env, connection: Connection, tape: Tape) -> None:
    """Once a day: whether the remote still calls us. An alarm is open while it does not."""
    now = env.clock.now()
    row = store.to_check(connection, now - env.pace.of(EVERY))
    hooks = env.hooks(connection, tape) if row else None
    if row is None or hooks is None:
        return
    try:
        state = hooks.state(_line(row, hooks))
    except NotNow:
        return
    except RemoteError as error:  # the account could be read, so it is the right to see hooks
        store.checked(row, now)
        journal.raise_alarm(OFF, connection, _unseen(connection, error), now, connection.organisation_id)
        return
    if state is HookState.WAITING and row.opened_at and now - row.opened_at < env.pace.of(TRYING):
        return
    store.checked(row, now)
    if state is HookState.ON:
        journal.close_alarm(OFF, connection, now)
    else:
        journal.raise_alarm(OFF, connection, _off(row, state), now, connection.organisation_id)


def switch_on(env: Env, connection: Connection, address: str) -> HookState:
    """A person wants the remote to call us at `address`, or to do so again: ON, or WAITING where it has yet to try
    whether it reaches us. Raises RemoteError.

    The line stands before the first hook is made: the remote tries it at once.
    """
    hooks, now = _hooks(env, connection, Urgency.PERSON), env.clock.now()
    row = store.open_line(connection, address, now)
    line = _line(row, hooks)
    hooks.switch_on(line)
    state = hooks.state(line)
    if state is HookState.ON:
        store.checked(row, now)
    elif state is not HookState.WAITING:
        raise Misconfigured(
            say(
                "%(name)s could not reach us at %(address)s, or did not take the web hooks, so they stay off. What "
                "changes there is still found without them, only later.",
                name=connection,
                address=address,
            )
        )
    journal.close_alarm(OFF, connection, now)
    return state


def switch_off(env: Env, connection: Connection) -> None:
    """A person wants no more calls: nobody listens to them from now on, also where the remote cannot be told so.
    Raises RemoteError."""
    hooks, row = _hooks(env, connection, Urgency.PERSON), store.line(connection.pk)
    journal.close_alarm(OFF, connection, env.clock.now())
    if row is not None:
        store.close_line(row)
        hooks.switch_off(_line(row, hooks))


def _hooks(env: Env, connection: Connection, urgency: Urgency = Urgency.READ) -> Hooks:
    found = env.hooks(connection, Tape(), urgency)
    if found is None:
        raise Misconfigured(say("%(name)s has no web hooks.", name=connection))
    return found


def _line(row: HookLine, hooks: Hooks) -> Line:
    """Whoever signs nothing is told the secret with the address."""
    secret = store.secret_of(row)
    address = row.address if hooks.signed else f"{row.address}{secret}/"
    return Line(address, secret, urlsplit(row.address).path)


def _off(row: HookLine, state: HookState) -> Message:
    of_shop = row.connection.role == Connection.Role.SHOP
    if state is HookState.WAITING:
        return say(
            "%(name)s does not reach us at %(address)s, so it cannot call us. Nothing is lost. See that the address "
            "can be reached from outside, then switch the web hooks on again.",
            name=row.connection,
            address=row.address,
        )
    if not of_shop:
        return say(
            "%(name)s has switched off or removed our web hooks, so what changes there is found later. Nothing is "
            "lost. Switch them on again.",
            name=row.connection,
        )
    if state is HookState.NONE:
        return say(
            "%(name)s no longer has our web hooks, so new orders are heard of by the minute, not at once. "
            "Nothing is lost. Switch them on again.",
            name=row.connection,
        )
    return say(
        "%(name)s has switched off our web hooks, as shops do after some failures, so new orders are heard of by "
        "the minute, not at once. Nothing is lost. Switch them on again.",
        name=row.connection,
    )


def _unseen(connection: Connection, error: RemoteError) -> Message:
    return say(
        "Whether %(name)s still has our web hooks cannot be seen: %(why)s Nothing is lost: what changes there is "
        "found without them, only later.",
        name=connection,
        why=error.message,
    )
