"""Routes: kept, and told of where they stand in each other's way."""

from facturier.drafting.offered import strangers
from facturier.drafting.settings import RouteSettings
from facturier.flows.env import Env
from facturier.model.message import Message, say
from facturier.store import orders
from facturier.store.models import Connection, Route

TRANSMIT = "transmit"
_TYPED = ("label", "rank", "active", "settings")


def rival(route: Route) -> Route | None:
    """Another route of the same shop with this one's rank: then it would be chance which one wins."""
    return Route.objects.filter(shop=route.shop, rank=route.rank).exclude(pk=route.pk).first()


def keep(env: Env, route: Route) -> None:
    """Store a route whose rank is its own; orders without a document are decided anew. That it was paused meanwhile,
    by a person or by itself, stays."""
    route.save(update_fields=_TYPED if route.pk else None)
    orders.decide_again(route.shop, env.clock.now())


def impossible(env: Env, system: Connection) -> frozenset[str]:
    """Settings that this system cannot follow, by name."""
    able = env.able(system)
    return frozenset() if able and able.transmits else frozenset({TRANSMIT})


def not_possible(env: Env, route: Route) -> Message | None:
    """What the route asks of its system although that cannot do it."""
    if route.settings.transmit and TRANSMIT in impossible(env, route.system):
        return say(
            "%(system)s does not send e-invoices as it is set up. Switch them on in the connection, or leave "
            "“%(setting)s” off.",
            system=route.system.label,
            setting=TRANSMIT,
        )
    return None


def not_offered(settings: RouteSettings, system: Connection) -> list[tuple[str, Message]]:
    """By setting's path: what the account does not have, and what it has instead."""
    if system.offers is None:
        return []
    return [
        (
            path,
            say(
                "%(system)s has no “%(value)s” (%(path)s). It has: %(offered)s.",
                system=system.label,
                value=value,
                path=path,
                offered=", ".join(offered),
            ),
        )
        for path, value, offered in strangers(settings, system.offers)
    ]
