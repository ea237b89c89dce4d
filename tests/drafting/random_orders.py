"""Seeded orders as real shops compute them: the population on which fitting is tested and measured.

1 to 30 lines (short orders are the most frequent), 1 to 3 VAT rates of Romania, Italy or Poland,
coupons in percent and fixed, shipping, fees. Each order comes from one shop that rounds as WooCommerce
(on the line or the subtotal), Magento (unit, row or total) or PrestaShop (item, line or total) does;
three quarters enter catalogue prices with VAT included. Nothing here uses the code under test.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import NamedTuple

from facturier.drafting.wanted import WantedLine
from facturier.model.draft import Vat
from facturier.model.kinds import LineKind

CENT = Decimal("0.01")
FINE = Decimal("0.000001")
ONE = Decimal(1)
NOTHING = Decimal(0)
COUNTRIES = ((21, 11, 9), (22, 10, 4), (23, 8, 5))


class RandomOrder(NamedTuple):
    """lines, payable: arguments of `fit`. shop: whose rounding, for messages."""

    lines: tuple[WantedLine, ...]
    payable: Decimal
    shop: str


class Item(NamedTuple):
    """One row of a basket. price: of one unit, as the catalogue has it. discount: of the row, likewise."""

    kind: LineKind
    quantity: Decimal
    price: Decimal
    percent: Decimal
    discount: Decimal

    @property
    def entered(self) -> Decimal:
        return self.price * self.quantity - self.discount


class Taxed(NamedTuple):
    gross: Decimal
    tax: Decimal


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def random_orders(seed: int, start: int, count: int) -> Iterator[RandomOrder]:
    """Orders number `start` to `start + count` of the endless row that belongs to `seed`."""
    for number in range(start, start + count):
        yield random_order(Random(f"{seed}/{number}"))


def random_order(rng: Random, countries: Sequence[Sequence[int]] = COUNTRIES) -> RandomOrder:
    """countries: the VAT rates of one place each, the usual one first."""
    shop = rng.choice(sorted(SHOPS))
    included = rng.random() < 0.75
    items = list(_basket(rng, included, countries))
    coupon = rng.random()
    if coupon < 0.2:
        off = Decimal(rng.randint(5, 50)) / 100
        discounts = [cents(item.entered * off) for item in items]
    elif coupon < 0.4:
        discounts = _shared(Decimal(rng.randint(100, 5000)) / 100, items)
    else:
        discounts = [NOTHING] * len(items)
    shown = rng.random() < 0.5
    return SHOPS[shop](items, discounts, included, shown, shop)


def _basket(rng: Random, included: bool, countries: Sequence[Sequence[int]]) -> Iterator[Item]:
    rates = [Decimal(rate) for rate in rng.choice(countries)]
    rates = rng.sample(rates, min(rng.choices((1, 2, 3), (6, 3, 1))[0], len(rates)))
    for _ in range(1 + int(29 * rng.random() ** 2)):
        quantity, price = _quantity_and_price(rng, included)
        yield Item(LineKind.GOODS, quantity, price, rng.choice(rates), NOTHING)
    if rng.random() < 0.7:
        price = Decimal(rng.choice(("19.99", "15.00", "5.90", "12.50", "0.00", "4.99", "24.20")))
        yield Item(LineKind.SHIPPING, ONE, price, rates[0], NOTHING)
    if rng.random() < 0.15:
        price = Decimal(rng.randint(100, 900)) / 100
        yield Item(LineKind.FEE, ONE, price, rates[0], NOTHING)


def _quantity_and_price(rng: Random, included: bool) -> tuple[Decimal, Decimal]:
    draw = rng.random()
    if draw < 0.01:
        return Decimal(rng.randint(100, 2000)), Decimal(rng.randint(50, 2000)) / 10000
    if draw < 0.03:
        quantity = Decimal(rng.randint(50, 9999)) / 1000
    elif draw < 0.6:
        quantity = ONE
    else:
        quantity = Decimal(rng.randint(2, 24) if draw > 0.9 else rng.randint(2, 5))
    price = Decimal(int(10 ** rng.uniform(2, 5))) / 100
    style = rng.random()
    if style < 0.4:
        price = Decimal(int(price)) + Decimal("0.99")
    elif style < 0.6:
        price = Decimal(int(price) + 1)
    elif style > 0.9 and not included:
        price += Decimal(rng.randint(0, 99)) / 10000
    return quantity, price


def _shared(amount: Decimal, items: list[Item]) -> list[Decimal]:
    """A fixed coupon over the goods in proportion, to the cent, never more than they cost."""
    goods = sum((item.entered for item in items if item.kind is LineKind.GOODS), NOTHING)
    left, base = min(amount, cents(goods)), goods
    shares = []
    for item in items:
        share = NOTHING
        if item.kind is LineKind.GOODS and base:
            share = min(cents(left * item.entered / base), left)
            left, base = left - share, base - item.entered
        shares.append(share)
    return shares


def _line(item: Item, number: int, taxed: Taxed, included: bool, shown: bool) -> WantedLine:
    added = ONE + item.percent / 100
    return WantedLine(
        kind=item.kind,
        name=f"{item.kind.value.capitalize()} {number}",
        quantity=item.quantity,
        gross=taxed.gross,
        tax=taxed.tax,
        vat=Vat(item.percent),
        code=f"SKU-{number}",
        unit="pcs",
        sources=(str(number),),
        unit_gross=item.price if included else cents(item.price * added),
        unit_net=(item.price / added).quantize(FINE) if included else item.price,
        discount=cents(item.discount if included else item.discount * added) if shown else NOTHING,
    )


def _inside(amount: Decimal, percent: Decimal, included: bool) -> Decimal:
    """VAT of an amount as the catalogue has it, not rounded."""
    return amount * percent / (100 + percent if included else 100)


TaxRule = Callable[[Item, bool, dict[Decimal, Decimal]], Decimal]


def _tax_on_row(item: Item, included: bool, carried: dict[Decimal, Decimal]) -> Decimal:
    return cents(_inside(cents(item.entered), item.percent, included))


def _tax_on_unit(item: Item, included: bool, carried: dict[Decimal, Decimal]) -> Decimal:
    return cents(cents(_inside(item.entered / item.quantity, item.percent, included)) * item.quantity)


def _tax_carried(item: Item, included: bool, carried: dict[Decimal, Decimal]) -> Decimal:
    exact = _inside(cents(item.entered), item.percent, included) + carried[item.percent]
    carried[item.percent] = exact - cents(exact)
    return cents(exact)


def _tax_exact(item: Item, included: bool, carried: dict[Decimal, Decimal]) -> Decimal:
    return _inside(cents(item.entered), item.percent, included).quantize(FINE, rounding=ROUND_HALF_UP)


def _discounts_on_lines(tax_rule: TaxRule) -> Callable[..., RandomOrder]:
    """WooCommerce and Magento: every line carries its share of the coupon."""

    def order(
        items: list[Item], discounts: list[Decimal], included: bool, shown: bool, shop: str
    ) -> RandomOrder:
        carried: dict[Decimal, Decimal] = defaultdict(Decimal)
        taxes: dict[Decimal, Decimal] = defaultdict(Decimal)
        lines, entered = [], NOTHING
        for number, (item, discount) in enumerate(zip(items, discounts, strict=True), 1):
            item = item._replace(discount=discount)
            tax = tax_rule(item, included, carried)
            amount = cents(item.entered)
            taxes[item.percent] += tax
            entered += amount
            taxed = Taxed(amount if included else amount + tax, tax)
            lines.append(_line(item, number, taxed, included, shown))
        payable = entered if included else entered + sum(map(cents, taxes.values()), NOTHING)
        return RandomOrder(tuple(lines), payable, shop)

    return order


GrossRule = Callable[[Item, bool], Taxed]


def _by_item(item: Item, included: bool) -> Taxed:
    net, gross = _unit_prices(item, included)
    gross = cents(cents(gross) * item.quantity)
    return Taxed(gross, gross - cents(cents(net) * item.quantity))


def _by_line(item: Item, included: bool) -> Taxed:
    net, gross = _unit_prices(item, included)
    gross = cents(gross * item.quantity)
    return Taxed(gross, gross - cents(net * item.quantity))


def _by_total(item: Item, included: bool) -> Taxed:
    net, gross = _unit_prices(item, included)
    gross = (gross * item.quantity).quantize(FINE, rounding=ROUND_HALF_UP)
    return Taxed(gross, gross - (net * item.quantity).quantize(FINE, rounding=ROUND_HALF_UP))


def _unit_prices(item: Item, included: bool) -> tuple[Decimal, Decimal]:
    added = ONE + item.percent / 100
    return (item.price / added, item.price) if included else (item.price, item.price * added)


def _vouchers_on_order(gross_rule: GrossRule) -> Callable[..., RandomOrder]:
    """PrestaShop: lines before vouchers, and the voucher shared out over the rates."""

    def order(
        items: list[Item], discounts: list[Decimal], included: bool, shown: bool, shop: str
    ) -> RandomOrder:
        lines = []
        vouchers: dict[Decimal, Decimal] = defaultdict(Decimal)
        for number, (item, discount) in enumerate(zip(items, discounts, strict=True), 1):
            lines.append(_line(item, number, gross_rule(item, included), included, shown))
            added = ONE if included else ONE + item.percent / 100
            vouchers[item.percent] += discount * added
        lines.extend(_voucher(percent, cents(amount)) for percent, amount in vouchers.items() if amount)
        return RandomOrder(tuple(lines), cents(sum((line.gross for line in lines), NOTHING)), shop)

    return order


def _voucher(percent: Decimal, amount: Decimal) -> WantedLine:
    tax = cents(_inside(amount, percent, True))
    return WantedLine(LineKind.DISCOUNT, "Voucher", ONE, -amount, -tax, Vat(percent))


SHOPS: dict[str, Callable[..., RandomOrder]] = {
    "magento row": _discounts_on_lines(_tax_on_row),
    "magento total": _discounts_on_lines(_tax_carried),
    "magento unit": _discounts_on_lines(_tax_on_unit),
    "prestashop item": _vouchers_on_order(_by_item),
    "prestashop line": _vouchers_on_order(_by_line),
    "prestashop total": _vouchers_on_order(_by_total),
    "woocommerce line": _discounts_on_lines(_tax_on_row),
    "woocommerce subtotal": _discounts_on_lines(_tax_exact),
}
