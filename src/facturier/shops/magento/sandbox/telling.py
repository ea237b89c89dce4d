"""An order as this shop tells it: without the tax details that older versions did not know."""

from facturier.shops.magento.sandbox.amounts import Json
from facturier.shops.magento.sandbox.shop import Shop

_NEW_ON_ORDER = ("taxes", "additional_itemized_taxes")


def tell_order(shop: Shop, order: Json) -> Json:
    """The stored document itself, or a reduced copy. Null is left out, but for the payment's own fields."""
    if shop.switches.tax_details:
        return order
    attributes = dict(order["extension_attributes"])
    for field in _NEW_ON_ORDER:
        attributes.pop(field, None)
    rows = [_without_itemized(row) for row in order["items"]]
    attributes["shipping_assignments"] = [
        {**assignment, "items": rows} for assignment in attributes.get("shipping_assignments", ())
    ]
    return {**order, "items": rows, "extension_attributes": attributes}


def _without_itemized(row: Json) -> Json:
    attributes = {
        field: value
        for field, value in row.get("extension_attributes", {}).items()
        if field != "itemized_taxes"
    }
    reduced = {field: value for field, value in row.items() if field != "extension_attributes"}
    return {**reduced, "extension_attributes": attributes} if attributes else reduced
