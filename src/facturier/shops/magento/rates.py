"""VAT rates that Magento does not state on a line: read from its tax tables."""

from decimal import Decimal

from facturier.model.money import total
from facturier.shops.magento.wire import ItemTaxes, Order, exact


def applied_to_item(order: Order, kind: str, item_id: int) -> ItemTaxes | None:
    """What the tax tables say of an item; kind: `product`, or `weee` for the item's fixed tax."""
    for taxes in order.extension.item_applied_taxes or ():
        of = taxes.associated_item_id if kind == "weee" else taxes.item_id
        if taxes.type == kind and of == item_id:
            return taxes
    return None


def percent_of(taxes: ItemTaxes | None) -> Decimal | None:
    """The rates that were applied together, added up; None where there are none."""
    rates = [exact(tax.percent) for tax in (taxes and taxes.applied_taxes) or () if tax.percent is not None]
    return total(rates) if rates else None


def shipping_percent(order: Order) -> Decimal | None:
    """From `item_applied_taxes` of type shipping, else `additional_itemized_taxes` (2.4.7 and later)."""
    for taxes in order.extension.item_applied_taxes or ():
        if taxes.type == "shipping" and (found := percent_of(taxes)) is not None:
            return found
    rates = [
        exact(tax.tax_percent)
        for tax in order.extension.additional_itemized_taxes or ()
        if tax.taxable_item_type == "shipping" and tax.tax_percent is not None
    ]
    return total(rates) if rates else None


def rates_in(order: Order) -> list[Decimal]:
    """The rates that the order itself mentions."""
    mentioned = [tax.percent for tax in order.extension.applied_taxes or ()]
    mentioned += [item.tax_percent for item in order.items]
    return sorted({exact(rate) for rate in mentioned if rate})
