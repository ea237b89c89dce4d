"""The `products` of a document: ordinary lines and discounts (fact sheet, sections 6, 7, 9.1)."""

from typing import Any

from facturier.model.draft import Draft, DraftLine
from facturier.model.kinds import LineKind
from facturier.model.message import say
from facturier.ports.errors import Misconfigured, Refused
from facturier.systems.shared.wire import filled, number
from facturier.systems.smartbill.settings import Settings

_VALUE_DISCOUNT = 1
_DESCRIPTION_LENGTH = 2000
_DESCRIPTION_LINES = 30


def products(draft: Draft, settings: Settings) -> list[dict[str, Any]]:
    """Every line in order, so that a discount stays directly under the lines that it covers.

    Raises Misconfigured for a line without a VAT name or a warehouse, Refused for a discount that covers
    nothing.
    """
    return [_product(draft, position, line, settings) for position, line in enumerate(draft.lines)]


def _product(draft: Draft, position: int, line: DraftLine, settings: Settings) -> dict[str, Any]:
    shared = {
        "name": line.name,
        "measuringUnitName": line.unit or settings.unit,
        "currency": draft.currency,
        **_vat(draft, line),
        "saveToDb": draft.save_products,
    }
    if line.kind is LineKind.DISCOUNT and line.quantity * line.price < 0:
        return {**shared, **_discount(position, line)}
    return {**shared, **_ordinary(draft, line, settings)}


def _vat(draft: Draft, line: DraftLine) -> dict[str, Any]:
    """The pair must exist in the account. Without a name, 0 % silently becomes reverse charge."""
    if draft.vat_exempt_company:
        return {}
    if not line.vat.name:
        raise Misconfigured(
            say(
                "The VAT rate of %(percent)s %% of the line “%(line)s” has no name. Map it in the route.",
                percent=number(line.vat.percent),
                line=line.name,
            )
        )
    return {
        "isTaxIncluded": line.price_includes_vat,
        "taxName": line.vat.name,
        "taxPercentage": number(line.vat.percent),
    }


def _discount(position: int, line: DraftLine) -> dict[str, Any]:
    """A value discount; percentages fit less often. Without `numberOfItems` SmartBill ignores it silently."""
    if not 1 <= line.covers <= position:
        raise Refused(
            say(
                "The discount “%(line)s” does not stand under the lines that it reduces. Correct the lines.",
                line=line.name,
            )
        )
    return {
        "isDiscount": True,
        "numberOfItems": line.covers,
        "discountType": _VALUE_DISCOUNT,
        "discountValue": number(line.quantity * line.price),
    }


def _ordinary(draft: Draft, line: DraftLine, settings: Settings) -> dict[str, Any]:
    """SmartBill takes no negative price: a deduction becomes a negative quantity."""
    sign = -1 if line.price < 0 else 1
    goods = line.kind is LineKind.GOODS
    product = {
        "isDiscount": False,
        "quantity": number(sign * line.quantity),
        "price": number(sign * line.price),
        "isService": not goods,
        **filled(
            code=line.code,
            productDescription=_description(line.description),
            warehouseName=_warehouse(line, settings) if goods and draft.use_stock else "",
        ),
    }
    if draft.keep_system_names and settings.product_codes and line.code:
        product["useSBProductName"] = True
    return product


def _warehouse(line: DraftLine, settings: Settings) -> str:
    warehouse = line.warehouse or settings.warehouse
    if not warehouse:
        raise Misconfigured(
            say(
                "The line “%(line)s” should leave the stock, but no warehouse is chosen. "
                "Choose one in the route.",
                line=line.name,
            )
        )
    return warehouse


def _description(text: str) -> str:
    return "\n".join(text.splitlines()[:_DESCRIPTION_LINES])[:_DESCRIPTION_LENGTH]
