"""A person grants a connection access on the remote's own page; what they granted is kept and tried."""

from facturier.flows import connections
from facturier.flows.env import Env, Tape
from facturier.ports.offers import Check
from facturier.store import grants
from facturier.store.models import Connection


def begin(env: Env, row: Connection, back: str, state: str) -> str:
    """The address of the page. Raises Misconfigured."""
    return env.consent_page(row, back, state)


def finish(env: Env, row: Connection, code: str, back: str) -> tuple[Check, ...]:
    """Keep what the code is worth, and test the connection with it; where it works, what the account offers is read.

    Raises RemoteError where the code is worth nothing (any more).
    """
    grants.keep(row.pk, env.granted(row, Tape(), code, back))
    row.refresh_from_db(fields=["secrets"])
    checks = connections.test(env, row)
    if all(one.ok for one in checks):
        connections.works(env, row)
    return checks
