"""An ordinary sale of a Romanian shop, to be changed by each test in the one thing that it is about."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from facturier.drafting.company import Company, Dated
from facturier.drafting.context import Context
from facturier.drafting.decide import decide
from facturier.drafting.decision import Decision
from facturier.drafting.settings import RouteSettings
from facturier.model.arithmetic import Arithmetic, Entry, VatPer
from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind, LineKind
from facturier.model.money import total
from facturier.model.order import Order, OrderLine, OrderState, Origin, Quantities
from facturier.model.party import Address, Party
from facturier.ports.capabilities import Capabilities, Limit, Settling
from facturier.ports.offers import Offers, SeriesOffer, VatOffer

TODAY = date(2026, 11, 20)
COMPANY = Company(
    name="Vânzător SRL",
    country="RO",
    tax_id="RO14399840",
    zone="Europe/Bucharest",
    currency="RON",
    vat_payer=(Dated(since=date(2010, 1, 1)),),
)
PERSON = Party(
    name="Ana Exemplu",
    address=Address(
        street="Str. Lungă 1", city="Cluj-Napoca", region="Cluj", postcode="400001", country="RO"
    ),
    email="ana@exemplu.test",
)
FIRM = replace(PERSON, name="Exemplu Test SRL", company=True, tax_id="RO14399840")
CENTS_GROSS = Arithmetic(entries=(Entry.GROSS, Entry.NET), vat_per=VatPer.LINE, price_decimals=2)
CAPABILITIES = Capabilities(
    kinds=frozenset({DocumentKind.INVOICE, DocumentKind.PROFORMA, DocumentKind.CREDIT_NOTE}),
    settling=Settling.BY_NUMBER,
    arithmetic=CENTS_GROSS,
    limit=Limit(30, timedelta(seconds=10), timedelta(minutes=10)),
    discharges_stock=True,
    prepares_only=True,
)
OFFERS = Offers(
    series=(SeriesOffer("FCT", DocumentKind.INVOICE), SeriesOffer("PRO", DocumentKind.PROFORMA)),
    vat=(
        VatOffer("Normala", Decimal(21)),
        VatOffer("Redusa", Decimal(11)),
        VatOffer("Veche", Decimal(19)),
        VatOffer("SDD", Decimal(0)),
        VatOffer("Taxare inversa", Decimal(0)),
    ),
    units=("buc", "kg", "H"),
    warehouses=("Magazin", "Depozit"),
    payment_types=("Card online", "Ramburs"),
)


def line(identity: str = "1", gross: str = "121.00", percent: str | None = "21", **changes: Any) -> OrderLine:
    """A line of goods; `gross` is for the whole quantity, its tax what the law says."""
    amount = Decimal(gross)
    rate = Decimal(percent) if percent is not None else None
    tax = (amount * rate / (100 + rate)).quantize(Decimal("0.01")) if rate is not None else Decimal(0)
    plain = OrderLine(
        id=identity,
        kind=LineKind.GOODS,
        name=f"Produs {identity}",
        quantity=Quantities(Decimal(1)),
        gross=amount,
        tax=tax,
        vat_percent=rate,
        sku=f"SKU-{identity}",
    )
    return replace(plain, **changes)


def pieces(ordered: str, **counts: str) -> Quantities:
    return Quantities(Decimal(ordered), **{name: Decimal(count) for name, count in counts.items()})


def shipping(gross: str = "19.99", percent: str | None = "21", **changes: Any) -> OrderLine:
    return line("shipping", gross, percent, kind=LineKind.SHIPPING, name="Curier rapid", sku="", **changes)


def order(*lines: OrderLine, **changes: Any) -> Order:
    """Payable is the sum of its lines unless a test says otherwise."""
    lines = lines or (line(),)
    plain = Order(
        remote_id="41",
        origin=Origin("shop.example", "000000041"),
        placed_at=datetime(2026, 11, 18, 9, tzinfo=UTC),
        changed_at=datetime(2026, 11, 18, 9, tzinfo=UTC),
        state=OrderState.OPEN,
        status="processing",
        currency="RON",
        payable=total(one.gross for one in lines),
        buyer=PERSON,
        lines=lines,
    )
    return replace(plain, **changes)


def context(settings: RouteSettings | None = None, **changes: Any) -> Context:
    plain = Context(settings or RouteSettings(), COMPANY, CAPABILITIES, OFFERS, TODAY)
    return replace(plain, **changes)


def decided(sale: Order, settings: RouteSettings | None = None, **changes: Any) -> Decision:
    return decide(sale, context(settings, **changes))


def drafted(sale: Order, settings: RouteSettings | None = None, **changes: Any) -> Draft:
    """The draft of a decision that must be READY."""
    decision = decided(sale, settings, **changes)
    assert decision.draft is not None, [str(finding.message) for finding in decision.findings]
    assert decision.outcome.value == "ready", [str(finding.message) for finding in decision.findings]
    return decision.draft


def codes(decision: Decision) -> list[str]:
    return [finding.code for finding in decision.findings]
