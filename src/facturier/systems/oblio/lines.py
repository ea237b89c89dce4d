"""The `products` of a document (fact sheet, section 4.2). What Oblio takes for granted is always said."""

from typing import Any

from facturier.model.draft import Draft, DraftLine
from facturier.model.kinds import LineKind
from facturier.model.message import say
from facturier.ports.errors import Misconfigured
from facturier.systems.oblio.settings import Settings
from facturier.systems.shared.wire import filled, number


def products(draft: Draft, settings: Settings) -> list[dict[str, Any]]:
    """Every line in order. Raises Misconfigured for a line without a VAT name at 0 %, or without a warehouse.

    Oblio's own discounts cover one row or all rows above, and how VAT goes into them is stated nowhere. So a discount
    is a line like any other, and what is deducted has a negative quantity: e-Factura allows no negative price.
    """
    return [_product(draft, line, settings) for line in draft.lines]


def _product(draft: Draft, line: DraftLine, settings: Settings) -> dict[str, Any]:
    sign = -1 if line.price < 0 else 1
    goods = line.kind is LineKind.GOODS
    return {
        "name": line.name,
        **filled(code=line.code, description=line.description),
        "price": str(number(sign * line.price)),
        "quantity": number(sign * line.quantity),
        "measuringUnit": line.unit or settings.unit,
        "currency": draft.currency,
        **_vat(draft, line),
        "productType": settings.goods_type if goods else "Serviciu",
        **filled(management=_warehouse(line, settings) if goods and draft.use_stock else ""),
        "save": int(draft.save_products),
    }


def _vat(draft: Draft, line: DraftLine) -> dict[str, Any]:
    """Left out, a price would hold VAT. Without VAT neither name nor rate is sent, as Oblio's plug-in does."""
    if draft.vat_exempt_company:
        return {"vatIncluded": int(line.price_includes_vat), "vatName": "", "vatPercentage": None}
    if not line.vat.name and not line.vat.percent:
        raise Misconfigured(
            say(
                "The line “%(line)s” has 0 %% VAT without a name for it, and the name says why there is none. "
                "Map it in the route.",
                line=line.name,
            )
        )
    return {
        "vatIncluded": int(line.price_includes_vat),
        "vatName": line.vat.name,
        "vatPercentage": number(line.vat.percent),
    }


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
