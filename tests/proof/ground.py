"""Where a run takes place: one company, its shop, its system, all of them fresh, on an empty store."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from uuid import UUID

from tests.proof.network import Network
from tests.proof.plan import BOOK, SMARTBILL, Plan
from tests.proof.points import Points
from tests.proof.stage import Stage
from tests.proof.times import DatabaseTime, WorldClock
from tests.proof.weather import Weather, seconds_since
from tests.support.world import demo_company

from facturier.drafting.settings import PaymentMap, RouteSettings, WriteBackSettings
from facturier.flows.connections import put
from facturier.flows.env import Env, connector_of
from facturier.ports.offers import Offers
from facturier.sandbox.kit import Sandbox
from facturier.sandbox.transport import InProcess
from facturier.shops.magento.sandbox import MagentoSandbox
from facturier.shops.magento.sandbox import create as magento
from facturier.store import installation
from facturier.store.models import Company, Connection, Installation, Organisation, Route
from facturier.store.permits import SharedBudget
from facturier.systems.book.sandbox import BookSandbox
from facturier.systems.book.sandbox import create as book
from facturier.systems.smartbill.sandbox import SmartBillSandbox
from facturier.systems.smartbill.sandbox import create as smartbill

SHOP_HOST, SYSTEM_HOST, BOOK_HOST = "shop.test", "sandbox.test", "book.facturier"
IDENTITY = UUID("00000000-0000-4000-8000-00000000f2a6")
ISSUER = "RO12345674"


@dataclass
class Ground:
    """Everything that a run plays with. `env` is what workers and people act through."""

    plan: Plan
    stage: Stage
    clock: WorldClock
    database: DatabaseTime
    points: Points
    network: Network
    env: Env
    magento: MagentoSandbox
    system: SmartBillSandbox | BookSandbox
    route: Route
    shop: Connection
    account: Connection
    tell: Callable[[str], None]
    placed: dict[int, int] = field(default_factory=dict)
    exceeded: list[datetime] = field(default_factory=list)


def lay(
    plan: Plan,
    stage: Stage,
    clock: WorldClock,
    points: Points,
    dice: Random,
    tell: Callable[[str], None],
    nudge: Callable[[str, int], None],
    files: Path,
) -> Ground:
    database = DatabaseTime(clock)
    shop_switches = plan.switches.get(SHOP_HOST, {})
    store = magento(plan.seed, clock, **shop_switches)
    system: SmartBillSandbox | BookSandbox
    if plan.system == BOOK:
        system = book(plan.seed, clock)
        system.open()
    else:
        system = smartbill(plan.seed, clock, **plan.switches.get(SYSTEM_HOST, {}))
    hosts: dict[str, Sandbox] = {SHOP_HOST: store, SYSTEM_HOST: system, BOOK_HOST: system}
    since = seconds_since(plan.start, clock.now)
    for host, sandbox in ((SHOP_HOST, store), (SYSTEM_HOST, system)):
        windows = [fault for fault in plan.faults if fault.host == host]
        sandbox.faults = Weather(sandbox.random, since, windows)
    network = Network(stage, dice, plan.pace, points, tell, hosts)
    env = Env(
        clock=database,
        budget=lambda: SharedBudget(database),
        transport=network.transport,
        crash=points.reach,
        nudge=nudge,
        files=files,
    )
    Installation.objects.create(pk=1, identity=IDENTITY, created_at=clock.now())
    installation.identity.cache_clear()
    organisation = Organisation.objects.create(name="Atelierul Demo")
    company = Company.objects.create(organisation=organisation, issuer=ISSUER, facts=demo_company())
    shop = _connection("shop", "magento", store, SHOP_HOST, organisation)
    account = _connection("system", plan.system, system, SYSTEM_HOST, organisation)
    shop.save()
    account.offers = _offered() if plan.system == SMARTBILL else env.system(account, []).offers()
    account.save()
    route = Route.objects.create(
        organisation=organisation,
        label="Shop to system",
        shop=shop,
        system=account,
        company=company,
        settings=_settings(plan),
    )
    ground = Ground(
        plan, stage, clock, database, points, network, env, store, system, route, shop, account, tell
    )
    if isinstance(system, SmartBillSandbox):
        _count(system, ground)
    return ground


def _count(system: SmartBillSandbox, ground: Ground) -> None:
    """Note each moment at which the vendor's own limiter shuts us out for a call too many."""
    limiter = system._gate._limiter
    admits = limiter.admits

    def counted(token: str, *, prolonged: bool) -> bool:
        until = limiter._use(token).blocked_until
        blocked = until is not None and ground.clock.now() < until
        admitted = admits(token, prolonged=prolonged)
        if not admitted and not blocked:
            ground.exceeded.append(ground.clock.now())
        return admitted

    limiter.admits = counted  # type: ignore[method-assign]


@cache
def _offered() -> Offers:
    """What every account of the simulator offers, asked of one that is no run's: four calls for each seed less."""
    sandbox = smartbill()
    env = Env(clock=sandbox.clock, transport=lambda connection: lambda: InProcess(sandbox))
    return env.system(_connection("system", SMARTBILL, sandbox, SYSTEM_HOST), []).offers()


def _connection(
    role: str, name: str, sandbox: Sandbox, host: str, organisation: Organisation | None = None
) -> Connection:
    row = Connection(organisation=organisation, role=role, connector=name, label=role.title())
    put(row, connector_of(row), dict(sandbox.settings(f"http://{host}")))
    return row


def _settings(plan: Plan) -> RouteSettings:
    """A route that records payments and comments, with what the plan says otherwise."""
    return RouteSettings(
        series="FCT",
        payments=tuple(
            PaymentMap(method=method, type="Ordin plata", record=True)
            for method in ("checkmo", "banktransfer", "card_gateway")
        ),
        write_back=WriteBackSettings(comment="%(series)s %(number)s"),
        **plan.settings,
    )
