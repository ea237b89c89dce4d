"""Documents of which an alarm says that the system does not have them as we do: whether that is so still, wherever in
its series each is. Somebody may have brought one back since, or a list had lagged behind."""

from contextlib import suppress
from datetime import datetime
from functools import partial

from facturier.flows import presence, voided
from facturier.flows.env import Env
from facturier.flows.patience import patiently
from facturier.flows.strangers import Reconciled
from facturier.ports.errors import Refused
from facturier.ports.system import System
from facturier.store import voids
from facturier.store.models import Connection
from facturier.store.undoing import CANCELLED_THERE, GONE

AT_ONCE = 20
"""The newest of each: a look costs calls."""


def look(env: Env, connection: Connection, system: System, result: Reconciled, before: datetime) -> None:
    """before: what was told later was looked at just now. Raises RemoteError, but where nothing is told of one: that
    says nothing about the others."""
    for document in voids.told(connection, GONE, before)[:AT_ONCE]:
        with suppress(Refused):
            result.differs(patiently(env, partial(presence.vanished, env, document, system)))
    for document in voids.told(connection, CANCELLED_THERE, before)[:AT_ONCE]:
        with suppress(Refused):
            patiently(env, partial(presence.look, env, document, system))
        result.differs(voided.told(document))
