"""The vendor's arithmetic: lines, discounts and their traps, rounding; in the document's currency."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from facturier.systems.smartbill.sandbox.answers import Refusal
from facturier.systems.smartbill.sandbox.book import ZERO, Company, Row, Tax
from facturier.systems.smartbill.sandbox.rates import in_lei
from facturier.systems.smartbill.sandbox.requests import LinePart, Number
from facturier.systems.smartbill.sandbox.switches import Switches

MOST_ROWS = 400
STORED_UNIT = "@@@@@"
NO_TAX = Tax("", ZERO)
VALUE, PERCENT = 1, 2
_HUNDRED = Decimal(100)


class Terms(Struct, frozen=True):
    """What a document's lines share. rate: lei for one unit of `currency`."""

    company: Company
    switches: Switches
    currency: str
    rate: Decimal
    precision: int


def cut(value: Decimal, precision: int) -> Decimal:
    """Half up, away from zero."""
    return value.quantize(Decimal(1).scaleb(-precision), ROUND_HALF_UP)


def compute(lines: Sequence[LinePart], terms: Terms) -> list[Row]:
    """Raises Refusal; discounts without numberOfItems vanish without a word."""
    if len(lines) > MOST_ROWS:
        raise Refusal("Numarul maxim acceptat de 400 intrari pe document a fost depasit.", 410)
    rows: list[Row] = []
    for line in lines:
        row = _discount(line, rows, terms) if line.is_discount else _product(line, terms)
        if row is not None:
            rows.append(row)
    return rows


def total(rows: Iterable[Row], terms: Terms) -> tuple[Decimal, Decimal]:
    """Net and VAT of a document."""
    if terms.switches.vat_rounding != "document":
        kept = list(rows)
        return sum((row.net for row in kept), ZERO), sum((row.vat for row in kept), ZERO)
    groups: dict[tuple[Tax, bool], Decimal] = {}
    for row in rows:
        entered = row.net + row.vat if row.included else row.net
        groups[row.tax, row.included] = groups.get((row.tax, row.included), ZERO) + entered
    parts = [split(sum_, tax, included, terms.precision) for (tax, included), sum_ in groups.items()]
    return sum((net for net, _ in parts), ZERO), sum((vat for _, vat in parts), ZERO)


def split(amount: Decimal, tax: Tax, included: bool, precision: int) -> tuple[Decimal, Decimal]:
    """Net and VAT of an amount that holds its VAT (`included`) or comes without."""
    vat = cut(_vat(amount, tax, included), precision)
    return (amount - vat, vat) if included else (amount, vat)


def _vat(amount: Decimal, tax: Tax, included: bool) -> Decimal:
    if included:
        return amount - amount / (1 + tax.percent / _HUNDRED)
    return amount * tax.percent / _HUNDRED


def _product(line: LinePart, terms: Terms) -> Row:
    name = _checked_name(line, terms.company)
    tax, included = _tax(line, terms), bool(line.is_tax_included)
    quantity, price = _decimal(line.quantity), _price(line, terms)
    net, vat = _amounts(quantity, price, tax, included, terms)
    return Row(
        name=name,
        quantity=quantity,
        unit=_unit(line, terms.company),
        price=price,
        tax=tax,
        included=included,
        net=net,
        vat=vat,
        description=line.product_description or "",
        code=line.code or "",
    )


def _checked_name(line: LinePart, company: Company) -> str:
    """The line's name, once all that must be there is."""
    for field, value in (("name", line.name or None), ("quantity", line.quantity), ("price", line.price)):
        if value is None:
            raise Refusal(f"{field} trebuie specificat pentru fiecare produs")
    if _decimal(line.price) < 0:
        raise Refusal("price trebuie sa fie mai mare sau egal cu 0 pentru fiecare produs")
    if company.uses_codes and not line.code:
        raise Refusal(f"Produsul {line.name} nu are codul specificat.")
    return line.name or ""


