"""`facturier route`: which way sales go, and every setting of it."""

from typing import Annotated, Any

import msgspec
import typer

from facturier.cli import find, form
from facturier.cli.exits import Exit, Stop
from facturier.cli.paths import assigned
from facturier.cli.session import Session, session
from facturier.drafting.settings import RouteSettings
from facturier.flows import routes
from facturier.flows.env import Env
from facturier.model.message import say
from facturier.store.models import Connection, Route

_HEADS = {
    "route": say("Route"),
    "rank": say("Rank"),
    "shop": say("From"),
    "system": say("To"),
    "company": say("Company"),
    "active": say("Active"),
    "paused": say("Paused"),
}
Values = Annotated[
    list[str] | None, typer.Option("--set", metavar="PATH=VALUE", help="A setting, by its path.")
]
Rank = Annotated[int | None, typer.Option(help="Of the routes of one shop the lowest rank is asked first.")]


def add_to(app: typer.Typer) -> None:
    group = typer.Typer(
        help="Which way sales go: create, show, set.", no_args_is_help=True, rich_markup_mode=None
    )
    group.command("create")(create)
    group.command("show")(show)
    group.command("set")(change)
    app.add_typer(group, name="route")


def create(
    context: typer.Context,
    label: Annotated[str, typer.Argument(help="What to call the route.")],
    shop: Annotated[str, typer.Option(help="The shop's connection.")] = "",
    system: Annotated[str, typer.Option(help="The system's connection.")] = "",
    company: Annotated[
        str, typer.Option(help="The issuing company, as RO123, where there are several.")
    ] = "",
    rank: Rank = 0,
    values: Values = None,
) -> Exit:
    """Let sales of a shop become documents in a system."""
    here = session(context)
    with here.world() as env:
        if Route.objects.filter(label=label).exists():
            raise Stop(say("There is a route named %(label)s already.", label=label), Exit.USAGE)
        issuer = find.company(company)
        route = Route(
            organisation=issuer.organisation,
            label=label,
            shop=find.shop(shop),
            system=find.system(system),
            company=issuer,
            rank=rank or 0,
        )
        route.settings = _settings(RouteSettings(), route.system, values)
        _keep(env, route)
        _tell(here, route)
    return Exit.DONE


def show(
    context: typer.Context, label: Annotated[str, typer.Argument(help="A route; none lists all.")] = ""
) -> Exit:
    """List routes, or show every setting of one."""
    here = session(context)
    with here.world():
        if label:
            _tell(here, find.route(label))
            return Exit.DONE
        rows = Route.objects.select_related("shop", "system", "company").order_by("shop__label", "rank")
        listed = [facts(route) for route in rows]
    here.output.table(listed, _HEADS)
    here.output.value(listed)
    return Exit.DONE


def change(
    context: typer.Context,
    label: Annotated[str, typer.Argument(help="The route.")],
    pairs: Annotated[
        list[str] | None, typer.Argument(metavar="PATH=VALUE", help="Settings, by path.")
    ] = None,
    rank: Rank = None,
    active: Annotated[
        bool | None, typer.Option("--active/--inactive", help="Whether it takes orders.")
    ] = None,
) -> Exit:
    """Change settings of a route; orders without a document are decided anew."""
    here = session(context)
    with here.world() as env:
        route = find.route(label)
        route.settings = _settings(route.settings, route.system, pairs)
        route.rank = route.rank if rank is None else rank
        route.active = route.active if active is None else active
        _keep(env, route)
        _tell(here, route)
    return Exit.DONE


def facts(route: Route) -> dict[str, Any]:
    return {
        "route": route.label,
        "rank": route.rank,
        "shop": route.shop.label,
        "system": route.system.label,
        "company": route.company.issuer,
        "active": route.active,
        "paused": route.paused_why or route.paused_at,
    }


def _settings(before: RouteSettings, system: Connection, values: list[str] | None) -> RouteSettings:
    """`before` with the given settings, of which none may name what the account does not have."""
    settings = before
    for path, text in form.pairs(values or []).items():
        settings = assigned(settings, path, text)
    for _, why in routes.not_offered(settings, system):
        raise Stop(why, Exit.MISCONFIGURED)
    return settings


def _keep(env: Env, route: Route) -> None:
    """Store the route, unless another of the same shop has its rank: then it would be chance which one wins. Nor
    where it asks of its system what that cannot do."""
    if why := routes.not_possible(env, route):
        raise Stop(why, Exit.MISCONFIGURED)
    rival = routes.rival(route)
    if rival is not None:
        raise Stop(
            say(
                "Route %(label)s of %(shop)s has rank %(rank)s already. Give another --rank; the lowest is "
                "asked first.",
                label=rival.label,
                shop=route.shop.label,
                rank=route.rank,
            ),
            Exit.USAGE,
        )
    routes.keep(env, route)


def _tell(here: Session, route: Route) -> None:
    settings = msgspec.structs.asdict(route.settings)
    rows = [{"path": path, "value": value} for path, value in _flat(settings, "")]
    heads = {"path": say("Setting"), "value": say("Value")}
    title = say(
        "%(label)s: from %(shop)s to %(system)s, issued by %(company)s",
        label=route.label,
        shop=route.shop.label,
        system=route.system.label,
        company=route.company.issuer,
    )
    here.output.table(rows, heads, title)
    here.output.value({**facts(route), "settings": settings})


def _flat(value: Any, path: str) -> list[tuple[str, Any]]:
    """Every setting by the path that `route set` takes."""
    if isinstance(value, msgspec.Struct):
        value = msgspec.structs.asdict(value)
    if isinstance(value, dict):
        rows = [_flat(each, f"{path}.{name}".lstrip(".")) for name, each in value.items()]
    elif isinstance(value, tuple) and any(isinstance(each, msgspec.Struct) for each in value):
        rows = [_flat(each, f"{path}.{place}") for place, each in enumerate(value)]
    else:
        return [(path, value)]
    return [row for each in rows for row in each]
