"""Products and their stock: what was there at first, less what documents took (fact sheet, section 15)."""

from decimal import Decimal

from facturier.model.money import ZERO
from facturier.systems.fattureincloud.sandbox.books import Company
from facturier.systems.fattureincloud.sandbox.call import Call, one_of
from facturier.systems.fattureincloud.sandbox.listing import chosen, page
from facturier.systems.fattureincloud.sandbox.replies import Json
from facturier.systems.fattureincloud.sandbox.switches import Switches

FIELDS = frozenset(["id", "name", "code", "net_price", "gross_price", "category", "in_stock", "created_at"])
_SORTS = frozenset(["name", "code", "net_price", "gross_price", "category", "created_at"])
TAKES = ("invoice", "receipt", "order", "delivery_note")


def listed(call: Call) -> Json:
    call.needs("products")
    rows = [_told(call, one) for one in call.company.products.values()]
    switches = call.scene.switches
    sorts = _SORTS | {"id"} if switches.more_sorts else _SORTS
    found = page(rows, call.asked, FIELDS, switches.per_page, f"/c/{call.company.id}/products", sorts)
    found["data"] = [chosen(row, call.asked.get("fields", "")) for row in found["data"]]
    return found


def one(call: Call) -> Json:
    call.needs("products")
    return {"data": _told(call, one_of(call.company.products, call.id))}


def current(company: Company, product: int, switches: Switches) -> Decimal:
    """Without a plan that has stock nothing moves."""
    standing = list(company.documents.values())
    if switches.binned_stock == "stays_out":
        standing += company.bin.values()
    taken = [
        Decimal(line["qty"])
        for document in standing
        if document["type"] in TAKES
        for line in document["items_list"]
        if line["stock"] and line["product_id"] == product and switches.stock_function
    ]
    return Decimal(company.products[product]["stock_initial"]) - sum(taken, ZERO)


def _told(call: Call, product: Json) -> Json:
    left = current(call.company, product["id"], call.scene.switches) if product["in_stock"] else None
    return {**product, "stock_current": left}
