"""How many orders a second become drafts on one core: mapping, VAT, preflight and fitting together.

    python bench/drafting.py [--orders 5000] [--seed 1]

Random orders of 1 to 30 lines (the population of bench/fitting.py), each sold by a company of the country
whose rates it has, under gross entry with VAT per line. Exit status 1 below 2,000 orders a second, or if
any order is not READY to the cent.
"""

import argparse
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.drafting.random_orders import RandomOrder, random_orders

from facturier.drafting.company import Company, Dated
from facturier.drafting.context import Context
from facturier.drafting.decide import decide
from facturier.drafting.decision import Decision, Outcome
from facturier.drafting.settings import RouteSettings
from facturier.model.arithmetic import Arithmetic, Entry, VatPer
from facturier.model.kinds import DocumentKind
from facturier.model.order import Order, OrderLine, OrderState, Origin, Quantities
from facturier.model.party import Address, Party
from facturier.ports.capabilities import Capabilities, Limit, Settling
from facturier.ports.offers import Offers

WANTED = 2000
TODAY = date(2026, 11, 20)
PLACED = datetime(2026, 11, 18, 9, tzinfo=UTC)
CAPABILITIES = Capabilities(
    kinds=frozenset({DocumentKind.INVOICE}),
    settling=Settling.BY_NUMBER,
    arithmetic=Arithmetic(entries=(Entry.GROSS, Entry.NET), vat_per=VatPer.LINE, price_decimals=4),
    limit=Limit(30, timedelta(seconds=10), timedelta(minutes=10)),
)
SELLERS = {"RO": ("14399840", "RON"), "IT": ("00743110157", "EUR"), "PL": ("5260250274", "PLN")}
BUYERS = {
    "RO": Address("Str. Lungă 1", "", "Cluj-Napoca", "Cluj", "", "400001", "RO"),
    "IT": Address("Via Roma 10", "", "Torino", "Torino", "IT-TO", "10121", "IT"),
    "PL": Address("ul. Długa 1", "", "Kraków", "", "", "31-147", "PL"),
}
CODICE_FISCALE = "RCCMNL83S18D969H"
# Romania's 9 % ended in 2025: orders with it would rightly be held.
RATES = {"RO": {21, 11}, "IT": {22, 10, 4}, "PL": {23, 8, 5}}


def country_of(drawn: RandomOrder) -> str | None:
    rates = {line.vat.percent for line in drawn.lines}
    return next((country for country, known in RATES.items() if rates <= known), None)


def order_of(drawn: RandomOrder, country: str, number: int) -> Order:
    lines = tuple(
        OrderLine(
            id=str(place),
            kind=line.kind,
            name=line.name,
            quantity=Quantities(line.quantity),
            gross=line.gross,
            tax=line.tax,
            vat_percent=line.vat.percent,
            sku=line.code,
            discount=line.discount,
            unit_net=line.unit_net,
            unit_gross=line.unit_gross,
        )
        for place, line in enumerate(drawn.lines)
    )
    personal = CODICE_FISCALE if country == "IT" else ""
    buyer = Party(name="Ana Exemplu", address=BUYERS[country], personal_id=personal)
    return Order(
        remote_id=str(number),
        origin=Origin("shop.example", str(number)),
        placed_at=PLACED,
        changed_at=PLACED,
        state=OrderState.OPEN,
        status="processing",
        currency=SELLERS[country][1],
        payable=drawn.payable,
        buyer=buyer,
        lines=lines,
    )


def context_of(country: str) -> Context:
    tax_id, currency = SELLERS[country]
    company = Company("Seller", country, tax_id, "Europe/Bucharest", currency, (Dated(),))
    return Context(RouteSettings(), company, CAPABILITIES, Offers(), TODAY)


def timed(order: Order, context: Context) -> tuple[Decision, float]:
    """The decision, and the shortest of five runs: what else the machine does is not measured."""
    spent = []
    for _ in range(5):
        before = time.process_time()
        decision = decide(order, context)
        spent.append(time.process_time() - before)
    return decision, min(spent)


@dataclass
class Drafted:
    """What became of the orders. seconds: of processor time. held: codes of the findings of those not ready."""

    orders: int = 0
    lines: int = 0
    seconds: float = 0.0
    inexact: int = 0
    held: Counter[str] = field(default_factory=Counter)

    @property
    def pace(self) -> float:
        """Orders a second."""
        return self.orders / self.seconds


def measure(orders: int, seed: int = 1) -> Drafted:
    """Draft up to `orders` random orders, those of countries that sell in the bench."""
    contexts = {country: context_of(country) for country in SELLERS}
    found = Drafted()
    for number, drawn in enumerate(random_orders(seed, 0, orders)):
        country = country_of(drawn)
        if country is None or not drawn.payable:
            continue
        order = order_of(drawn, country, number)
        decision, spent = timed(order, contexts[country])
        found.seconds += spent
        found.orders += 1
        found.lines += len(order.lines)
        found.inexact += decision.draft is None or decision.draft.totals.payable != order.payable
        if decision.outcome is not Outcome.READY:
            found.held.update(finding.code for finding in decision.findings)
    return found


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--orders", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    found = measure(arguments.orders, arguments.seed)
    lines = found.lines / found.orders
    print(f"{found.orders} orders, {lines:.1f} lines each: {found.pace:,.0f}/s, not exact: {found.inexact}")
    print(f"not ready: {dict(found.held) or 'none'}")
    return int(found.pace < WANTED or found.inexact > 0)


if __name__ == "__main__":
    sys.exit(main())
