"""Refunds of an order. The order names them; what each gave back for is asked for, with one call an order."""

from collections.abc import Mapping
from decimal import Decimal

import msgspec
from msgspec import Raw
from msgspec.structs import replace

from facturier.model.cents import apportion
from facturier.model.message import say
from facturier.model.money import CENT, ZERO, rounded, total
from facturier.model.order import OrderLine, Refund, RefundLine
from facturier.ports.errors import Refused
from facturier.shops.woocommerce import wire
from facturier.shops.woocommerce.client import DECIMALS, Client
from facturier.shops.woocommerce.lines import SHARE
from facturier.shops.woocommerce.wire import exact, moment

_SIZE = 100
_REFUND = msgspec.json.Decoder(wire.Refund, strict=False)


Told = Mapping[int, wire.Refund]


def refunds_of(client: Client, order: wire.Order) -> Told:
    """By id; no call is made for an order without refunds. Raises Refused where one cannot be read."""
    if not order.refunds:
        return {}
    query = [DECIMALS, ("per_page", str(_SIZE))]
    told = client.read_as(list[Raw], f"/orders/{order.id}/refunds", query)
    try:
        return {one.id: one for one in map(_REFUND.decode, told)}
    except ValueError as error:
        raise Refused(
            say("A refund of order %(number)s cannot be read: %(why)s", number=order.number, why=str(error))
        ) from error


def refunds(order: wire.Order, told: Told, lines: list[OrderLine]) -> tuple[Refund, ...]:
    """Oldest first. Raises ValueError where the shop does not tell each refund that the order names, and no other, or
    not what it is for. (Of an order that cost nothing, nothing is given back.)"""
    if order.status == "refunded" and order.total and not order.refunds:
        raise ValueError("it is refunded, but names no refund")
    if others := set(told) - {named.id for named in order.refunds}:
        raise ValueError(f"the shop tells refunds that the order does not name: {sorted(others)}")
    sold = {line.id: line for line in lines}
    return tuple(_refund(named, told, sold) for named in sorted(order.refunds, key=lambda one: one.id))


def _refund(named: wire.Refunded, told: Told, sold: Mapping[str, OrderLine]) -> Refund:
    one = told.get(named.id)
    if one is None:
        raise ValueError(f"the order names refund {named.id}, which the shop does not tell")
    if 2 * abs(one.amount + named.total) > CENT:
        raise ValueError(f"refund {one.id} gives {one.amount} back, but the order says {-named.total}")
    _check_taxes(one)
    lines, adjustment = _adding_up(
        [back for line in one.lines if line.gross for back in _lines(line, sold)], one.amount, sold
    )
    return Refund(
        id=str(one.id),
        at=moment(one.date_created_gmt),
        gross=exact(one.amount),
        lines=tuple(lines),
        adjustment=exact(adjustment),
    )


def _check_taxes(one: wire.Refund) -> None:
    """A line that is not told would pass for money that is given back for nothing in particular."""
    if one.tax_lines is None:
        return
    table = total(tax.tax_total + tax.shipping_tax_total for tax in one.tax_lines)
    lines = total(line.total_tax for line in one.lines)
    if abs(table - lines) > CENT * max(1, len(one.lines)):
        raise ValueError(f"the lines of refund {one.id} hold VAT of {-lines}, its table {-table}")


def _lines(line: wire.RefundLine, sold: Mapping[str, OrderLine]) -> list[RefundLine]:
    """Of a line that bears several rates, each gives back its share."""
    shares = [of for of in sold.values() if of.id.startswith(f"{line.of}{SHARE}")]
    if not shares:
        return [_line(line, sold)]
    gross, sum_of = rounded(-line.gross), total(of.gross for of in shares)
    if abs(gross - sum_of) <= CENT:
        return [RefundLine(of.id, of.quantity.ordered, of.gross, of.tax) for of in shares]
    parts = apportion(gross, [of.gross for of in shares], CENT) or [ZERO] * len(shares)
    return [
        RefundLine(of.id, ZERO, exact(part), exact(rounded(part * of.tax / of.gross)))
        for of, part in zip(shares, parts, strict=True)
    ]


def _line(line: wire.RefundLine, sold: Mapping[str, OrderLine]) -> RefundLine:
    """Negative there, positive here. Of an item no pieces come back where only money is given back. All that was paid
    for a line is that also where the order's total was rounded to another cent. Raises ValueError."""
    of, gross = sold.get(line.of), rounded(-line.gross)
    if of is None:
        raise ValueError(f"line {line.id} of a refund does not say of which line of the order it is")
    every, pieces = of.quantity.ordered, -line.quantity if isinstance(line, wire.RefundItem) else None
    if abs(gross - of.gross) <= CENT and pieces in (None, 0, every):
        gross = of.gross
    quantity = pieces if pieces is not None else every if gross == of.gross else ZERO
    return RefundLine(
        line=of.id, quantity=exact(quantity), gross=exact(gross), tax=exact(rounded(-line.total_tax))
    )


def _adding_up(
    lines: list[RefundLine], amount: Decimal, sold: Mapping[str, OrderLine]
) -> tuple[list[RefundLine], Decimal]:
    """Lines, and what belongs to none. A cent for each line at most comes from rounding, not from a person: the
    dearest line that is not given back as a whole bears it."""
    rest = amount - total(line.gross for line in lines)
    parts = [line for line in lines if line.gross != sold[line.line].gross]
    if not parts or abs(rest) > CENT * len(lines):
        return lines, rest
    dearest = max(parts, key=lambda line: line.gross)
    return [
        replace(line, gross=exact(line.gross + rest)) if line is dearest else line for line in lines
    ], ZERO
