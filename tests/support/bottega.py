"""An Italian shop that invoices only who asks: all its other sales belong into the register of takings."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from msgspec.structs import replace
from tests.support.world import START, World, line
from tests.support.world import order as sale

from facturier.drafting.company import Company as CompanyFacts
from facturier.drafting.company import Dated
from facturier.drafting.settings import RouteSettings, Selection, WriteBackSettings
from facturier.flows.env import Env
from facturier.flows.takings_close import close_all
from facturier.model.order import Order as OrderFacts
from facturier.model.order import OrderLine, Origin, Payment, Refund, RefundLine
from facturier.model.party import Address, Party
from facturier.sandbox.clock import VirtualClock
from facturier.sandbox.transport import InProcess
from facturier.store import installation
from facturier.store.models import Company, Connection, Organisation, Route, TakingsRegister
from facturier.store.permits import SharedBudget
from facturier.systems.fattureincloud.sandbox import create
from facturier.takings.judge import Abroad

BUYER = Party(
    name="Ada Esempio",
    personal_id="RSSMRA80A01H501U",
    address=Address(street="Via Po 1", city="Torino", postcode="10121", subdivision="IT-TO", country="IT"),
    email="ada@esempio.test",
)
FACTS = CompanyFacts("Bottega Demo Srl", "IT", "IT01234567897", "Europe/Rome", "EUR", (Dated(),))
SINCE = date(2026, 11, 20)


def bottega(files: Path, since: date = SINCE) -> World:
    """A world whose register begins today."""
    clock = VirtualClock(START)
    sandbox = create(clock=clock)
    installation.create(clock.now())
    installation.identity.cache_clear()
    held: list[World] = []
    env = Env(
        clock=clock,
        budget=lambda: SharedBudget(clock),
        transport=lambda connection: lambda: InProcess(sandbox),
        crash=lambda point: held[0].crash(point),
        files=files,
    )
    organisation = Organisation.objects.create(name="Bottega Demo")
    company = Company.objects.create(organisation=organisation, issuer="IT01234567897", facts=FACTS)
    shop = Connection.objects.create(
        organisation=organisation, role=Connection.Role.SHOP, connector="magento", label="Shop", read_at=START
    )
    form = sandbox.settings("http://sandbox.test")
    system = Connection.objects.create(
        organisation=organisation,
        role=Connection.Role.SYSTEM,
        connector="fattureincloud",
        label="Cloud",
        secrets={"token": form.pop("token")},
        settings=form,
    )
    route = Route.objects.create(
        organisation=organisation,
        label="Shop to Cloud",
        shop=shop,
        system=system,
        company=company,
        settings=RouteSettings(
            series="/A",
            selection=Selection(only_invoice_asked=True),
            write_back=WriteBackSettings(comment=""),
        ),
    )
    TakingsRegister.objects.create(
        company=company, since=since, abroad=Abroad.HOME.value, begun_by="Ada", begun_at=START
    )
    held.append(World(cast(Any, sandbox), clock, env, organisation, company, shop, system, route))
    system.offers = env.system(system, []).offers()
    system.save()
    return held[0]


def register(world: World) -> TakingsRegister:
    return TakingsRegister.objects.select_related("company").get(company=world.company)


def sold(world: World, number: str, *lines: OrderLine, **parts: Any) -> OrderFacts:
    """An order, paid just now and without a wish for an invoice unless told otherwise."""
    now = world.clock.now()
    told = lines or (line(gross="122.00", percent="22"),)
    payable = sum((one.gross for one in told), Decimal(0))
    given = {
        "payment": Payment(method="card", paid=payable, paid_at=now),
        "invoice_asked": False,
        "buyer": BUYER,
        "currency": "EUR",
        "origin": Origin("bottega.test", number),
        "placed_at": now,
        "changed_at": now,
    }
    return sale(number, *told, **{**given, **parts})


def asked(facts: OrderFacts, world: World) -> OrderFacts:
    """The buyer wants an invoice after all."""
    return replace(facts, invoice_asked=True, changed_at=world.clock.now())


def pass_to(world: World, day: date, hour: int = 12) -> None:
    """Time passes to this hour of a winter day in Rome, and the shop was read meanwhile."""
    local = START.replace(year=day.year, month=day.month, day=day.day, hour=0, minute=0)
    moment = local + timedelta(hours=hour - 1)
    world.clock.advance(moment - world.clock.now())
    Connection.objects.filter(pk=world.shop.pk).update(read_at=moment)


def some_days(world: World) -> None:
    """Three days: sales at several rates, refunds, an invoice asked for late, and an order that nobody can read."""
    first = sold(world, "3001", line("1", "122.00", "22"), line("2", "33.00", "10"))
    world.hear(first)
    late = sold(world, "3002", line("1", "48.80", "22"))
    world.hear(late)
    world.hear(sold(world, "3003", line("1", "10.40", "4"), line("2", "61.00", "22")))
    world.run()
    pass_to(world, SINCE + timedelta(days=1))
    close_all(world.env)
    given = Refund(
        "r1", world.clock.now(), Decimal("33.00"), (RefundLine("2", Decimal(1), Decimal("33.00")),)
    )
    world.hear(replace(first, refunds=(given,), changed_at=world.clock.now()))
    world.hear(asked(late, world))
    world.hear(sold(world, "3004", line("1", "244.00", "22")))
    world.hear(sold(world, "3005", line("1", "99.00", "22"), invoice_asked=None))
    world.run()
    pass_to(world, SINCE + timedelta(days=2))
    close_all(world.env)
    world.hear(sold(world, "3006", line("1", "15.60", "4")))
    world.hear(sold(world, "3007", payment=Payment(method="banktransfer")))
    world.run()
    pass_to(world, SINCE + timedelta(days=3), 18)
    world.hear(sold(world, "3008", line("1", "73.20", "22")))
    world.run()
    close_all(world.env)
