"""The vendor's arithmetic: lines, VAT by rate, what is due, and whether the payments add up (sections 9 and 10)."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from facturier.model.money import ZERO, rounded
from facturier.systems.fattureincloud.sandbox.books import Company
from facturier.systems.fattureincloud.sandbox.replies import Json, Problem, invalid
from facturier.systems.fattureincloud.sandbox.requests import DocumentIn, ItemIn
from facturier.systems.fattureincloud.sandbox.switches import Switches

HUNDRED = Decimal(100)
UNIT_DECIMALS = 5
NO_SUM = "Il totale dei pagamenti non corrisponde al totale da pagare."


class Line(Struct, frozen=True):
    """amount: of the leading side. net_price, gross_price: of a unit; the one that was not sent is derived."""

    item: ItemIn
    vat: Json
    net_price: Decimal
    gross_price: Decimal
    amount: Decimal

    @property
    def percent(self) -> Decimal:
        return Decimal(self.vat["value"])


class Sums(Struct, frozen=True):
    """rates: percent -> (net, VAT)."""

    rates: dict[Decimal, tuple[Decimal, Decimal]]
    stamp: Decimal
    stamp_charged: bool
    discount: Decimal
    payments: Decimal

    @property
    def net(self) -> Decimal:
        return sum((net for net, _ in self.rates.values()), ZERO)

    @property
    def vat(self) -> Decimal:
        return sum((vat for _, vat in self.rates.values()), ZERO)

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat

    @property
    def due(self) -> Decimal:
        return self.gross + (self.stamp if self.stamp_charged else ZERO) - abs(self.discount)

    @property
    def told(self) -> Json:
        """As the totals call and a refused payment tell it."""
        return {
            "amount_net": self.net,
            "amount_rivalsa": 0,
            "amount_net_with_rivalsa": self.net,
            "amount_cassa": 0,
            "taxable_amount": self.net,
            "not_taxable_amount": 0,
            "amount_vat": self.vat,
            "amount_gross": self.gross,
            "taxable_amount_withholding_tax": 0,
            "amount_withholding_tax": 0,
            "taxable_amount_other_withholding_tax": 0,
            "amount_other_withholding_tax": 0,
            "stamp_duty": self.stamp,
            "amount_due": self.due,
            "amount_due_discount": self.discount,
            "is_enasarco_maximal_exceeded": False,
            "payments_sum": self.payments,
            "vat_list": {
                f"{percent.normalize():f}": {"amount_net": net, "amount_vat": vat}
                for percent, (net, vat) in self.rates.items()
            },
        }


def lines(asked: DocumentIn, company: Company, switches: Switches) -> list[Line]:
    """Raises Problem 422 for a line without VAT type, or with one that the account lacks."""
    gross_leads = bool(asked.use_gross_prices)
    return [
        _line(place, item, company, gross_leads, switches)
        for place, item in enumerate(asked.items_list or ())
    ]


def sums(asked: DocumentIn, counted: Sequence[Line], switches: Switches) -> Sums:
    by_rate: dict[Decimal, list[Line]] = {}
    for line in counted:
        by_rate.setdefault(line.percent, []).append(line)
    payments = sum((rounded(one.amount or ZERO) for one in asked.payments_list or ()), ZERO)
    return Sums(
        rates={rate: _rate(rate, of, bool(asked.use_gross_prices), switches) for rate, of in by_rate.items()},
        stamp=asked.stamp_duty or ZERO,
        stamp_charged=switches.stamp_charged,
        discount=asked.amount_due_discount or ZERO,
        payments=payments,
    )


def unequal(told: Sums) -> Problem:
    return Problem(422, NO_SUM, extra={"totals": told.told})


def _line(place: int, item: ItemIn, company: Company, gross_leads: bool, switches: Switches) -> Line:
    path = f"data.items_list.{place}"
    vat = company.vat(item.vat.id) if item.vat is not None and item.vat.id is not None else None
    if vat is None:
        raise invalid({f"{path}.vat.id": [f"The selected {path}.vat.id is invalid."]})
    price = item.gross_price if gross_leads else item.net_price
    if price is None:
        name = "gross_price" if gross_leads else "net_price"
        raise invalid({f"{path}.{name}": [f"The {path}.{name} field is required."]})
    if switches.rounds_prices:
        price = rounded(price)
    factor = 1 + Decimal(vat["value"]) / HUNDRED
    other = rounded(price / factor if gross_leads else price * factor, UNIT_DECIMALS)
    quantity = item.qty if item.qty is not None else Decimal(1)
    amount = rounded(quantity * price * (1 - (item.discount or ZERO) / HUNDRED))
    net_price, gross_price = (other, price) if gross_leads else (price, other)
    return Line(item, vat, net_price, gross_price, amount)


def _rate(percent: Decimal, of: list[Line], gross_leads: bool, switches: Switches) -> tuple[Decimal, Decimal]:
    """Net and VAT of one rate."""
    if gross_leads and switches.net_leads:
        base = rounded(sum((_quantity(line) * line.net_price for line in of), ZERO))
        return base, rounded(base * percent / HUNDRED)
    if switches.vat_per == "line":
        pairs = [_split(line.amount, percent, gross_leads) for line in of]
        return sum((net for net, _ in pairs), ZERO), sum((vat for _, vat in pairs), ZERO)
    return _split(sum((line.amount for line in of), ZERO), percent, gross_leads)


def _quantity(line: Line) -> Decimal:
    return line.item.qty if line.item.qty is not None else Decimal(1)


def _split(amount: Decimal, percent: Decimal, gross: bool) -> tuple[Decimal, Decimal]:
    if not gross:
        return amount, rounded(amount * percent / HUNDRED)
    vat = rounded(amount * percent / (HUNDRED + percent))
    return amount - vat, vat
