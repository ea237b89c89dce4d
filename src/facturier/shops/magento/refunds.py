"""Credit memos as refunds. They are asked for only where an order says that money went back."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from msgspec import Struct

from facturier.model.message import say
from facturier.model.money import CENT, ZERO, total
from facturier.model.order import OrderLine, Refund, RefundLine
from facturier.ports.errors import Refused
from facturier.shops.magento.charges import SHIPPING_LINE, vouchers, wrappings
from facturier.shops.magento.client import Client, Filter, search
from facturier.shops.magento.reading import FixedTax, Reading, fixed_tax_line, fixed_tax_rows, payable
from facturier.shops.magento.wire import Memo, MemoItem, exact, moment

Costs = Mapping[str, Decimal]
"""What each line of the order cost."""
_CANCELLED = 3
_SIZE = 100
_READINGS = (
    Reading(),
    Reading(row_is_discounted=True),
    Reading(fpt_taxed_on_top=True),
    Reading(row_is_discounted=True, fpt_taxed_on_top=True),
)


class _Memos(Struct, frozen=True):
    items: list[Memo]
    total_count: int


def memos_of(client: Client, orders: Iterable[int]) -> dict[int, list[Memo]]:
    """The credit memos of some orders, by order id. Ends by count: old shops repeat their last page.

    Raises Refused where fewer come than are counted.
    """
    wanted = ",".join(str(order) for order in orders)
    found: dict[int, Memo] = {}
    page, more = 1, bool(wanted)
    while more:
        query = search(
            [[Filter("order_id", wanted, "in")]], sort=[("entity_id", "ASC")], size=_SIZE, page=page
        )
        answer = client.read_as(_Memos, "/creditmemos", query)
        known = len(found)
        found.update((memo.entity_id, memo) for memo in answer.items)
        more = known < len(found) < answer.total_count
        page += 1
        if not more and len(found) < answer.total_count:
            raise Refused(
                say(
                    "The shop counts %(count)s credit memos but tells only %(told)s of them.",
                    count=answer.total_count,
                    told=len(found),
                )
            )
    by_order: dict[int, list[Memo]] = {}
    for memo in found.values():
        by_order.setdefault(memo.order_id, []).append(memo)
    return by_order


def refunds(memos: Iterable[Memo], sold: Iterable[OrderLine]) -> tuple[Refund, ...]:
    """Refunds that stand, oldest first. Amounts are in the order's currency. sold: the order's lines."""
    costs = {line.id: line.gross for line in sold}
    standing = sorted((memo for memo in memos if memo.state != _CANCELLED), key=lambda memo: memo.entity_id)
    return tuple(_refund(memo, costs) for memo in standing)


def _refund(memo: Memo, costs: Costs) -> Refund:
    adjustment = exact(memo.adjustment_positive) - exact(memo.adjustment_negative)
    more = list(_commerce(memo, costs))
    plain = [_lines(memo, reading, costs) for reading in _READINGS]
    readings = [*([*lines, *more] for lines in plain), *(plain if more else ())]
    adding_up = (lines for lines in readings if abs(_sum(lines) + adjustment - memo.grand_total) < CENT / 2)
    lines = next(adding_up, readings[0])
    if not lines and adjustment != memo.grand_total:
        raise ValueError(
            f"credit memo {memo.entity_id} does not tell what it gives {memo.grand_total} back for"
        )
    return Refund(
        id=str(memo.entity_id),
        at=moment(memo.created_at),
        gross=exact(memo.grand_total),
        lines=tuple(lines),
        adjustment=adjustment,
    )


def _commerce(memo: Memo, costs: Costs) -> Iterator[RefundLine]:
    """What goes back to a gift card or an account is not in the memo's total; wrapping is, but in no row."""
    for line, _, net, tax in wrappings(memo.extension):
        if net:
            yield _money(line, exact(net) + exact(tax), exact(tax), costs)
    for line, _, _, amount in vouchers(memo.extension):
        if amount:
            yield _money(line, -abs(exact(amount)), ZERO, costs)


def _money(line: str, gross: Decimal, tax: Decimal, costs: Costs) -> RefundLine:
    """Of a part of what it cost, only money comes back: the rest may be refunded another time."""
    return RefundLine(line, Decimal(1) if gross == costs.get(line) else ZERO, exact(gross), tax)


def _lines(memo: Memo, reading: Reading, costs: Costs) -> list[RefundLine]:
    lines = [line for item in memo.items for line in (_item(item, reading), *_fixed_taxes(item, reading))]
    return [line for line in lines if line.gross] + _shipping(memo, costs)


def _item(item: MemoItem, reading: Reading) -> RefundLine:
    return RefundLine(
        line=str(item.order_item_id),
        quantity=exact(item.qty),
        gross=exact(payable(item, reading)),
        tax=exact(item.tax_amount),
    )


def _fixed_taxes(item: MemoItem, reading: Reading) -> Iterator[RefundLine]:
    """Its JSON text says which, where that comes to the memo's amount: it may be the order's."""
    amount = exact(item.weee_tax_applied_row_amount)
    rows = fixed_tax_rows(item.weee_tax_applied)
    if total(row.amount for row in rows) != amount:
        rows = [FixedTax("", amount, ZERO)]
    for place, row in enumerate(rows, 1):
        line = fixed_tax_line(item.order_item_id, place)
        yield RefundLine(line, exact(item.qty), exact(row.gross(reading)), row.tax)


def _shipping(memo: Memo, costs: Costs) -> list[RefundLine]:
    """The refunded shipping; what the memo's discount exceeds that of its items was on shipping."""
    tax = exact(memo.shipping_tax_amount)
    discount = abs(exact(memo.discount_amount)) - total(exact(item.discount_amount) for item in memo.items)
    gross = (
        exact(memo.shipping_amount)
        + tax
        + exact(memo.shipping_discount_tax_compensation_amount)
        - max(discount, ZERO)
    )
    return [_money(SHIPPING_LINE, gross, tax, costs)] if gross else []


def _sum(lines: list[RefundLine]) -> Decimal:
    return total(line.gross for line in lines)
