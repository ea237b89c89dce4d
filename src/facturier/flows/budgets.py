"""How many calls a connection may still make just now, whoever else shares its limit (invariant I6)."""

from dataclasses import dataclass
from datetime import datetime

from facturier.flows.env import Env
from facturier.ports.budget import Quota
from facturier.ports.capabilities import Limit
from facturier.store import permits
from facturier.store.models import Connection


@dataclass(frozen=True)
class Left:
    """free: of `limit.calls`, at this moment. blocked_until: the remote itself shut us out, or None. quotas: its
    longer limits, as it told them last."""

    limit: Limit
    free: int
    blocked_until: datetime | None
    quotas: tuple[Quota, ...] = ()


def left(env: Env, connection: Connection) -> Left | None:
    """None where the remote names no limit. No call is made. Raises Misconfigured."""
    limited = [(http.scope, http.limit) for http in env.clients(connection) if http.limit is not None]
    if not limited:
        return None
    scope, limit = limited[0]
    taken, blocked_until = permits.taken(scope, env.clock.now())
    quotas = permits.quotas(scope, env.clock.now())
    return Left(limit, max(0, limit.calls - taken), blocked_until, quotas)
