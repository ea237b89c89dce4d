"""JSON and JSON Lines -> orders, each with the exact text that told it. Numbers never pass through float."""

import re
from decimal import Decimal
from json import JSONDecodeError, JSONDecoder
from typing import Any, NoReturn

from facturier.model.message import Message, say
from facturier.shops.files.fault import Fault, Unreadable
from facturier.shops.files.found import Found

_BLANK = re.compile(r"[ \t\r\n]*")


class _Odd(ValueError):
    def __init__(self, what: Message, field: str) -> None:
        super().__init__(what.render())
        self.what = what
        self.field = field


def _fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for place, name in enumerate(names) if name in names[:place])
        raise _Odd(say("It is given twice in one object."), twice[:60])
    return found


def _no_number(words: str) -> NoReturn:
    raise _Odd(say("%(value)s is no number.", value=words), "")


_DECODER = JSONDecoder(
    parse_float=Decimal, parse_int=Decimal, parse_constant=_no_number, object_pairs_hook=_fields
)


def orders_in(text: str, faults: list[Fault]) -> list[Found]:
    """A list of orders, or one. Raises Unreadable."""
    found: list[Found] = []
    at = _skipped(text, 0)
    if at == len(text):
        raise Unreadable(say("There is nothing in it."))
    if text[at] == "[":
        at = _skipped(text, _listed(text, at, found))
    else:
        order, at = _one(text, at, _row(text, at))
        found.append(order)
        at = _skipped(text, at)
    if at < len(text):
        raise Unreadable(
            say(
                "Something follows after the end. Several orders go into one list, or into a file named .jsonl."
            ),
            _row(text, at),
        )
    if not found:
        raise Unreadable(say("There is nothing in it."))
    _once(found, faults)
    return found


def lines_in(text: str, faults: list[Fault]) -> list[Found]:
    """One order on each line; empty lines do not matter. A line that cannot be read is a fault of its own."""
    found = []
    for row, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                order, end = _one(line, _skipped(line, 0), row)
                if line[end:].strip():
                    raise Unreadable(say("Something follows after the order. One order on each line."), row)
            except Unreadable as error:
                faults.append(error.fault)
            else:
                found.append(order)
    if not found and not faults:
        raise Unreadable(say("There is nothing in it."))
    _once(found, faults)
    return found


def _once(found: list[Found], faults: list[Fault]) -> None:
    """The same number twice in one file: which of them is the newer one cannot be told."""
    begun: dict[str, int] = {}
    for order in found:
        if order.number and order.number in begun:
            what = say(
                "Order %(number)s stands in row %(row)s already. Leave one of them.",
                number=order.number,
                row=begun[order.number],
            )
            faults.append(Fault(order.row, "number", what))
        begun.setdefault(order.number, order.row)


def _listed(text: str, at: int, found: list[Found]) -> int:
    """Adds the orders of a list that opens at `at`. Returns the place behind it."""
    row, counted, sign = 1, 0, "["
    while True:
        at = _skipped(text, at + 1)
        if sign == "[" and text[at : at + 1] == "]":
            return at + 1
        row, counted = row + text.count("\n", counted, at), at
        order, at = _one(text, at, row)
        found.append(order)
        at = _skipped(text, at)
        sign = text[at : at + 1]
        if sign == "]":
            return at + 1
        if sign != ",":
            raise Unreadable(
                say("A comma or the end of the list is missing here. Was the file cut off?"), _row(text, at)
            )


def _one(text: str, at: int, row: int) -> tuple[Found, int]:
    """What stands at `at`, in this row, and the place behind it."""
    try:
        plain, end = _DECODER.raw_decode(text, at)
    except JSONDecodeError as error:
        raise Unreadable(
            say(
                "It is no JSON here, at place %(place)s of the row (%(words)s). Was the file cut off?",
                place=error.colno,
                words=error.msg,
            ),
            row + text.count("\n", at, error.pos),
        ) from error
    except _Odd as error:
        raise Unreadable(error.what, row, error.field) from error
    except (RecursionError, ArithmeticError) as error:
        raise Unreadable(
            say("It is nested too deeply, or holds a number beyond all measure."), row
        ) from error
    return Found(row, text[at:end].encode("utf-8", "surrogatepass"), plain), end


def _row(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _skipped(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at
