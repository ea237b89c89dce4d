"""The tax attributes of an order document: by rate, by row, and (since 2.4.7) as tax rows with ids."""

from collections.abc import Iterator
from decimal import Decimal

from facturier.shops.magento.sandbox.amounts import ZERO, Json, plain
from facturier.shops.magento.sandbox.basket import Basket
from facturier.shops.magento.sandbox.reckoning import Reckoning, carriers

TAX_ROWS_PER_ORDER = 100
Charge = tuple[Decimal, Decimal, Decimal, Json | None]


def tax_attributes(
    basket: Basket, base: Reckoning, order: Reckoning, entity_id: int, carrying: list[Json]
) -> Json:
    """Extension attributes of the order; puts `itemized_taxes` into its `carrying` rows on the way."""
    country = (basket.ship_to or basket.buyer.place).country
    charges = [charge for charge in _charges(basket, base, order, carrying) if charge[0]]
    rates = list(dict.fromkeys(rate for rate, *_ in charges))
    first = entity_id * TAX_ROWS_PER_ORDER
    found: Json = {
        "applied_taxes": [],
        "item_applied_taxes": [],
        "converting_from_quote": False,
        "taxes": [],
        "additional_itemized_taxes": [],
    }
    for place, rate in enumerate(rates, 1):
        mine = [charge for charge in charges if charge[0] == rate]
        applied = _applied(
            f"{country}-{plain(rate)}",
            rate,
            sum((charge[1] for charge in mine), ZERO),
            sum((charge[2] for charge in mine), ZERO),
        )
        found["applied_taxes"].append(applied)
        found["taxes"].append(_tax_row(applied, first + place, entity_id))
    for place, charge in enumerate(charges, 1):
        tax_id = first + 1 + rates.index(charge[0])
        _itemize(found, charge, f"{country}-{plain(charge[0])}", tax_id, first + place)
    return found


def _charges(basket: Basket, base: Reckoning, order: Reckoning, carrying: list[Json]) -> Iterator[Charge]:
    things = zip(carrying, carriers(basket), base.rows, order.rows, strict=True)
    for row, (item, _), in_base, in_order in things:
        yield item.rate, in_base.tax, in_order.tax, row
    if basket.carriage is not None:
        yield basket.carriage.rate, base.shipping.tax, order.shipping.tax, None


def _applied(code: str, rate: Decimal, base: Decimal, order: Decimal) -> Json:
    return {
        "code": code,
        "title": code,
        "percent": plain(rate),
        "amount": plain(order),
        "base_amount": plain(base),
    }


def _tax_row(applied: Json, tax_id: int, entity_id: int) -> Json:
    return {
        "tax_id": tax_id,
        "order_id": entity_id,
        **applied,
        "base_real_amount": applied["base_amount"],
        "priority": 0,
        "position": 0,
        "process": 0,
    }


def _itemize(found: Json, charge: Charge, code: str, tax_id: int, tax_item_id: int) -> None:
    rate, base, order, row = charge
    kind = "product" if row else "shipping"
    itemized: Json = {"tax_item_id": tax_item_id, "tax_id": tax_id}
    applied: Json = {"type": kind}
    if row:
        itemized["item_id"] = applied["item_id"] = row["item_id"]
    applied["applied_taxes"] = [_applied(code, rate, base, order)]
    itemized |= {
        "tax_code": code,
        "tax_percent": plain(rate),
        "amount": plain(order),
        "base_amount": plain(base),
        "real_amount": plain(order),
        "real_base_amount": plain(base),
        "taxable_item_type": kind,
    }
    found["item_applied_taxes"].append(applied)
    if row:
        row["extension_attributes"] = {"itemized_taxes": [itemized]}
    else:
        found["additional_itemized_taxes"].append(itemized)
