"""What an order carries beside its items: shipping, fees of modules, and money already given.

Gift cards, reward points and store credit (Adobe Commerce) are how part of a sale was paid, but Magento
deducts them from `grand_total`: they become lines with negative amounts and no VAT.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from facturier.model.kinds import LineKind
from facturier.model.money import ZERO, vat_inside, vat_on
from facturier.model.order import OrderLine, Quantities
from facturier.model.vat import recognised
from facturier.shops.magento.mapping import FeeRule, amount_at
from facturier.shops.magento.rates import rates_in, shipping_percent
from facturier.shops.magento.wire import Commerce, Number, Order, exact, text

SHIPPING_LINE = "shipping"
_ONE = Quantities(ordered=Decimal(1))


def charges(order: Order, document: Any, fees: Iterable[FeeRule]) -> list[OrderLine]:
    """Every line that is not an item. document: the order as plain JSON, for the paths of `fees`."""
    return [
        *_shipping(order),
        *_module_fees(order, document, fees),
        *_commerce_fees(order),
        *_credits(order),
    ]


def _shipping(order: Order) -> Iterator[OrderLine]:
    tax = exact(order.shipping_tax_amount)
    gross = (
        exact(order.shipping_amount)
        - exact(order.shipping_discount_amount)
        + tax
        + exact(order.shipping_discount_tax_compensation_amount)
    )
    if not gross and not tax:
        return
    listed = exact(order.shipping_incl_tax)
    stated = shipping_percent(order)
    yield OrderLine(
        id=SHIPPING_LINE,
        kind=LineKind.SHIPPING,
        name=text(order.shipping_description) or "Shipping",
        quantity=_ONE,
        gross=exact(gross),
        tax=tax,
        vat_percent=stated if stated is not None else recognised(gross - tax, tax, rates_in(order)),
        discount=exact(max(listed - gross, ZERO)) if order.shipping_discount_amount else ZERO,
        unit_net=exact(order.shipping_amount),
        unit_gross=listed or None,
    )


def _module_fees(order: Order, document: Any, fees: Iterable[FeeRule]) -> Iterator[OrderLine]:
    for place, rule in enumerate(fees, 1):
        amount = exact(amount_at(document, rule.path))
        if not amount:
            continue
        if rule.percent is None:
            tax = exact(amount_at(document, rule.tax_path))
        else:
            tax = vat_inside(amount, rule.percent) if rule.includes_vat else vat_on(amount, rule.percent)
        gross = amount if rule.includes_vat else amount + tax
        yield _fee(order, f"fee:{place}", rule.title, gross, tax, rule.percent)


def _commerce_fees(order: Order) -> Iterator[OrderLine]:
    """Gift wrapping (net and VAT apart) and custom fees (one amount; its VAT is not told)."""
    more = order.extension
    for line, name, net, tax in wrappings(more):
        if net:
            yield _fee(order, line, name, exact(net) + exact(tax), exact(tax), None)
    for place, fee in enumerate(more.custom_fees or (), 1):
        if fee.custom_fee_amount:
            amount = exact(fee.custom_fee_amount)
            yield OrderLine(
                id=f"custom_fee:{place}",
                kind=_fee_kind(amount),
                name=text(fee.custom_fee_label) or "Fee",
                quantity=_ONE,
                gross=amount,
                tax=ZERO,
                vat_percent=None,
            )


def _fee(
    order: Order, line: str, name: str, gross: Decimal, tax: Decimal, percent: Decimal | None
) -> OrderLine:
    if percent is None:
        percent = recognised(gross - tax, tax, rates_in(order))
    return OrderLine(
        id=line,
        kind=_fee_kind(gross),
        name=name,
        quantity=_ONE,
        gross=exact(gross),
        tax=exact(tax),
        vat_percent=percent,
    )


def _fee_kind(gross: Decimal) -> LineKind:
    return LineKind.FEE if gross > 0 else LineKind.DISCOUNT


def _credits(order: Order) -> Iterator[OrderLine]:
    for line, kind, name, amount in vouchers(order.extension):
        if amount:
            yield OrderLine(
                id=line,
                kind=kind,
                name=name,
                quantity=_ONE,
                gross=-abs(exact(amount)),
                tax=ZERO,
                vat_percent=None,
            )


def wrappings(more: Commerce) -> Iterator[tuple[str, str, Number, Number]]:
    """Line, name, net and VAT of gift wrapping, on an order or a credit memo."""
    yield "wrapping:order", "Gift wrapping", more.gw_price, more.gw_tax_amount
    yield "wrapping:items", "Gift wrapping of items", more.gw_items_price, more.gw_items_tax_amount
    yield "wrapping:card", "Printed card", more.gw_card_price, more.gw_card_tax_amount


def vouchers(more: Commerce) -> Iterator[tuple[str, LineKind, str, Number]]:
    """Line, kind, name and amount of what was paid with something else than money, or goes back to it."""
    yield "gift_cards", LineKind.GIFT_CARD, "Gift card", more.gift_cards_amount
    yield "reward", LineKind.STORE_CREDIT, "Reward points", more.reward_currency_amount
    yield "store_credit", LineKind.STORE_CREDIT, "Store credit", more.customer_balance_amount
