"""Connections: put together, tested and kept."""

from typing import Any

from facturier.flows.env import Env
from facturier.model.message import say
from facturier.ports.budget import Urgency
from facturier.ports.connector import Connector
from facturier.ports.errors import RemoteError
from facturier.ports.offers import Check, Offers
from facturier.store.models import Connection


def put(row: Connection, found: Connector[Any], wanted: dict[str, object]) -> None:
    """Values into the row, the secret ones where they are encrypted."""
    hidden = found.secrets()
    row.settings = {name: value for name, value in wanted.items() if name not in hidden}
    row.secrets = {name: value for name, value in wanted.items() if name in hidden}


def test(env: Env, row: Connection) -> tuple[Check, ...]:
    """The connector's own checks, one line each."""
    try:
        if row.role == Connection.Role.SHOP:
            return env.shop(row, [], Urgency.PERSON).check()
        return env.system(row, [], Urgency.PERSON).check()
    except RemoteError as error:
        return (Check(say("%(label)s", label=row.label), False, error.message, error.words),)


def keep(env: Env, row: Connection) -> None:
    """Store the connection with what its account offers; a shop is read at once."""
    now = env.clock.now()
    if row.role == Connection.Role.SYSTEM:
        row.offers, row.offers_at = _offers(env, row), now
    else:
        row.look_at = now
    row.trouble = None
    row.save()


def _offers(env: Env, row: Connection) -> Offers | None:
    """What the account offers to choose from; nothing yet where it cannot be read and is kept anyway."""
    try:
        return env.system(row, [], Urgency.PERSON).offers()
    except RemoteError:
        return row.offers
