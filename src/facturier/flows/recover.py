"""After a restore, a clone or a failover: nothing is sent until every account was walked (DESIGN 5.14)."""

from collections.abc import Callable, Iterable
from datetime import datetime

from facturier.flows.env import Env, connector_of
from facturier.flows.reconcile import reconcile_system
from facturier.flows.strangers import Reconciled
from facturier.model.message import Message, say
from facturier.store import accounts, installation, journal, leases
from facturier.store.models import Attempt, Connection

_WHY = {
    "older": say(
        "This database is older than what this machine last sent: a backup was restored. Nothing is sent "
        "until every account was read again; run “facturier reconcile --recover”."
    ),
    "foreign": say(
        "This database belongs to another installation than this machine last worked with. Nothing is sent "
        "until every account was read again; run “facturier reconcile --recover”."
    ),
    "missing": say(
        "This machine does not know how far this database had come. Nothing is sent until every account was "
        "read again; run “facturier reconcile --recover”."
    ),
}


def last_attempt() -> int:
    """How far this database has come, for the witness."""
    newest = Attempt.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


def enter(verdict: str, env: Env) -> Message | None:
    """Stop sending where the witness does not know this database as it is. Returns why, or None."""
    why = _WHY.get(verdict)
    if why is not None:
        installation.stop_sending(why, env.clock.now())
    return why


def restored(env: Env) -> Message:
    """A backup was put back just now. Returns why nothing is sent."""
    why = _WHY["older"]
    installation.stop_sending_anew(why, env.clock.now())
    return why


def recover(env: Env, waits: Callable[[datetime], None] = lambda until: None) -> dict[str, Reconciled]:
    """Walk every account; ours that are not known are set aside for adoption. Raises RemoteError at the first
    account that cannot be read: then recovery goes on later, and nothing is sent meanwhile. The same holds where
    a document could not be read, or another installation issues in one of the accounts.

    A walk must not be earlier than what was sent before sending was stopped can arrive. waits: told until when it
    waits for that.
    """
    systems = list(Connection.objects.filter(role=Connection.Role.SYSTEM).order_by("pk"))
    until, now = _arrived(env, systems), env.clock.now()
    if until > now:
        waits(until)
        env.clock.sleep((until - now).total_seconds())
    results = {connection.label: reconcile_system(env, connection.pk) for connection in systems}
    unread = any(found.unread for found in results.values())
    if not unread and not journal.alarmed("SECOND-INSTALLATION"):
        for connection in systems:
            _hold(env, connection, results[connection.label])
        installation.resume_sending()
    return results


def _hold(env: Env, connection: Connection, found: Reconciled) -> None:
    """An account within this database went back with it, and does not know which numbers it gave since: its buyers
    have them. So a person says whether it may go on."""
    if not (connector_of(connection).inside and installation.set_back(_WHY.values())):
        return
    offered = env.system(connection, []).offers().series
    why = say(
        "%(label)s went back with the database: what it issued after the backup is gone, and those numbers would be "
        "given again (next: %(numbers)s). Was nothing issued since? Then: facturier resume connection “%(label)s”. "
        "Else first add new series, choose them in the route, close the old ones, and close the orders whose "
        "documents their buyers have.",
        label=connection.label,
        numbers=", ".join(f"{one.name} {one.next_number}" for one in offered if one.next_number),
    )
    accounts.pause(connection, why, journal.MACHINE, env.clock.now())
    found.drift.append(why)


def _arrived(env: Env, systems: Iterable[Connection]) -> datetime:
    """When all that the lost book sent has arrived, or never will: as late as its last attempt could be in doubt."""
    stopped, now = installation.row(), env.clock.now()
    if stopped.recovery is None:
        return now
    since = stopped.recovery_at or now
    known = [env.capabilities(one) for one in systems]
    longest = [max(leases.DURATION, one.deadline) + one.doubt_horizon for one in known]
    return max((since + env.pace.of(one) for one in longest), default=now)
