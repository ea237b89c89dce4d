"""The small world in Italy: a bottega that issues in Fatture in Cloud, on its simulator in the same process."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

import httpx
from tests.conformance.sales import BUYERS
from tests.support.world import START, World, line
from tests.support.world import order as sale

from facturier.drafting.company import Company as CompanyFacts
from facturier.drafting.company import Dated
from facturier.drafting.settings import RouteSettings, WriteBackSettings
from facturier.flows.env import Env
from facturier.model.order import Order
from facturier.ports.grants import Grant
from facturier.sandbox.clock import VirtualClock
from facturier.sandbox.transport import InProcess
from facturier.store import grants, installation
from facturier.store.models import Company, Connection, Organisation, Route
from facturier.store.permits import SharedBudget
from facturier.systems.fattureincloud.sandbox import FattureInCloudSandbox, create
from facturier.systems.fattureincloud.sandbox.books import Access
from facturier.systems.fattureincloud.sandbox.seed import CLIENT_ID, CLIENT_SECRET, SHOP


class Counting(httpx.BaseTransport):
    """To the simulator, with a note of each call."""

    def __init__(self, sandbox: FattureInCloudSandbox, asked: list[str]) -> None:
        self._inner, self._asked = InProcess(sandbox), asked

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self._asked.append(f"{request.method} {request.url.path}")
        return self._inner.handle_request(request)


def build(
    files: Path,
    asked: list[str],
    *,
    by_consent: bool = False,
    electronic: bool = False,
    begin: datetime = START,
    switches: dict[str, Any] | None = None,
    **settings: Any,
) -> World:
    """asked: every call is noted there. electronic: documents are e-invoices. settings: of the route."""
    clock = VirtualClock(begin)
    sandbox = create(clock=clock, **(switches or {}))
    installation.create(clock.now())
    installation.identity.cache_clear()
    held: list[World] = []
    env = Env(
        clock=clock,
        budget=lambda: SharedBudget(clock),
        transport=lambda connection: lambda: Counting(sandbox, asked),
        crash=lambda point: held[0].crash(point),
        files=files,
    )
    route = _route(sandbox, by_consent, electronic, settings)
    parts = (route.organisation, route.company, route.shop, route.system, route)
    held.append(World(cast(Any, sandbox), clock, env, *parts))
    route.system.offers = env.system(route.system, []).offers()
    route.system.save(update_fields=["offers"])
    asked.clear()
    return held[0]


def _route(
    sandbox: FattureInCloudSandbox, by_consent: bool, electronic: bool, settings: dict[str, Any]
) -> Route:
    organisation = Organisation.objects.create(name="Bottega Demo")
    facts = CompanyFacts("Bottega Demo Srl", "IT", "IT01234567897", "Europe/Rome", "EUR", (Dated(),))
    form = sandbox.settings("http://sandbox.test")
    token = form.pop("token")
    system = Connection.objects.create(
        organisation=organisation,
        role=Connection.Role.SYSTEM,
        connector="fattureincloud",
        label="Cloud",
        settings={**form, "client_id": CLIENT_ID, "e_invoice": electronic},
        secrets={"client_secret": CLIENT_SECRET} | ({} if by_consent else {"token": token}),
    )
    if by_consent:
        first = Grant("a/first", "r/first", START + timedelta(hours=24))
        sandbox.book.tokens["a/first"] = Access((SHOP,), CLIENT_ID, expires=first.until)
        sandbox.book.refreshes["r/first"] = {
            "app": CLIENT_ID,
            "scope": "everything",
            "until": START + timedelta(days=365),
        }
        grants.keep(system.pk, first)
    return Route.objects.create(
        organisation=organisation,
        label="Shop to Cloud",
        shop=Connection.objects.create(
            organisation=organisation, role=Connection.Role.SHOP, connector="magento", label="Shop"
        ),
        system=system,
        company=Company.objects.create(organisation=organisation, issuer="IT01234567897", facts=facts),
        settings=RouteSettings(series="/A", write_back=WriteBackSettings(comment=""), **settings),
    )


def order(number: str, **parts: Any) -> Order:
    return sale(number, line(percent="22"), currency="EUR", buyer=BUYERS["IT"], **parts)


def cloud(world: World) -> FattureInCloudSandbox:
    return cast(FattureInCloudSandbox, world.sandbox)
