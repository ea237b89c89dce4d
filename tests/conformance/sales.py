"""Sales to draft: fixed ones, and any number by chance as real shops compute them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

from msgspec.structs import replace
from tests.drafting.random_orders import random_order

from facturier.drafting.company import Company
from facturier.drafting.context import Context
from facturier.drafting.decide import decide
from facturier.drafting.decision import Decision
from facturier.drafting.settings import RouteSettings
from facturier.drafting.wanted import WantedLine
from facturier.model.kinds import LineKind
from facturier.model.money import total
from facturier.model.order import Order, OrderLine, OrderState, Origin, Quantities
from facturier.model.party import Address, Party
from facturier.ports.capabilities import Capabilities
from facturier.ports.offers import Offers

PLACED = datetime(2026, 11, 18, 9, tzinfo=UTC)
BUYERS = {
    "RO": Party(
        name="Ana Exemplu",
        email="ana@exemplu.test",
        address=Address(
            street="Str. Lungă 1", city="Cluj-Napoca", subdivision="RO-CJ", postcode="400001", country="RO"
        ),
    ),
    "IT": Party(
        name="Anna Esempio",
        email="anna@esempio.test",
        personal_id="RSSMRA80A01H501U",
        address=Address(
            street="Via Lunga 1", city="Torino", subdivision="IT-TO", postcode="10121", country="IT"
        ),
    ),
    "PL": Party(
        name="Anna Przykład",
        email="anna@przyklad.test",
        address=Address(street="ul. Długa 1", city="Kraków", postcode="30-001", country="PL"),
    ),
}


def line(gross: str, percent: Decimal, quantity: str = "1", number: int = 1) -> OrderLine:
    """Goods; `gross` is for the whole quantity."""
    amount = Decimal(gross)
    tax = (amount * percent / (100 + percent)).quantize(Decimal("0.01"))
    return OrderLine(
        id=str(number),
        kind=LineKind.GOODS,
        name=f"Thing {number}",
        quantity=Quantities(Decimal(quantity)),
        gross=amount,
        tax=tax,
        vat_percent=percent,
        sku=f"SKU-{number}",
    )


def sale(company: Company, currency: str, number: int, *lines: OrderLine) -> Order:
    """An order of a private person at home."""
    return Order(
        remote_id=str(number),
        origin=Origin("shop.example", f"{number:09}"),
        placed_at=PLACED,
        changed_at=PLACED,
        state=OrderState.OPEN,
        status="processing",
        currency=currency,
        payable=total(one.gross for one in lines),
        buyer=BUYERS[company.country],
        lines=lines,
    )


def by_chance(company: Company, offers: Offers, seed: int) -> Order:
    """An order as some real shop rounds it, in VAT rates that the account has."""
    rates = sorted({int(one.percent) for one in offers.vat if one.percent > 0}, reverse=True)
    made = random_order(Random(f"conformance/{seed}"), (rates,))
    order = sale(company, company.currency, seed, *(_told(one) for one in made.lines))
    return replace(order, payable=made.payable)


def _told(wanted: WantedLine) -> OrderLine:
    return OrderLine(
        id="/".join(wanted.sources) or f"{wanted.name}/{wanted.vat.percent}",
        kind=wanted.kind,
        name=wanted.name,
        quantity=Quantities(wanted.quantity),
        gross=wanted.gross,
        tax=wanted.tax,
        vat_percent=wanted.vat.percent,
        sku=wanted.code,
        discount=wanted.discount,
        unit_net=wanted.unit_net,
        unit_gross=wanted.unit_gross,
    )


def decided(
    order: Order,
    company: Company,
    capabilities: Capabilities,
    offers: Offers,
    today: date,
    settings: RouteSettings,
) -> Decision:
    return decide(order, Context(settings, company, capabilities, offers, today))
