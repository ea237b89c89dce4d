"""Connections: put together, tested and kept. Both doors, command line and pages, set them up through here."""

from collections.abc import Iterator
from typing import Any

import msgspec

from facturier.flows import account
from facturier.flows.env import Env
from facturier.model.message import Message, say
from facturier.ports.budget import Urgency
from facturier.ports.connector import Connector
from facturier.ports.errors import Misconfigured, RemoteError
from facturier.ports.offers import Check, Offers
from facturier.ports.system import System
from facturier.store import accounts, grants, journal
from facturier.store.models import Connection

_TYPED: tuple[str, ...] = ("label", "settings", "secrets")


def put(row: Connection, found: Connector[Any], wanted: dict[str, object]) -> None:
    """Values into the row, the secret ones where they are encrypted. What was granted is none of the form's."""
    hidden = found.secrets()
    row.settings = {
        name: value for name, value in wanted.items() if name not in hidden and name != grants.GRANT
    }
    row.secrets = {name: value for name, value in wanted.items() if name in hidden}


def unfit(found: Connector[Any], values: dict[str, Any]) -> str:
    """What is wrong with the values of a connector's form, in the words of whoever checks it; empty if nothing."""
    try:
        found.read(values)
    except msgspec.ValidationError as error:
        return str(error)
    return ""


def test(env: Env, row: Connection) -> tuple[Check, ...]:
    """The connector's own checks, one line each."""
    try:
        if row.role == Connection.Role.SHOP:
            return env.shop(row, [], Urgency.PERSON).check()
        system = env.system(row, [], Urgency.PERSON)
        return (*system.check(), *_elsewhere(system, row))
    except RemoteError as error:
        return (Check(say("%(label)s", label=row.label), False, error.message, error.words),)


def _elsewhere(system: System, row: Connection) -> Iterator[Check]:
    """A connection that made documents and is turned to another account would look for them there."""
    try:
        if row.pk:
            account.of_connection(system, row)
    except Misconfigured:
        why = say(
            "Its documents are in another account, where they cannot be looked up, credited or cancelled any more. "
            "Set it back, and add a connection for this account."
        )
        yield Check(say("Documents"), False, why)


def typed(row: Connection) -> tuple[str, dict[str, object], dict[str, object]]:
    """What people enter of it: its name, settings and secrets, without what was granted."""
    secrets = {name: value for name, value in row.secrets.items() if name != grants.GRANT}
    return row.label, row.settings, secrets


def keep(env: Env, row: Connection) -> None:
    """Store the connection with what its account offers; a shop is read at once, and what waits for a system sent."""
    _store(env, row, _TYPED)


def works(env: Env, row: Connection) -> None:
    """The same of one that was tried as it is stored. Where somebody saved it anew meanwhile, other settings were
    tried than stand there now, and nothing is written."""
    if typed(Connection.objects.get(pk=row.pk)) == typed(row):
        _store(env, row, ())


def _store(env: Env, row: Connection, kept: tuple[str, ...]) -> None:
    now, kept = env.clock.now(), (*kept, "trouble")
    if row.role == Connection.Role.SYSTEM:
        row.offers, row.offers_at = _offers(env, row), now
        kept = (*kept, "offers", "offers_at")
    else:
        row.look_at, kept = now, (*kept, "look_at")
    row.trouble = None
    if row.pk:
        grants.carry_over(row)
    # What others write meanwhile (how far it was read, that a hook called) stays as it is.
    row.save(update_fields=kept if row.pk else None)
    if row.role == Connection.Role.SYSTEM:
        accounts.send_now(row, now)
        accounts.decide_now(row, now)
    journal.close_alarm("CONNECTION", row, now)


def _offers(env: Env, row: Connection) -> Offers | None:
    """What the account offers to choose from; nothing yet where it cannot be read and is kept anyway."""
    try:
        return env.system(row, [], Urgency.PERSON).offers()
    except RemoteError:
        return row.offers


def trouble(row: Connection) -> Message | None:
    """What a person must mend, in the reader's language."""
    stored = row.trouble
    if not stored:
        return None
    places = stored.get("facts")
    return Message(str(stored["text"]), {key: str(value) for key, value in dict(places or {}).items()})
