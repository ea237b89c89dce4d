"""A page of orders: filtered, sorted, cut, with the headers that tell how many there are (section 2)."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from facturier.shops.woocommerce.sandbox.refusal import Json, wrong
from facturier.shops.woocommerce.sandbox.switches import Switches

STATUSES = frozenset(
    (
        *("any", "trash", "auto-draft", "checkout-draft", "pending", "processing", "on-hold"),
        *("completed", "cancelled", "refunded", "failed", "in-pregatire"),
    )
)
_HIDDEN = frozenset(("trash", "auto-draft"))
_ORDERBY = {"date": "date_created_gmt", "id": "id", "modified": "date_modified_gmt"}
_BOUNDS = (
    ("after", "date_created", True),
    ("before", "date_created", False),
    ("modified_after", "date_modified", True),
    ("modified_before", "date_modified", False),
)
_MOST = 100


class Paged(NamedTuple):
    rows: list[Json]
    total: int
    pages: int


def listing(orders: Iterable[Json], asked: MultiDict[str, str], switches: Switches) -> Paged:
    """Raises Refusal."""
    size = _whole(asked, "per_page", 10, _MOST)
    page, offset = _whole(asked, "page", 1), asked.get("offset")
    rows = [order for order in orders if _fits(order, asked, switches)]
    by, direction = asked.get("orderby", "date"), asked.get("order", "desc")
    if by not in _ORDERBY:
        raise wrong("orderby", f"orderby is not one of {', '.join(_ORDERBY)}.")
    if direction not in ("asc", "desc"):
        raise wrong("order", "order is not one of asc and desc.")
    rows.sort(key=lambda row: row[_ORDERBY[by]], reverse=direction == "desc")
    first = int(offset) if offset else (page - 1) * size
    return Paged(rows[first : first + size], len(rows), -(-len(rows) // size))


def _fits(order: Json, asked: MultiDict[str, str], switches: Switches) -> bool:
    wanted = _several(asked, "status") or ["any"]
    for status in wanted:
        if status not in STATUSES:
            raise wrong("status[0]", f"status[0] is not one of {', '.join(sorted(STATUSES))}.")
    if "any" in wanted:
        if order["status"] in _HIDDEN:
            return False
    elif order["status"] not in wanted:
        return False
    if str(order["id"]) in _several(asked, "exclude"):
        return False
    included = _several(asked, "include")
    if included and str(order["id"]) not in included:
        return False
    return all(_within(order, asked, switches, *bound) for bound in _BOUNDS)


def _within(
    order: Json, asked: MultiDict[str, str], switches: Switches, name: str, field: str, later: bool
) -> bool:
    words = asked.get(name)
    if not words or (name.startswith("modified") and not switches.knows_modified_after):
        return True
    try:
        bound = datetime.fromisoformat(words).replace(tzinfo=None)
    except ValueError:
        raise wrong(name, "Invalid date.") from None
    gmt = asked.get("dates_are_gmt", "").lower() in ("true", "1")
    moment = datetime.fromisoformat(order[f"{field}_gmt" if gmt else field])
    if switches.inclusive_bounds:
        bound += timedelta(seconds=-1 if later else 1)
    return moment > bound if later else moment < bound


def _several(asked: MultiDict[str, str], name: str) -> list[str]:
    """`name=a,b`, `name[]=a&name[]=b` and `name[0]=a` mean the same."""
    places = re.compile(rf"{re.escape(name)}(\[\d*\])?")
    values = [value for key, value in asked.items(multi=True) if places.fullmatch(key)]
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def _whole(asked: MultiDict[str, str], name: str, usual: int, most: int = 10**9) -> int:
    words = asked.get(name, str(usual))
    if not words.isdecimal() or not 1 <= int(words) <= most:
        raise wrong(name, f"{name} must be between 1 (inclusive) and {most} (inclusive)")
    return int(words)