def _amounts(
    quantity: Decimal, price: Decimal, tax: Tax, included: bool, terms: Terms
) -> tuple[Decimal, Decimal]:
    amount = cut(quantity * price, terms.precision)
    if terms.switches.vat_rounding != "unit":
        return split(amount, tax, included, terms.precision)
    vat = cut(quantity * cut(_vat(price, tax, included), terms.precision), terms.precision)
    return (amount - vat, vat) if included else (amount, vat)


def _price(line: LinePart, terms: Terms) -> Decimal:
    price = _decimal(line.price)
    if line.currency and line.currency != terms.currency:
        price = price * (_decimal(line.exchange_rate) or in_lei(line.currency)) / terms.rate
    return cut(price, terms.precision) if terms.switches.rounds_price else price


def _unit(line: LinePart, company: Company) -> str:
    unit = line.measuring_unit_name
    if unit == STORED_UNIT:
        unit = next((known.unit for known in company.products if known.name == line.name), None)
    if not unit:
        raise Refusal("measuringUnitName trebuie specificat pentru fiecare produs")
    return unit


def _tax(line: LinePart, terms: Terms) -> Tax:
    company, missing = terms.company, f"Cota tva a produsului {line.name} nu a fost gasita pe server!"
    if not company.pays_vat:
        if (line.tax_name or line.tax_percentage) and terms.switches.nonpayer_tax == "refused":
            raise Refusal(missing)
        return NO_TAX
    if line.tax_percentage is None:
        raise Refusal(f"Trebuie sa setezi o cota tva pentru produsul {line.name}")
    percent = _decimal(line.tax_percentage)
    if not line.tax_name and percent == 0:
        return Tax(terms.switches.zero_rate_name, percent)
    for tax in company.taxes:
        if tax.percent == percent and line.tax_name in (None, "", tax.name):
            return tax
    raise Refusal(missing)


def _discount(line: LinePart, rows: list[Row], terms: Terms) -> Row | None:
    if not line.number_of_items or line.number_of_items < 0 or not rows:
        return None
    covered = rows[-line.number_of_items :]
    kind = PERCENT if line.discount_type is None else line.discount_type
    if kind == PERCENT:
        amount, tax, included = _percent_off(line, covered, terms)
    elif kind == VALUE:
        tax, included = _value_tax(line, covered, terms), bool(line.is_tax_included)
        amount = cut(_decimal(line.discount_value), terms.precision)
    else:  # accepted without a word, and the VAT stays as if there were no discount
        amount, tax, included = cut(_decimal(line.discount_value), terms.precision), NO_TAX, False
    net, vat = split(amount, tax, included, terms.precision)
    return Row(
        name=line.name or "",
        quantity=Decimal(1),
        unit=line.measuring_unit_name or "",
        price=amount,
        tax=tax,
        included=included,
        net=net,
        vat=vat,
        covers=len(covered),
    )


def _percent_off(line: LinePart, covered: list[Row], terms: Terms) -> tuple[Decimal, Tax, bool]:
    percent = _decimal(line.discount_percentage)
    if not 0 < percent <= _HUNDRED:
        raise Refusal("Trebuie sa introduceti valoarea procentului!")
    if len({row.tax for row in covered}) > 1:
        raise Refusal("Discountul procentual nu se poate aplica pe produse cu cote de tva diferite.")
    tax, included = covered[0].tax, covered[0].included
    base = sum((row.net + row.vat if included else row.net for row in covered), ZERO)
    return -cut(base * percent / _HUNDRED, terms.precision), tax, included


def _value_tax(line: LinePart, covered: list[Row], terms: Terms) -> Tax:
    taxes = {row.tax for row in covered}
    if line.tax_percentage is None and len(taxes) == 1:
        return taxes.pop()
    return _tax(line, terms)


def _decimal(value: Number | None) -> Decimal:
    return ZERO if value is None else Decimal(value)
