"""Who takes part: two simulators on sockets, the connections to them, and the route between them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from facturier.cli import simulators
from facturier.cli.exits import Stop
from facturier.drafting.company import Company as CompanyFacts
from facturier.drafting.company import Dated
from facturier.drafting.context import ExchangeRate
from facturier.drafting.settings import RouteSettings
from facturier.flows.connections import keep, put, test
from facturier.flows.env import Env
from facturier.model.message import say
from facturier.ports.registry import SHOPS, SYSTEMS, connector
from facturier.store import rates
from facturier.store.models import Company, Connection, Organisation, Route

if TYPE_CHECKING:
    from facturier.sandbox.serve import Served

SHOP, SYSTEM = "magento", "smartbill"
_SUPPLY = "Intra-Community supply, exempt under article 138 of Directive 2006/112/EC"
SETTINGS: dict[str, Any] = {
    "series": "FCT",
    "mentions": "Order %(order)s",
    "due_days": 14,
    "shipping_vat": "goods_rate",
    "stored_value": "payment",
    "payments": [
        {"method": "checkmo", "title": "Ordin de plată", "type": "Ordin plata", "record": True},
        {"method": "cashondelivery", "title": "Ramburs", "type": "Ramburs"},
    ],
    "vat_rules": [
        {
            "percent": "0",
            "country": "EU",
            "buyer": "company",
            "category": "K",
            "name": "SDD",
            "reason": _SUPPLY,
        },
        # Sales abroad below the threshold of article 59c of that Directive carry the seller's own rate.
        {"percent": "19", "country": "EU", "to_percent": "21"},
        {"percent": "22", "country": "EU", "to_percent": "21"},
        {"percent": "23", "country": "EU", "to_percent": "21"},
    ],
    "selection": {"unpaid_methods": ["cashondelivery"]},
    "write_back": {"comment": "%(series)s %(number)s %(link)s"},
}


@dataclass(frozen=True)
class Stage:
    shop: "Served"
    system: "Served"


@contextmanager
def simulated(scale: float) -> Iterator[Stage]:
    """Shop and system, each behind a real socket on loopback, their durations `scale` times faster."""
    shop, system = (simulators.make(name, scale=scale) for name in (SHOP, SYSTEM))
    from facturier.sandbox.serve import serve

    with serve(shop) as first, serve(system) as second:
        yield Stage(first, second)


def company(stage: Stage) -> CompanyFacts:
    """Who issues: the company of the simulated account."""
    return CompanyFacts(
        name="Atelierul Demo SRL",
        country="RO",
        tax_id=stage.system.sandbox.account["cif"],
        zone="Europe/Bucharest",
        currency="RON",
        vat_payer=(Dated(),),
    )


def connect(env: Env, stage: Stage, issuer: Company) -> Route:
    """Connections, tested like a customer's, and one route between them. Raises Stop where a test fails."""
    shop = _connected(env, stage.shop, Connection.Role.SHOP, SHOPS, issuer.organisation)
    system = _connected(env, stage.system, Connection.Role.SYSTEM, SYSTEMS, issuer.organisation)
    return Route.objects.create(
        organisation=issuer.organisation,
        label=f"{shop.label} to {system.label}",
        shop=shop,
        system=system,
        company=issuer,
        settings=msgspec.convert(SETTINGS, RouteSettings, strict=False),
    )


def _connected(
    env: Env, served: "Served", role: Connection.Role, group: str, owner: Organisation
) -> Connection:
    found = connector(group, served.sandbox.name)
    row = Connection(organisation=owner, role=role, connector=found.name, label=found.title)
    put(row, found, dict(served.sandbox.settings(served.url)))
    failed = [check for check in test(env, row) if not check.ok]
    if failed:
        raise Stop(
            say(
                "The connection to the simulated %(title)s fails: %(what)s.",
                title=found.title,
                what=failed[0].what,
            ),
            words=f"{failed[0].detail} {failed[0].words}".strip(),
        )
    keep(env, row)
    return row


def keep_rates(now: datetime) -> None:
    """An exchange rate for the shop's second currency, as the national bank would have published it."""
    rates.keep([ExchangeRate("BNR", "EUR", "RON", Decimal("5.0874"), now.date())])
