"""Who takes part: a simulated shop and its invoicing system on sockets, and beside them a folder of files whose
orders go into the embedded book, with no account anywhere."""

from collections.abc import Iterator, Mapping
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
    from facturier.sandbox.kit import Sandbox
    from facturier.sandbox.serve import Served

_ROLES = {SHOPS: Connection.Role.SHOP, SYSTEMS: Connection.Role.SYSTEM}

SHOP, SYSTEM = "magento", "smartbill"
FOLDER, BOOK = "files", "book"
BOOK_SERIES = "CARTE"
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
BOOK_SETTINGS: dict[str, Any] = {"series": BOOK_SERIES, "due_days": 14}


@dataclass(frozen=True)
class Stage:
    """folder: its person drops files; nothing is asked of it over a socket."""

    shop: "Served"
    system: "Served"
    folder: "Sandbox"


@contextmanager
def simulated(scale: float) -> Iterator[Stage]:
    """Shop and system, each behind a real socket on loopback, their durations `scale` times faster."""
    shop, system, folder = (simulators.make(name, scale=scale) for name in (SHOP, SYSTEM, FOLDER))
    from facturier.sandbox.serve import serve

    with serve(shop) as first, serve(system) as second:
        yield Stage(first, second, folder)


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


def connect(env: Env, stage: Stage, issuer: Company) -> list[Route]:
    """Connections, tested like a customer's, and the routes: shop to system, folder to book. Raises Stop where a
    test fails."""
    owner = issuer.organisation
    shop = _connected(env, SHOPS, SHOP, stage.shop.sandbox.settings(stage.shop.url), owner)
    system = _connected(env, SYSTEMS, SYSTEM, stage.system.sandbox.settings(stage.system.url), owner)
    folder = _connected(env, SHOPS, FOLDER, stage.folder.settings(""), owner)
    book = _connected(env, SYSTEMS, BOOK, _book(issuer.facts), owner)
    return [_route(shop, system, issuer, SETTINGS), _route(folder, book, issuer, BOOK_SETTINGS)]


def _book(facts: CompanyFacts) -> dict[str, str]:
    return {
        "company": facts.name,
        "tax_id": facts.tax_id,
        "country": facts.country,
        "street": "Str. Lungă 1",
        "city": "Cluj-Napoca",
        "region": "Cluj",
        "invoice_series": BOOK_SERIES,
        "template": "modern",
    }


def _route(shop: Connection, system: Connection, issuer: Company, settings: dict[str, Any]) -> Route:
    return Route.objects.create(
        organisation=issuer.organisation,
        label=f"{shop.label} to {system.label}",
        shop=shop,
        system=system,
        company=issuer,
        settings=msgspec.convert(settings, RouteSettings, strict=False),
    )


def _connected(env: Env, group: str, name: str, values: Mapping[str, str], owner: Organisation) -> Connection:
    found = connector(group, name)
    row = Connection(organisation=owner, role=_ROLES[group], connector=found.name, label=found.title)
    put(row, found, dict(values))
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
