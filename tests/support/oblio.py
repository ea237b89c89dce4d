"""The small world with Oblio: what its simulator tells by web hooks arrives at the pages."""

from pathlib import Path
from typing import Any, cast

import httpx
from django.test import Client
from tests.support.world import START, World, demo_company

from facturier.drafting.settings import RouteSettings, WriteBackSettings
from facturier.flows.connections import put
from facturier.flows.env import Env
from facturier.ports.registry import SYSTEMS, connector
from facturier.sandbox.clock import VirtualClock
from facturier.sandbox.transport import InProcess
from facturier.store import installation
from facturier.store.models import Company, Connection, Organisation, Route
from facturier.store.permits import SharedBudget
from facturier.systems.oblio.sandbox import OblioSandbox, create


def build(files: Path, **switches: Any) -> World:
    clock = VirtualClock(START)
    sandbox = create(clock=clock, **switches)
    installation.create(clock.now())
    installation.identity.cache_clear()
    env = Env(
        clock=clock,
        budget=lambda: SharedBudget(clock),
        transport=lambda connection: lambda: InProcess(sandbox),
        files=files,
    )
    organisation = Organisation.objects.create(name="Atelierul Demo")
    company = Company.objects.create(organisation=organisation, issuer="RO12345674", facts=demo_company())
    shop = Connection.objects.create(
        organisation=organisation, role=Connection.Role.SHOP, connector="magento", label="Shop"
    )
    found = connector(SYSTEMS, "oblio")
    system = Connection(
        organisation=organisation, role=Connection.Role.SYSTEM, connector=found.name, label="Oblio"
    )
    put(system, found, dict(sandbox.settings("https://oblio.test")))
    system.offers = env.system(system, []).offers()
    system.save()
    route = Route.objects.create(
        organisation=organisation,
        label="Shop to Oblio",
        shop=shop,
        system=system,
        company=company,
        settings=RouteSettings(series="FCT", write_back=WriteBackSettings(comment="")),
    )
    return World(cast(Any, sandbox), clock, env, organisation, company, shop, system, route)


def calling(sandbox: OblioSandbox, client: Client) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        others = {name: value for name, value in request.headers.items() if name.startswith("x-")}
        reply = client.generic(
            request.method, request.url.path, request.content, "application/json", headers=others
        )
        return httpx.Response(reply.status_code, content=reply.content)

    sandbox.hooks.transport = httpx.MockTransport(answer)
