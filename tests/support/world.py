"""A small world for tests of flows: one company, a shop told by hand, SmartBill's simulator in the same process.

Everything is real but the network and the clock: the store is PostgreSQL, the connector talks HTTP.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from facturier.drafting.company import Company as CompanyFacts
from facturier.drafting.company import Dated
from facturier.drafting.settings import RouteSettings, WriteBackSettings
from facturier.flows.advance import advance
from facturier.flows.decide import decide
from facturier.flows.effects import run as run_effect
from facturier.flows.env import Env
from facturier.flows.hooks import look_at_told
from facturier.model.kinds import LineKind
from facturier.model.order import Order as OrderFacts
from facturier.model.order import OrderLine, OrderState, Origin, Payment, Quantities
from facturier.model.party import Address, Party
from facturier.ports.registry import SYSTEMS, connector
from facturier.ports.shop import Heard
from facturier.sandbox.clock import VirtualClock
from facturier.sandbox.kit import Sandbox
from facturier.sandbox.transport import InProcess
from facturier.store import installation, orders
from facturier.store.due import due, next_moment
from facturier.store.models import Company, Connection, Document, Order, Organisation, Route
from facturier.store.permits import SharedBudget
from facturier.systems.smartbill.sandbox import create as smartbill_sandbox
from facturier.systems.smartbill.sandbox.app import SmartBillSandbox

START = datetime(2026, 11, 20, 8, tzinfo=UTC)
PERSON = Party(
    name="Ana Exemplu",
    address=Address(street="Str. Lungă 1", city="Cluj-Napoca", subdivision="RO-CJ", country="RO"),
    email="ana@exemplu.test",
)


def line(identity: str = "1", gross: str = "121.00", percent: str = "21", **parts: Any) -> OrderLine:
    """A line of goods; `gross` is for the whole quantity."""
    amount, rate = Decimal(gross), Decimal(percent)
    quantity = parts.pop("quantity", Quantities(Decimal(1)))
    return OrderLine(
        id=identity,
        kind=parts.pop("kind", LineKind.GOODS),
        name=parts.pop("name", f"Produs {identity}"),
        quantity=quantity,
        gross=amount,
        tax=parts.pop("tax", (amount * rate / (100 + rate)).quantize(Decimal("0.01"))),
        vat_percent=rate,
        sku=parts.pop("sku", f"SKU-{identity}"),
        unit_gross=parts.pop("unit_gross", amount / quantity.ordered),
        **parts,
    )


def order(number: str = "1001", *lines: OrderLine, **parts: Any) -> OrderFacts:
    """An order of a person in Cluj, paid by bank transfer."""
    told = lines or (line(),)
    return OrderFacts(
        remote_id=parts.pop("remote_id", number),
        origin=parts.pop("origin", Origin("shop.exemplu.test", number)),
        placed_at=parts.pop("placed_at", START - timedelta(hours=1)),
        changed_at=parts.pop("changed_at", START - timedelta(minutes=30)),
        state=parts.pop("state", OrderState.OPEN),
        status=parts.pop("status", "processing"),
        currency=parts.pop("currency", "RON"),
        payable=parts.pop("payable", sum((one.gross for one in told), Decimal(0))),
        buyer=parts.pop("buyer", PERSON),
        lines=told,
        payment=parts.pop("payment", Payment(method="banktransfer")),
        **parts,
    )


class Died(BaseException):
    """A worker's sudden end; nothing in the product may catch it."""


