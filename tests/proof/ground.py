"""Where a run takes place: one company, its shop, its system, all of them fresh, on an empty store."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from msgspec.structs import replace
from tests.proof.bank import FAILING, Bank
from tests.proof.database import Observer
from tests.proof.disk import Disk, Shelf
from tests.proof.line import Line, of_shop
from tests.proof.network import Network
from tests.proof.plan import Plan
from tests.proof.points import Points
from tests.proof.shops import HOST as SHOP_HOST
from tests.proof.shops import SHOPS, StagedShop
from tests.proof.stage import Stage
from tests.proof.systems import SYSTEMS, StagedSystem
from tests.proof.times import DatabaseTime, WorldClock
from tests.proof.weather import Weather, seconds_since

from facturier.drafting.settings import PaymentMap, RouteSettings, WriteBackSettings
from facturier.flows.connections import put
from facturier.flows.env import Env, connector_of
from facturier.ports.offers import Offers
from facturier.sandbox.clock import VirtualClock
from facturier.sandbox.kit import Sandbox
from facturier.sandbox.transport import InProcess
from facturier.store import installation
from facturier.store.models import Company, Connection, Installation, Organisation, Route
from facturier.store.permits import SharedBudget

IDENTITY = UUID("00000000-0000-4000-8000-00000000f2a6")
_CROWDED = """
    SELECT string_agg(i.reference, ', ' ORDER BY i.reference)
    FROM store_intent i JOIN store_document d ON d.id = i.document_id
    WHERE i.closed_at IS NULL AND d.state IN ('sending', 'in_doubt') AND i.position ? 'series'
    GROUP BY i.position -> 'account', i.position -> 'series' HAVING count(*) > 1
