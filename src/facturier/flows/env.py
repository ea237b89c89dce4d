"""The world as a flow sees it. Everything that a test or the proof wants to hold comes in through here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import httpx
import msgspec

from facturier.model.message import Message, say
from facturier.ports.budget import Budget, Urgency
from facturier.ports.capabilities import Capabilities, Limit
from facturier.ports.clock import Clock, SystemClock
from facturier.ports.connector import Connector
from facturier.ports.consent import Consent
from facturier.ports.errors import Misconfigured
from facturier.ports.exchange import HttpExchange
from facturier.ports.grants import Grant
from facturier.ports.hooks import Hooks
from facturier.ports.http import Http
from facturier.ports.registry import SHOPS, SYSTEMS, connector, loaded
from facturier.ports.shop import Shop
from facturier.ports.system import System
from facturier.ports.transport import FreshTransport
from facturier.store.grants import StoredGrants
from facturier.store.models import Connection

Transport = Callable[[], httpx.BaseTransport]


class Witness(Protocol):
    """Notes every attempt outside the database, before the first byte (DESIGN 5.14). Raises Misconfigured where
    that cannot be done: then nothing is sent."""

    def __call__(self, attempt: int) -> None: ...


GROUPS = {Connection.Role.SHOP: SHOPS, Connection.Role.SYSTEM: SYSTEMS}


def connector_of(row: Connection) -> Connector[Any]:
    """The connector behind a connection. Raises Misconfigured where it is no longer installed."""
    return connector(GROUPS[Connection.Role(row.role)], row.connector)


@dataclass(frozen=True)
class Pace:
    """Every waiting time of the flows, so that they can be scaled together. Vendors' own are in capabilities.

    scale divides vendors' durations too: 1 in real life, 20 in a bench that must end in minutes.
    """

    scale: float = 1.0

    def of(self, duration: timedelta) -> timedelta:
        return duration / self.scale

    def growing(self, lasted: timedelta, first: timedelta, longest: timedelta) -> timedelta:
        """The pause before the next look at what has lasted for some time (or a share of it): as long again."""
        return min(max(lasted, self.of(first)), self.of(longest))


@dataclass(frozen=True)
class Env:
    """clock: all time. crash: called with a name at every point where a worker may die (tests kill there).

    nudge: a hint that something is due now; may be lost, doubled or late without harm.
    transport: how bytes reach a connection's remote, None: as its connector says (over the network, or within
    this process); rates_transport: the same for the banks that publish exchange rates. files: where PDFs are
    kept. hindrance: why this machine must not send just now (a disk that is nearly full: what is sent could not
    be written down), or None.
    """

    clock: Clock = field(default_factory=SystemClock)
    budget: Callable[[], Budget] | None = None
    transport: Callable[[Connection], Transport] | None = None
    rates_transport: Transport = FreshTransport
    crash: Callable[[str], None] = lambda point: None
    nudge: Callable[[str, int], None] = lambda what, row: None
    witness: Witness = lambda attempt: None
    pace: Pace = field(default_factory=Pace)
    files: Path = Path("files")
    hindrance: Callable[[], Message | None] = lambda: None

    def system(
        self,
        connection: Connection,
        tape: "Tape",
        urgency: Urgency = Urgency.ISSUE,
        until: datetime | None = None,
    ) -> System:
        """Opens a system. `until`: the end of the caller's lease; no change is begun that may outlast it.

        Raises Misconfigured when its stored settings cannot be used.
        """
        found = connector(SYSTEMS, connection.connector)
        if found.system is None:
            raise _no_such_port(connection)
        return found.system(
            settings_of(found, connection), self._http(found, connection, tape, urgency, until)
        )

    def capabilities(self, connection: Connection) -> Capabilities:
        """What the system behind a connection declares; no call is made."""
        return self.system(connection, []).capabilities

    def able(self, connection: Connection) -> Capabilities | None:
        """The same; None where its settings cannot be used."""
        try:
            return self.capabilities(connection)
        except Misconfigured:
            return None

    def shop(
        self,
        connection: Connection,
        tape: "Tape",
        urgency: Urgency = Urgency.READ,
        until: datetime | None = None,
    ) -> Shop:
        """Opens a shop, as `system` does a system."""
        found = connector(SHOPS, connection.connector)
        if found.shop is None:
            raise _no_such_port(connection)
        return found.shop(settings_of(found, connection), self._http(found, connection, tape, urgency, until))

    def hooks(self, connection: Connection, tape: "Tape", urgency: Urgency = Urgency.READ) -> Hooks | None:
        """The web hooks of a remote; None where it has none. Raises Misconfigured as `shop` does."""
        found = connector_of(connection)
        if found.hooks is None:
            return None
        return found.hooks(settings_of(found, connection), self._http(found, connection, tape, urgency, None))

    def consent_page(self, connection: Connection, back: str, state: str) -> str:
        """Where a person grants access; the remote sends them to `back`, with `state`. Raises Misconfigured."""
        found, consent = _consent(connection)
        return consent.begin(settings_of(found, connection), back, state)

    def granted(self, connection: Connection, tape: "Tape", code: str, back: str) -> Grant:
        """What the code that came back from that page is worth. Raises RemoteError."""
        found, consent = _consent(connection)
        http = self._http(found, connection, tape, Urgency.PERSON, None)
        return consent.finish(settings_of(found, connection), http, code, back)

    def clients(self, connection: Connection) -> Sequence[Http]:
        """What the connector of a connection opens to speak with: only there its limit scope is named. No call is
        made. Raises Misconfigured."""
        found = connector_of(connection)
        opener: Callable[..., object] | None = found.system or found.shop
        if opener is None:
            raise _no_such_port(connection)
        made: list[Http] = []
        http = self._http(found, connection, [], Urgency.READ, None)

        def noting(*parts: Any, **named: Any) -> Http:
            made.append(http(*parts, **named))
            return made[-1]

        opener(settings_of(found, connection), noting)
        return made

    def _http(
        self,
        found: Connector[Any],
        connection: Connection,
        tape: "Tape",
        urgency: Urgency,
        until: datetime | None,
    ) -> Callable[..., Http]:
        def http(base_url: str, *, limit: Limit | None = None, deadline: float = 60.0, **parts: Any) -> Http:
            return Http(
                base_url,
                limit=self._scaled(limit),
                deadline=deadline / self.pace.scale if self.pace.scale > 1 else deadline,
                budget=self.budget() if self.budget else None,
                urgency=urgency,
                until=until,
                clock=self.clock,
                recorder=tape.append,
                transport=self._transport(found, connection),
                grants=StoredGrants(connection.pk) if connection.pk else None,
                **parts,
            )

        return http

    def _transport(self, found: Connector[Any], connection: Connection) -> Transport:
        if self.transport is not None:
            return self.transport(connection)
        if not found.inside:
            return FreshTransport
        return lambda: httpx.WSGITransport(loaded(found.inside)(self.clock))

    def _scaled(self, limit: Limit | None) -> Limit | None:
        if limit is None or self.pace.scale == 1:
            return limit
        return Limit(limit.calls, self.pace.of(limit.window), self.pace.of(limit.block))


Tape = list[HttpExchange]


def settings_of(found: Connector[Any], connection: Connection) -> Any:
    """As its connector reads them. Raises Misconfigured where they cannot be used."""
    try:
        return found.read({**connection.settings, **connection.secrets})
    except msgspec.ValidationError as error:
        raise Misconfigured(
            say("The settings of %(name)s are incomplete or wrong.", name=connection), str(error)
        ) from error


def _consent(connection: Connection) -> tuple[Connector[Any], Consent]:
    found = connector_of(connection)
    if found.consent is None:
        raise Misconfigured(say("%(title)s takes no consent: enter its credentials.", title=found.title))
    return found, found.consent


def _no_such_port(connection: Connection) -> Misconfigured:
    return Misconfigured(
        say("The connector %(name)s cannot be used in this role.", name=connection.connector)
    )
