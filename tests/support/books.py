"""A company whose shop issues in Facturier's own book, for tests and benches that go through the flows."""

from pathlib import Path
from typing import Any, cast

import msgspec
from tests.support.world import START, World, demo_company, in_process

from facturier.drafting.settings import RouteSettings, WriteBackSettings
from facturier.flows.env import Env
from facturier.sandbox.clock import VirtualClock
from facturier.store import installation
from facturier.store.models import Company, Connection, Organisation, Route
from facturier.store.permits import SharedBudget
from facturier.systems.book.sandbox import create

SETTINGS = RouteSettings(series="FCT", write_back=WriteBackSettings(comment=""))
ISSUER = "RO12345674"


def book_settings(name: str = "book", **changes: Any) -> dict[str, Any]:
    """What a person enters to open a book for the demonstration company."""
    return {**create().settings(""), "name": name, **changes}


def build(files: Path, *, faulty: bool = False, **settings: Any) -> World:
    """A world whose system is the book. faulty: behind the simulator's faults; else exactly as in the product."""
    clock = VirtualClock(START)
    sandbox = create(clock=clock)
    installation.create(clock.now())
    installation.identity.cache_clear()
    held: list[World] = []
    env = Env(
        clock=clock,
        budget=lambda: SharedBudget(clock),
        transport=in_process(sandbox) if faulty else None,
        crash=lambda point: held[0].crash(point),
        files=files,
    )
    route = book_route(env, sandbox.ledger, **settings)
    parts = (route.organisation, route.company, route.shop, route.system, route)
    held.append(World(cast(Any, sandbox), clock, env, *parts))
    return held[0]


def book_route(env: Env | None = None, name: str = "book", **changes: Any) -> Route:
    """A shop, an opened book, and the route between them. env: how calls reach the book; None: as in the product."""
    world = env or Env()
    organisation = Organisation.objects.create(name=f"Atelierul {name}")
    facts = msgspec.structs.replace(demo_company(), tax_id=ISSUER)
    company = Company.objects.create(organisation=organisation, issuer=ISSUER, facts=facts)
    shop = Connection.objects.create(
        organisation=organisation, role=Connection.Role.SHOP, connector="magento", label="Shop"
    )
    system = Connection.objects.create(
        organisation=organisation,
        role=Connection.Role.SYSTEM,
        connector="book",
        label="Book",
        settings=book_settings(name, **changes),
    )
    opened = world.system(system, [])
    assert all(check.ok for check in opened.check())
    system.offers = opened.offers()
    system.save()
    return Route.objects.create(
        organisation=organisation,
        label="Shop to book",
        shop=shop,
        system=system,
        company=company,
        settings=SETTINGS,
    )