"""
SHOP, SYSTEM = "shop", "system"
PAID_LATER = ("cod", "cashondelivery")


@dataclass
class Ground:
    """Everything that a run plays with. `env` is what workers and people act through.

    front, vendor: shop and system as their own people see them; `shop`, `account` are our connections to them.
    placed: remote ids of the story's orders. exceeded: when the vendor met a call too many. lines: on which remotes
    call us, by the role of the connection. reconciled_at: when both books were last read to their end; calm:
    nothing had gone wrong on the way for a while by then, and no answer came too late.
    crowded: what was under way in a series where one document at a time may be. befallen: what befell the account and
    is not over. guessed: documents of which somebody said, without having looked, which one they are. unseen: what
    others changed past all guards, and no check of the books found.
    """

    plan: Plan
    stage: Stage
    clock: WorldClock
    database: DatabaseTime
    points: Points
    network: Network
    env: Env
    front: StagedShop
    vendor: StagedSystem
    route: Route
    shop: Connection
    account: Connection
    tell: Callable[[str], None]
    disk: Disk
    lines: dict[str, Line] = field(default_factory=dict)
    placed: dict[int, str] = field(default_factory=dict)
    exceeded: list[datetime] = field(default_factory=list)
    crowded: list[str] = field(default_factory=list)
    reconciled_at: datetime | None = None
    calm: bool = False
    befallen: set[str] = field(default_factory=set)
    guessed: set[int] = field(default_factory=set)
    unseen: list[str] = field(default_factory=list)

    def connection(self, role: str) -> Connection:
        """As it stands, with the settings that somebody gave it since."""
        return Connection.objects.get(pk=(self.shop if role == SHOP else self.account).pk)


def lay(
    plan: Plan,
    stage: Stage,
    clock: WorldClock,
    points: Points,
    dice: Random,
    tell: Callable[[str], None],
    nudge: Callable[[str, int], None],
    files: Path,
    observer: Observer,
) -> Ground:
    database = DatabaseTime(clock)
    vendor_class = SYSTEMS[plan.system]
    country = vendor_class.company.country
    front = SHOPS[plan.shop](plan.seed, clock, country, plan.switches.get(SHOP_HOST, {}))
    vendor = vendor_class(plan.seed, clock, plan.switches.get(vendor_class.host, {}))
    if plan.settings.get("use_stock"):
        vendor.keeps(front.codes())
    hosts = {SHOP_HOST: front.sandbox, vendor.host: vendor.sandbox}
    _trouble(plan, hosts, clock)
    network = Network(stage, dice, plan.pace, points, tell, hosts)
    disk = Disk()
    bank = Bank(clock, dice, FAILING if plan.faults else 0.0)
    env = Env(
        clock=database,
        budget=lambda: SharedBudget(database),
        transport=network.transport,
        rates_transport=lambda: bank,
        hindrance=lambda: disk.why,
        witness=disk.note,
        crash=points.reach,
        nudge=nudge,
        files=Shelf.on(disk, files),
    )
    shop, account, route = _rows(plan, front, vendor, clock, env)
    ground = Ground(
        plan, stage, clock, database, points, network, env, front, vendor, route, shop, account, tell, disk
    )
    vendor.count(lambda: ground.exceeded.append(clock.now()))
    if not connector_of(account).several_at_once:
        network.arrives = partial(_crowd, ground, observer)
    if connector_of(shop).hooks is not None:
        ground.lines[SHOP] = of_shop(env, shop, front.sandbox, tell, on=plan.hooked)
    if connector_of(account).hooks is not None:
        ground.lines[SYSTEM] = _of_system(ground)
    return ground


def _of_system(ground: Ground) -> Line:
    """Nobody calls before a person has switched it on."""
    line = Line(ground.env, ground.account, ground.tell)
    line.remotes = ground.vendor.remotes
    ground.vendor.calls(line.arrives)
    return line


def _crowd(ground: Ground, observer: Observer, call: str) -> None:
    """Looked at whenever a call that makes a document arrives: whose fate is open meanwhile in the same series?"""
    if re.search(ground.vendor.create, call):
        ground.crowded += observer.column(_CROWDED)


def _trouble(plan: Plan, hosts: dict[str, Sandbox], clock: WorldClock) -> None:
    since = seconds_since(plan.start, clock.now)
    for host, sandbox in hosts.items():
        windows = [fault for fault in plan.faults if fault.host == host]
        sandbox.faults = Weather(sandbox.random, since, windows)


def _rows(
    plan: Plan, front: StagedShop, vendor: StagedSystem, clock: WorldClock, env: Env
) -> tuple[Connection, Connection, Route]:
    """What the store knows before anything happens: one route from the shop to the system."""
    Installation.objects.create(pk=1, identity=IDENTITY, created_at=clock.now())
    installation.identity.cache_clear()
    organisation = Organisation.objects.create(name=vendor.company.name)
    issuer = vendor.company.tax_id
    company = Company.objects.create(organisation=organisation, issuer=issuer, facts=vendor.company)
    shop = _connection("shop", front.connector, front.sandbox, SHOP_HOST, organisation, front.form)
    shop.save()
    account = _connection("system", vendor.connector, vendor.sandbox, vendor.host, organisation, plan.account)
    account.offers = _offered(vendor.connector) if vendor.limited else env.system(account, []).offers()
    account.save()
    route = Route.objects.create(
        organisation=organisation,
        label="Shop to system",
        shop=shop,
        system=account,
        company=company,
        settings=_settings(plan, front, vendor),
    )
    return shop, account, route


@cache
def _offered(system: str) -> Offers:
    """What every account of the simulator offers, asked of one that is no run's: some calls for each seed less."""
    vendor = SYSTEMS[system](0, VirtualClock(), {})
    sandbox = vendor.sandbox
    env = Env(clock=sandbox.clock, transport=lambda connection: lambda: InProcess(sandbox))
    return env.system(_connection("system", system, sandbox, vendor.host), []).offers()


def _connection(
    role: str,
    name: str,
    sandbox: Sandbox,
    host: str,
    organisation: Organisation | None = None,
    more: Mapping[str, Any] | None = None,
) -> Connection:
    """more: what stands on its form beside what the simulator says."""
    row = Connection(organisation=organisation, role=role, connector=name, label=role.title())
    put(row, connector_of(row), {**sandbox.settings(f"http://{host}"), **(more or {})})
    return row


def _settings(plan: Plan, front: StagedShop, vendor: StagedSystem) -> RouteSettings:
    """A route that records payments and comments, with what the plan says otherwise."""
    usual: dict[str, Any] = {
        "series": vendor.series,
        "payments": tuple(_payment(plan, vendor, method) for method in front.methods),
        "write_back": WriteBackSettings(comment="%(series)s %(number)s"),
    }
    return RouteSettings(**{**usual, **plan.settings})


def _payment(plan: Plan, vendor: StagedSystem, method: str) -> PaymentMap:
    """Where the account has a series of receipts, what is paid gets one."""
    usual = vendor.payment(method, method not in PAID_LATER)
    series = plan.account.get("receipt_series", "")
    return replace(usual, type=vendor.receipt, series=series) if series else usual
