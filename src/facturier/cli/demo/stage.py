"""Puts a cast on stage: every simulator where its connector looks for it, connected like a customer's."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from facturier.cli import simulators
from facturier.cli.demo.cast import Cast, Pair, Player, System
from facturier.cli.exits import Stop
from facturier.drafting.context import ExchangeRate
from facturier.drafting.settings import RouteSettings
from facturier.flows.connections import keep, put, test
from facturier.flows.env import GROUPS, Env, Transport
from facturier.model.message import say
from facturier.ports.registry import connector
from facturier.ports.transport import FreshTransport
from facturier.store import rates
from facturier.store.models import Company, Connection, Organisation, Route

if TYPE_CHECKING:
    from facturier.sandbox.kit import Sandbox

SHOP, SYSTEM = Connection.Role.SHOP, Connection.Role.SYSTEM


@dataclass(frozen=True)
class Actor:
    """A player's simulator, and where it is served; url: empty where it is reached within the process."""

    sandbox: "Sandbox"
    url: str

    def settings(self) -> dict[str, str]:
        return self.sandbox.settings(self.url)


@dataclass(frozen=True)
class Stage:
    casts: Sequence[Cast]
    actors: Mapping[Player, Actor]

    def transport(self, connection: Connection) -> Transport:
        """To what is a part of Facturier within the process, as always, but through its simulator's faults."""
        for player, actor in self.actors.items():
            if not actor.url and player.connector == connection.connector:
                return _within(actor.sandbox)
        return FreshTransport


@contextmanager
def simulated(casts: Sequence[Cast], scale: float) -> Iterator[Stage]:
    """Each simulator behind a real socket on loopback, or within the process where its connector speaks to a part of
    Facturier. Durations pass `scale` times faster."""
    actors: dict[Player, Actor] = {}
    with ExitStack() as stack:
        for cast in casts:
            for role, players in ((SHOP, cast.shops), (SYSTEM, cast.systems)):
                for player in players:
                    found = connector(GROUPS[role], player.connector)
                    sandbox = simulators.make(found.name, scale=scale, **player.given)
                    actors[player] = Actor(sandbox, "" if found.inside else _served(stack, sandbox))
        yield Stage(casts, actors)


def _served(stack: ExitStack, sandbox: "Sandbox") -> str:
    from facturier.sandbox.serve import serve

    return stack.enter_context(serve(sandbox)).url


def _within(sandbox: "Sandbox") -> Transport:
    from facturier.sandbox.transport import InProcess

    return lambda: InProcess(sandbox)


@dataclass(frozen=True)
class Connected:
    """What a cast has become in the store. systems: with the connection to each."""

    routes: list[Route]
    systems: dict[System, Connection]


def connect(env: Env, stage: Stage, cast: Cast, issuer: Company) -> Connected:
    """Connections, tested, and the routes between them. Raises Stop where a test fails."""

    def connected(role: Connection.Role, player: Player) -> Connection:
        return _connected(env, role, player, stage.actors[player].settings(), issuer.organisation)

    shops = {player: connected(SHOP, player) for player in cast.shops}
    systems = {player: connected(SYSTEM, player) for player in cast.systems}
    routes = [_route(shops[pair.shop], systems[pair.system], issuer, pair) for pair in cast.pairs]
    return Connected(routes, systems)


def route_settings(pair: Pair) -> RouteSettings:
    return msgspec.convert(pair.settings, RouteSettings, strict=False)


def _route(shop: Connection, system: Connection, issuer: Company, pair: Pair) -> Route:
    return Route.objects.create(
        organisation=issuer.organisation,
        label=f"{shop.label} to {system.label}",
        shop=shop,
        system=system,
        company=issuer,
        settings=route_settings(pair),
    )


def _connected(
    env: Env, role: Connection.Role, player: Player, values: Mapping[str, str], owner: Organisation
) -> Connection:
    found = connector(GROUPS[role], player.connector)
    row = Connection(organisation=owner, role=role, connector=found.name, label=player.label or found.title)
    put(row, found, {**values, **player.entered})
    failed = [check for check in test(env, row) if not check.ok]
    if failed:
        raise Stop(
            say(
                "The connection to the simulated %(title)s fails: %(what)s.",
                title=found.title,
                what=failed[0].what,
            ),
            words=f"{failed[0].detail} {failed[0].words}".strip(),
        )
    keep(env, row)
    return row


def keep_rates(cast: Cast, now: datetime) -> None:
    """The exchange rates of the cast, as if they had been published today."""
    rates.keep(
        [ExchangeRate(one.source, one.currency, one.base, one.value, now.date()) for one in cast.rates]
    )
