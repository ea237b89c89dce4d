"""Connections and routes that are set up, changed and spoilt while orders come."""

from typing import Any

from msgspec.structs import replace
from tests.proof.deeds.clicks import told
from tests.proof.ground import Ground

from facturier.drafting.settings import Selection
from facturier.flows import routes, trial
from facturier.flows.connections import keep, put
from facturier.flows.env import connector_of
from facturier.store import accounts
from facturier.store.models import Company, Connection, Route

ELSEWHERE = "RO99887766"
"""The tax id of a second company."""


@told
def connect_again(ground: Ground, order: int = 0) -> None:
    """The same shop a second time, under another name, with a route of its own into the same account."""
    if Connection.objects.filter(label="Shop again").exists():
        return
    found, known = connector_of(ground.shop), ground.shop
    row = Connection(
        organisation=known.organisation, role="shop", connector=known.connector, label="Shop again"
    )
    put(row, found, {**known.settings, **known.secrets})
    keep(ground.env, row)
    route = _route(ground)
    again = {"company": route.company, "settings": route.settings, "label": "Again"}
    _try(ground, Route(shop=known, rank=1, **again))
    _add(ground, Route(shop=row, rank=0, **again))


@told
def add_company(ground: Ground, order: int = 0) -> None:
    """What goes to one country is sold by another company."""
    first = _route(ground)
    facts = replace(first.company.facts, name="Filiala SRL", tax_id=ELSEWHERE)
    company, _ = Company.objects.get_or_create(
        organisation=first.organisation, issuer=ELSEWHERE, defaults={"facts": facts}
    )
    selection = Selection(countries=("FR",))
    settings = replace(first.settings, selection=selection)
    _add(ground, Route(shop=first.shop, company=company, settings=settings, label="France", rank=-1))


def _add(ground: Ground, route: Route) -> None:
    """Tried before it is on, as the page does."""
    if not Route.objects.filter(label=route.label).exists():
        _try(ground, route)
        routes.keep(ground.env, route)


def _try(ground: Ground, route: Route) -> None:
    route.organisation, route.system = ground.account.organisation, ground.account
    tried = trial.try_route(ground.env, route)
    ground.tell(f"a new route would send {tried.ready} and leave {tried.others} to others")


def look_everywhere(ground: Ground, order: int = 0) -> None:
    """The next poll of every shop is due."""
    for row in Connection.objects.filter(role=Connection.Role.SHOP).order_by("pk"):
        accounts.read_again(row, ground.database.now())


@told
def change_route(ground: Ground, /, order: int = 0, active: bool = True, **settings: Any) -> None:
    """The route's form with something else in it; it is told what cannot be so, and kept all the same where only the
    account has no such thing (yet)."""
    route = _route(ground)
    route.settings, route.active = replace(route.settings, **settings), active
    wrong = [str(why) for _, why in routes.not_offered(route.settings, route.system)]
    ground.tell(f"changes {', '.join(settings) or 'whether it is on'}, and is told: {wrong}")
    if why := routes.not_possible(ground.env, route):
        ground.tell(f"is told: {why}")
        return
    routes.keep(ground.env, route)


@told
def spoil(ground: Ground, order: int = 0, role: str = "system", over: bool = False) -> None:
    """A connection is kept as an older release did, whose form had other fields; rightly once more in the end."""
    known = ground.shop if role == "shop" else ground.account
    row = Connection.objects.get(pk=known.pk)
    put(row, connector_of(row), {**known.settings, **known.secrets} if over else {})
    keep(ground.env, row)


def _route(ground: Ground) -> Route:
    return Route.objects.select_related("shop", "system", "company").get(pk=ground.route.pk)
