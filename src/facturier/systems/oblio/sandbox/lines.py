"""The vendor's arithmetic: lines, discounts, rounding, in the document's currency; a guess where nothing is said."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from msgspec import Struct

from facturier.systems.oblio.sandbox.answers import Refusal
from facturier.systems.oblio.sandbox.book import ZERO, Company, Rate, Row
from facturier.systems.oblio.sandbox.fields import Fields
from facturier.systems.oblio.sandbox.switches import Switches

HUNDRED = Decimal(100)


class Terms(Struct, frozen=True):
    """What a document's lines share."""

    company: Company
    switches: Switches
    currency: str
    precision: int


def cut(value: Decimal, precision: int) -> Decimal:
    """Half up, away from zero."""
    return value.quantize(Decimal(1).scaleb(-precision), ROUND_HALF_UP)


def compute(lines: Sequence[Fields], terms: Terms) -> list[Row]:
    """Raises Refusal."""
    rows: list[Row] = []
    for line in lines:
        if line.amount("discount") is not None:
            rows.extend(_discount(line, rows, terms))
        else:
            rows.append(_product(line, terms))
    return rows


def total(rows: Iterable[Row], terms: Terms) -> tuple[Decimal, Decimal]:
    """Net and VAT of a document."""
    kept = list(rows)
    if terms.switches.vat_rounding != "document":
        return sum((row.net for row in kept), ZERO), sum((row.vat for row in kept), ZERO)
    groups: dict[tuple[Rate, bool], Decimal] = {}
    for row in kept:
        groups[row.rate, row.included] = groups.get((row.rate, row.included), ZERO) + row.entered
    parts = [split(entered, rate, inside, terms.precision) for (rate, inside), entered in groups.items()]
    return sum((net for net, _ in parts), ZERO), sum((vat for _, vat in parts), ZERO)


def split(amount: Decimal, rate: Rate, included: bool, precision: int) -> tuple[Decimal, Decimal]:
    """Net and VAT of an amount that holds its VAT (`included`) or comes without."""
    vat = cut(_vat(amount, rate, included), precision)
    return (amount - vat, vat) if included else (amount, vat)


def _vat(amount: Decimal, rate: Rate, included: bool) -> Decimal:
    if included:
        return amount - amount / (1 + rate.percent / HUNDRED)
    return amount * rate.percent / HUNDRED


def _product(line: Fields, terms: Terms) -> Row:
    """A price holds its VAT unless the line says otherwise."""
    name, price = line.text("name"), line.amount("price")
    if not name or price is None:
        raise Refusal("Numele si pretul sunt obligatorii pentru fiecare produs.")
    if line.text("currency", terms.currency) != terms.currency:
        price = _converted(line, price)
    quantity = line.amount("quantity")
    quantity = Decimal(1) if quantity is None else quantity
    included, rate = line.flag("vatIncluded", True), _rate(line, terms)
    price = cut(price, terms.precision) if terms.switches.rounds_price else price
    net, vat = _amounts(quantity, price, rate, included, terms)
    return Row(
        name=name,
        quantity=quantity,
        unit=line.text("measuringUnit", "buc"),
        price=price,
        rate=rate,
        included=included,
        net=net,
        vat=vat,
        code=line.text("code"),
        description=line.text("description").replace("&nbsp;", ""),
        type=line.text("productType"),
        management=line.text("management"),
    )


def _amounts(
    quantity: Decimal, price: Decimal, rate: Rate, included: bool, terms: Terms
) -> tuple[Decimal, Decimal]:
    amount = cut(quantity * price, terms.precision)
    if terms.switches.vat_rounding != "unit":
        return split(amount, rate, included, terms.precision)
    vat = cut(quantity * cut(_vat(price, rate, included), terms.precision), terms.precision)
    return (amount - vat, vat) if included else (amount, vat)


def _converted(line: Fields, price: Decimal) -> Decimal:
    exchange = line.amount("exchangeRate")
    if not exchange:
        raise Refusal(f"Cursul valutar al produsului {line.text('name')} lipseste.")
    return price * exchange


def _rate(line: Fields, terms: Terms) -> Rate:
    """By name and percentage, or by either; without both it is the company's usual one."""
    name, percent = line.text("vatName"), line.amount("vatPercentage")
    if not name and percent is None:
        return next((rate for rate in terms.company.rates if rate.default), Rate("", ZERO))
    for rate in terms.company.rates:
        if name in ("", rate.name) and percent in (None, rate.percent):
            return rate
    if terms.switches.unknown_vat == "made":
        return Rate(name, percent or ZERO)
    raise Refusal(f"Cota TVA a produsului {line.text('name')} nu exista in firma.")


def _discount(line: Fields, rows: list[Row], terms: Terms) -> Iterable[Row]:
    """On the row directly above, or on all. A sum follows the way in which the rows above were entered (a guess)."""
    name, amount = line.text("name"), line.amount("discount") or ZERO
    if not name or amount <= 0 or not rows:
        raise Refusal("Discountul trebuie sa aiba nume si valoare pozitiva si sa urmeze unui produs.")
    covered = list(rows) if line.flag("discountAllAbove", False) else rows[-1:]
    kind = line.text("discountType", "valoric")
    if kind not in ("valoric", "procentual"):
        raise Refusal("Tipul discountului trebuie sa fie valoric sau procentual.")
    base = sum((row.entered for row in covered), ZERO)
    left = cut(base * amount / HUNDRED if kind == "procentual" else amount, terms.precision)
    for place, row in enumerate(covered, 1):
        share = left if place == len(covered) or not base else cut(left * row.entered / base, terms.precision)
        left, base = left - share, base - row.entered
        net, vat = split(-share, row.rate, row.included, terms.precision)
        yield Row(
            name=name,
            quantity=Decimal(-1),
            unit="",
            price=share,
            rate=row.rate,
            included=row.included,
            net=net,
            vat=vat,
        )
