"""What a filter means, as a database compares: numbers as numbers, words without case, null never equal."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from facturier.shops.magento.sandbox.criteria import Filter
from facturier.shops.magento.sandbox.refusal import Refusal

Test = Callable[[Any], bool]


def test_of(wanted: Filter) -> Test:
    """A test of one column's value (None where it is null). Raises Refusal for an unknown condition."""
    value = _moment(wanted.value) if wanted.field.endswith("_at") else wanted.value
    match wanted.condition:
        case "eq" | "finset" | "in" | "gt" | "gteq" | "from" | "moreq" | "lt" | "lteq" | "to" | "like":
            return _known(wanted.condition, value)
        case "neq":
            return _unless(_known("eq", value))
        case "nin":
            return _unless(_known("in", value))
        case "nlike":
            return _unless(_known("like", value))
        case "nfinset":
            return _unless(_known("finset", value))
        case "null":
            return lambda held: held is None
        case "notnull":
            return lambda held: held is not None
    raise Refusal(400, "Condition type %1 is not supported.", [wanted.condition])


def _known(condition: str, value: str) -> Test:
    match condition:
        case "eq":
            return lambda held: held is not None and _compare(held, value) == 0
        case "gt":
            return lambda held: held is not None and _compare(held, value) > 0
        case "gteq" | "from" | "moreq":
            return lambda held: held is not None and _compare(held, value) >= 0
        case "lt":
            return lambda held: held is not None and _compare(held, value) < 0
        case "lteq" | "to":
            return lambda held: held is not None and _compare(held, value) <= 0
        case "in":
            parts = [part.strip() for part in value.split(",")]
            return lambda held: held is not None and any(_compare(held, part) == 0 for part in parts)
        case "finset":
            return lambda held: held is not None and value in str(held).split(",")
    pattern = re.compile(_like(value), re.IGNORECASE | re.DOTALL)
    return lambda held: held is not None and pattern.fullmatch(str(held)) is not None


def _unless(test: Test) -> Test:
    return lambda held: held is not None and not test(held)


def _compare(held: Any, value: str) -> int:
    if isinstance(held, Decimal | int):
        figure = _figure(value)
        return (held > figure) - (held < figure)
    mine, theirs = str(held).casefold(), value.casefold()
    return (mine > theirs) - (mine < theirs)


def _figure(value: str) -> Decimal:
    """A database takes a word for zero."""
    try:
        return Decimal(value)
    except InvalidOperation:
        return Decimal(0)


def _moment(value: str) -> str:
    return value.replace("T", " ").removesuffix("Z")


def _like(value: str) -> str:
    return "".join({"%": ".*", "_": "."}.get(sign) or re.escape(sign) for sign in value)
