"""An order of an Italian web shop, to be changed by each test in the one thing that it is about."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from facturier.drafting.company import Company, Dated
from facturier.drafting.settings import RouteSettings
from facturier.model.kinds import LineKind, VatCategory
from facturier.model.money import total
from facturier.model.order import Order, OrderLine, OrderState, Origin, Payment, Quantities, Refund
from facturier.model.party import Address, Party
from facturier.takings.judge import Abroad, Judged, Terms, Told, judge
from facturier.takings.moment import Seen
from facturier.takings.treatment import Treatment

COMPANY = Company("Bottega Demo Srl", "IT", "IT01234567897", "Europe/Rome", "EUR", (Dated(),))
TERMS = Terms(COMPANY, date(2026, 1, 1), Abroad.HOME)
NOON = datetime(2026, 11, 20, 11, tzinfo=UTC)
PERSON = Party(name="Ada Esempio", address=Address(city="Torino", postcode="10121", country="IT"))


def at(percent: str) -> Treatment:
    return Treatment(VatCategory.STANDARD, Decimal(percent))


def line(identity: str = "1", gross: str = "122.00", percent: str | None = "22", **parts: Any) -> OrderLine:
    amount = Decimal(gross)
    rate = Decimal(percent) if percent is not None else None
    tax = (amount * rate / (100 + rate)).quantize(Decimal("0.01")) if rate is not None else Decimal(0)
    return OrderLine(
        id=identity,
        kind=parts.pop("kind", LineKind.GOODS),
        name=f"Articolo {identity}",
        quantity=parts.pop("quantity", Quantities(Decimal(1))),
        gross=amount,
        tax=tax,
        vat_percent=rate,
        **parts,
    )


def paid(amount: str, at: datetime = NOON) -> Payment:
    return Payment(method="card", paid=Decimal(amount), paid_at=at)


def order(*lines: OrderLine, **parts: Any) -> Order:
    told = lines or (line(),)
    return Order(
        remote_id="1",
        origin=Origin("bottega.test", "1"),
        placed_at=parts.pop("placed_at", NOON),
        changed_at=parts.pop("changed_at", NOON),
        state=parts.pop("state", OrderState.OPEN),
        status="1",
        currency=parts.pop("currency", "EUR"),
        payable=parts.pop("payable", total(one.gross for one in told)),
        buyer=parts.pop("buyer", PERSON),
        lines=told,
        payment=parts.pop("payment", Payment(method="card")),
        **parts,
    )


def refund(identity: str, gross: str, at: datetime, *lines: Any, **parts: Any) -> Refund:
    adjustment = Decimal(gross) - total(one.gross for one in lines)
    return Refund(identity, at, Decimal(gross), lines, adjustment, **parts)


def told(*orders: Order, heard_at: datetime | None = None, **parts: Any) -> Told:
    """What the shop said, one after the other, heard when it changed."""
    history = [Seen(one, heard_at or one.changed_at) for one in orders]
    return Told(history[-1].heard_at, history, parts.pop("settings", RouteSettings()), **parts)


def judged(*orders: Order, terms: Terms = TERMS, **parts: Any) -> Judged:
    return judge(told(*orders, **parts), terms)


def written(found: Judged) -> dict[tuple[str, str], dict[str, Decimal]]:
    """By cause and day: the amounts by rate."""
    return {
        (entry.cause, entry.day.isoformat()): {
            f"{share.treatment.percent:f}": share.gross for share in entry.shares
        }
        for entry in found.entries
    }
