"""Products that are kept in stock: what there is, and what a document takes (fact sheet, section 15)."""

from collections.abc import Iterator, Mapping, Sequence

from facturier.model.draft import Draft, DraftLine
from facturier.model.kinds import LineKind
from facturier.model.message import say
from facturier.ports.errors import NotNow, Refused
from facturier.ports.http import RETRY
from facturier.ports.system import StockLevel
from facturier.systems.fattureincloud.answers import Product
from facturier.systems.fattureincloud.capabilities import STOCKED
from facturier.systems.fattureincloud.client import Client
from facturier.systems.fattureincloud.clients import quoted

PRODUCTS = "/products"
TOLD = "id,code,name,measure,in_stock,stock_current"
AT_ONCE = 20


def levels(client: Client) -> Iterator[StockLevel]:
    """Everything that is kept in stock; there are no warehouses. Raises NotNow where the list changed meanwhile."""
    number, last, seen = 1, 1, 0
    while number <= last:
        at = client.now()
        page = client.page(PRODUCTS, Product, number, fields=TOLD, sort="created_at,code")
        seen, last = seen + len(page.data), page.last_page
        for one in page.data:
            if one.in_stock and one.stock_current is not None:
                yield StockLevel(
                    at=at,
                    warehouse="",
                    code=one.code or "",
                    name=one.name or "",
                    unit=one.measure or "",
                    quantity=one.stock_current,
                )
        number += 1
    if seen < page.total:
        raise NotNow(say("The list of products changed while it was read."), client.now() + RETRY)


def stocked(client: Client, draft: Draft) -> Mapping[str, Product]:
    """By code, the products that this document takes out of stock: one call for each twenty codes.

    Raises Refused where a code names no product, or several: else stock would not move, and nobody would know.
    """
    if not draft.use_stock or draft.kind not in STOCKED:
        return {}
    codes = list(dict.fromkeys(_code(line) for line in draft.lines if line.kind is LineKind.GOODS))
    found: dict[str, Product] = {}
    for start in range(0, len(codes), AT_ONCE):
        some = codes[start : start + AT_ONCE]
        for code, product in _named(client, some):
            found[code] = product
    return {code: product for code, product in found.items() if product.in_stock}


def _code(line: DraftLine) -> str:
    if line.code:
        return line.code
    raise Refused(
        say(
            "“%(line)s” has no product code, so its stock cannot move. Enter one, or let the route not discharge "
            "stock.",
            line=line.name,
        )
    )


def _named(client: Client, codes: Sequence[str]) -> Iterator[tuple[str, Product]]:
    query = " or ".join(f"code = {quoted(code)}" for code in codes)
    rows = client.page(PRODUCTS, Product, 1, q=query, fields=TOLD).data
    for code in codes:
        same = [one for one in rows if one.code == code]
        if len(same) != 1:
            raise _no_product(code, len(same))
        yield code, same[0]


def _no_product(code: str, count: int) -> Refused:
    if count:
        return Refused(
            say(
                "Fatture in Cloud has %(count)s products with the code %(code)s, and it is not clear whose stock "
                "moves. Leave the code to one of them.",
                count=count,
                code=code,
            )
        )
    return Refused(
        say(
            "Fatture in Cloud has no product with the code %(code)s, so its stock cannot move. Make it there, or let "
            "the route not discharge stock.",
            code=code,
        )
    )
