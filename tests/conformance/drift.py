"""A payload whose shape drifted: each field left out once, and once as each other type than its own."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

_ENCODER = msgspec.json.Encoder(decimal_format="number")
_PLACE = re.compile(r"\[\d+\]")


class How(StrEnum):
    """The first four say that nothing is there, the others something else than there was."""

    REMOVED = "removed"
    NULL = "null"
    EMPTIED = "emptied"  # a list or an object with nothing in it
    SWAPPED = "swapped"  # an empty list for an object, or the other way round
    TEXT = "text"
    SAME_TEXT = "same text"  # a number in quotes
    NUMBER = "number"
    LIST = "list"  # the value itself as the only entry
    OBJECT = "object"

    @property
    def absence(self) -> bool:
        return self in (How.REMOVED, How.NULL, How.EMPTIED, How.SWAPPED)


class Drift(NamedTuple):
    """where: `items[0].price`; empty for the payload as a whole. sort: of the value that stood there.

    payload: as it is now, the only entry of a list; the next drift changes it again.
    """

    where: str
    how: How
    sort: str
    payload: list[Any]

    @property
    def field(self) -> str:
        """The same without places: `items.#.price`."""
        return _PLACE.sub(".#", self.where)

    def body(self) -> bytes:
        return _ENCODER.encode(self.payload[0])


def drifts(body: bytes, depth: int = 99) -> Iterator[Drift]:
    """Every drift of a JSON payload, one at a time; numbers keep their digits. depth: how far below the top."""
    root = [json.loads(body, parse_float=Decimal)]
    for place in _of(root, 0, "", depth):
        yield Drift(*place, root)


def _of(holder: Any, key: Any, where: str, depth: int) -> Iterator[tuple[str, How, str]]:
    """Changes what stands at holder[key], and all that is in it, one thing after the other."""
    value = holder[key]
    for how, other in _mistyped(value):
        holder[key] = other
        yield where, how, _sort(value)
    holder[key] = value
    if not depth:
        return
    if isinstance(value, dict):
        for name in list(value):
            path = f"{where}.{name}" if where else name
            yield from _of(value, name, path, depth - 1)
            kept = dict(value)
            sort = _sort(value.pop(name))
            yield path, How.REMOVED, sort
            value.clear()
            value.update(kept)
    elif isinstance(value, list):
        for place in range(len(value)):
            path = f"{where}[{place}]"
            yield from _of(value, place, path, depth - 1)
            entry = value.pop(place)
            yield path, How.REMOVED, _sort(entry)
            value.insert(place, entry)


def _sort(value: Any) -> str:
    """What tells one value of a field from another, as far as drifting goes: type, and whether it is empty."""
    return f"{type(value).__name__}{bool(value)}"


def _mistyped(value: Any) -> Iterator[tuple[How, Any]]:
    if value is not None:
        yield How.NULL, None
    match value:
        case None:
            yield from ((How.TEXT, "drift"), (How.NUMBER, 7), (How.LIST, [7]), (How.OBJECT, {"drift": 7}))
        case dict() | list():
            if value:
                yield How.EMPTIED, type(value)()
            yield How.SWAPPED, [] if isinstance(value, dict) else {}
            yield How.TEXT, _text_in(value)
            yield How.NUMBER, 7
        case str():
            yield from ((How.NUMBER, _number_in(value)), (How.LIST, [value]), (How.OBJECT, {"value": value}))
        case _:
            yield How.TEXT, "drift"
            yield How.SAME_TEXT, json.dumps(value) if isinstance(value, bool) else str(value)
            if isinstance(value, bool):
                yield How.NUMBER, 7
            yield from ((How.LIST, [value]), (How.OBJECT, {"value": value}))


def _text_in(value: Any) -> str:
    """A list of texts as one text, or any."""
    texts = isinstance(value, list) and all(isinstance(one, str) for one in value)
    return "\n".join(value) if texts else "drift"


def _number_in(text: str) -> int | Decimal:
    """What a text says as a number, or any."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return 7
    return number if number.is_finite() else 7
