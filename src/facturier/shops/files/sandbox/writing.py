"""Orders of the schema as files, the way other programs write them."""

import csv
from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import Enum
from io import StringIO
from typing import Any

import msgspec
from msgspec import Struct

from facturier.shops.files.columns import columns
from facturier.shops.files.schema import Order, Refund

_ENCODER = msgspec.json.Encoder(decimal_format="number")
_OF_PARTS = ("lines", "refunds")
Row = dict[str, str]


def json_text(orders: Sequence[Order]) -> bytes:
    """One order as itself, several as a list. Numbers are JSON numbers."""
    told = orders[0] if len(orders) == 1 else list(orders)
    return msgspec.json.format(_ENCODER.encode(told), indent=1)


def json_lines(orders: Sequence[Order]) -> bytes:
    return b"".join(_ENCODER.encode(order) + b"\n" for order in orders)


def table(orders: Sequence[Order]) -> list[list[str]]:
    """The rows of a table with their head, with the columns that any order needs."""
    rows = [row for order in orders for row in rows_of(order)]
    names = [name for name in columns() if any(name in row for row in rows)]
    return [names, *([row.get(name, "") for name in names] for row in rows)]


def csv_text(orders: Sequence[Order], sign: str = ",") -> bytes:
    text = StringIO(newline="")
    csv.writer(text, delimiter=sign, lineterminator="\r\n").writerows(table(orders))
    return text.getvalue().encode()


def rows_of(order: Order) -> Iterator[Row]:
    """A row for each line, and for each part of a refund; what belongs to the order stands in every one."""
    common = dict(_cells(order, ""))
    for line in order.lines:
        yield {**common, **dict(_cells(line, ""))}
    for refund in order.refunds:
        yield from ({**common, **row} for row in _refund_rows(refund))


def _refund_rows(refund: Refund) -> Iterator[Row]:
    own = {"refund": refund.refund, "refunded_at": cell(refund.refunded_at)}
    for line in refund.lines:
        yield {**own, **dict(_cells(line, ""))}
    if refund.adjustment or not refund.lines:
        yield {**own, "amount": cell(refund.adjustment)}


def _cells(part: Struct, prefix: str) -> Iterator[tuple[str, str]]:
    for name in part.__struct_fields__:
        value = getattr(part, name)
        if isinstance(value, Struct):
            yield from _cells(value, f"{name}_")
        elif name not in _OF_PARTS and value not in (None, ""):
            yield f"{prefix}{name}", cell(value)


def cell(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.isoformat()
        case Enum():
            return str(value.value)
    return f"{value:f}" if hasattr(value, "as_tuple") else str(value)
