"""A demonstration's cast in this process, on a clock that only moves when told to."""

from pathlib import Path
from typing import Any

from msgspec import Struct
from tests.support.world import START, World

from facturier.cli.demo.cast import Cast, Player
from facturier.cli.demo.stage import Actor, Stage, connect, keep_rates
from facturier.flows.env import Env
from facturier.flows.find import poll
from facturier.ports.registry import SHOPS, SYSTEMS, connector, loaded
from facturier.sandbox.clock import VirtualClock
from facturier.sandbox.transport import InProcess
from facturier.store import installation
from facturier.store.models import Company, Organisation
from facturier.store.permits import SharedBudget


class Rehearsal(Struct):
    """world: connected, every order read and nothing issued. simulators: of the systems, by connector."""

    world: World
    simulators: dict[str, Any]


def rehearse(cast: Cast, files: Path) -> Rehearsal:
    clock = VirtualClock(START)
    actors = {
        player: _actor(group, player, clock)
        for group, players in ((SHOPS, cast.shops), (SYSTEMS, cast.systems))
        for player in players
    }
    reached = {player.connector: actor.sandbox for player, actor in actors.items()}
    env = Env(
        clock=clock,
        budget=lambda: SharedBudget(clock),
        transport=lambda connection: lambda: InProcess(reached[connection.connector]),
        files=files,
    )
    installation.create(clock.now())
    installation.identity.cache_clear()
    owner = Organisation.objects.create(name="Demo")
    issuer = Company.objects.create(organisation=owner, issuer=cast.company.issuer, facts=cast.company)
    connected = connect(env, Stage((cast,), actors), cast, issuer)
    keep_rates(cast, clock.now())
    for route in connected.routes:
        poll(env, route.shop_id)
    first = connected.routes[0]
    simulators: dict[str, Any] = {one.connector: actors[one].sandbox for one in cast.systems}
    told: Any = simulators[first.system.connector]
    world = World(told, clock, env, owner, issuer, first.shop, first.system, first)
    return Rehearsal(world, simulators)


def _actor(group: str, player: Player, clock: VirtualClock) -> Actor:
    sandbox = loaded(connector(group, player.connector).sandbox)(clock=clock, **player.given)
    return Actor(sandbox, f"http://{player.connector}.sandbox.test")