@dataclass
class World:
    """What a test holds in its hands. `crash_at` makes the next worker die at that point, once."""

    sandbox: SmartBillSandbox
    clock: VirtualClock
    env: Env
    organisation: Organisation
    company: Company
    shop: Connection
    system: Connection
    route: Route
    crash_at: str = ""
    changes: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def hear(self, facts: OrderFacts, shop: Connection | None = None) -> Order:
        """The shop tells of an order (again)."""
        moment = facts.changed_at + timedelta(seconds=next(self.changes))
        told = msgspec.structs.replace(facts, changed_at=moment)
        raw = msgspec.json.encode(told)
        orders.take_in(shop or self.shop, Heard(raw=raw, order=told), self.clock.now())
        return Order.objects.get(shop=shop or self.shop, remote_id=facts.remote_id)

    def settings(self, **changes: Any) -> None:
        """Change the route's settings."""
        self.route.settings = msgspec.structs.replace(self.route.settings, **changes)
        self.route.save()

    def second_eye(self, **changes: Any) -> Route:
        """The same shop under another name, with a route of its own that says the same but for these settings."""
        other = Connection.objects.create(
            organisation=self.organisation,
            role=Connection.Role.SHOP,
            connector=self.shop.connector,
            label="Second eye",
        )
        return Route.objects.create(
            organisation=self.organisation,
            label="Second way",
            shop=other,
            system=self.system,
            company=self.company,
            settings=msgspec.structs.replace(self.route.settings, **changes),
        )

    def tick(self) -> int:
        """One round of a worker over everything that is due. Returns how many things it worked on."""
        items = due(self.clock.now(), 100)
        for item in items:
            match item.what:
                case "order":
                    decide(self.env, item.row)
                case "document":
                    advance(self.env, item.row)
                case "effect":
                    run_effect(self.env, item.row)
                case "system":
                    look_at_told(self.env, item.row)
        return len([item for item in items if item.what != "shop"])

    def run(self, until: timedelta = timedelta(hours=2)) -> None:
        """Work, and let time pass from one due moment to the next, until nothing is due within `until`."""
        end = self.clock.now() + until
        while True:
            while self.tick():
                pass
            following = next_moment(self.clock.now())
            if following is None or following > end:
                return
            self.clock.advance(following - self.clock.now())

    def document(self, number: str = "1001") -> Document:
        return Document.objects.get(order__number=number, original=None)

    def crash(self, point: str) -> None:
        if point == self.crash_at:
            self.crash_at = ""
            raise Died(point)


def build(files: Path, **switches: Any) -> World:
    """A fresh world on an empty database."""
    clock = VirtualClock(START)
    sandbox = smartbill_sandbox(clock=clock, **switches)
    installation.create(clock.now())
    installation.identity.cache_clear()
    organisation = Organisation.objects.create(name="Atelierul Demo")
    company = Company.objects.create(organisation=organisation, issuer="RO12345674", facts=demo_company())
    shop = Connection.objects.create(
        organisation=organisation, role=Connection.Role.SHOP, connector="magento", label="Shop"
    )
    system = smartbill_connection(organisation, sandbox)
    route = Route.objects.create(
        organisation=organisation,
        label="Shop to SmartBill",
        shop=shop,
        system=system,
        company=company,
        settings=RouteSettings(series="FCT", write_back=WriteBackSettings(comment="")),
    )
    held: list[World] = []
    env = Env(
        clock=clock,
        budget=lambda: SharedBudget(clock),
        transport=in_process(sandbox),
        crash=lambda point: held[0].crash(point),
        files=files,
    )
    world = World(sandbox, clock, env, organisation, company, shop, system, route)
    held.append(world)
    system.offers = env.system(system, []).offers()
    system.save()
    return world


def in_process(sandbox: Sandbox) -> Callable[[Connection], Callable[[], InProcess]]:
    return lambda connection: lambda: InProcess(sandbox)


def demo_company() -> CompanyFacts:
    return CompanyFacts(
        name="Atelierul Demo SRL",
        country="RO",
        tax_id="RO12345674",
        zone="Europe/Bucharest",
        currency="RON",
        vat_payer=(Dated(),),
    )


def smartbill_connection(organisation: Organisation, sandbox: SmartBillSandbox) -> Connection:
    account = sandbox.account
    return Connection.objects.create(
        organisation=organisation,
        role=Connection.Role.SYSTEM,
        connector=connector(SYSTEMS, "smartbill").name,
        label="SmartBill",
        settings={
            "email": account["email"],
            "company": account["cif"],
            "base_url": f"http://sandbox.test{account['path']}",
        },
        secrets={"token": account["token"]},
    )
