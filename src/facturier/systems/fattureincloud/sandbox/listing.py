"""Lists: filter, order, one page of it, and the fields that were asked for (fact sheet, section 7)."""

from collections.abc import Iterable, Mapping
from typing import Any

from facturier.systems.fattureincloud.sandbox.query import bracketed, filtered, value_at
from facturier.systems.fattureincloud.sandbox.replies import Json, Problem

MOST = 100


def page(
    rows: Iterable[Json],
    asked: Mapping[str, str],
    fields: frozenset[str],
    usual: int,
    path: str,
    sorts: frozenset[str] | None = None,
) -> Json:
    """The reply, pagination keys beside `data`. Raises Problem for a filter or an order that is not known.

    sorts: what can be sorted by, where that is not `fields`, which can be filtered by.
    """
    kept = _sorted(
        _kept(list(rows), asked, fields), asked.get("sort", ""), fields if sorts is None else sorts
    )
    size = min(max(_whole(asked.get("per_page", ""), usual), 1), MOST)
    number = max(_whole(asked.get("page", ""), 1), 1)
    last = max(1, -(-len(kept) // size))
    shown = kept[(number - 1) * size : number * size]
    first = (number - 1) * size + 1
    return {
        "current_page": number,
        "data": shown,
        "first_page_url": "page=1",
        "from": first if shown else None,
        "last_page": last,
        "last_page_url": f"page={last}",
        "next_page_url": f"page={number + 1}" if number < last else None,
        "path": path,
        "per_page": size,
        "prev_page_url": f"page={number - 1}" if number > 1 else None,
        "to": first + len(shown) - 1 if shown else None,
        "total": len(kept),
    }


def chosen(row: Json, fields: str) -> Json:
    """Only the fields that were named, dotted ones too; all where none were."""
    if not fields:
        return row
    found: Json = {}
    for name in fields.split(","):
        top, _, rest = name.strip().partition(".")
        if top not in row:
            continue
        if rest and isinstance(row[top], dict):
            found[top] = {**found.get(top, {}), **chosen(row[top], rest)}
        else:
            found[top] = row[top]
    return found


def _kept(rows: list[Json], asked: Mapping[str, str], fields: frozenset[str]) -> list[Json]:
    test = filtered(asked["q"], fields) if asked.get("q") else bracketed(asked, fields)
    return [row for row in rows if test is None or test(row)]


def _sorted(rows: list[Json], order: str, fields: frozenset[str]) -> list[Json]:
    """Several keys, the last one first, for sorting keeps what is equal in order."""
    for key in reversed([one.strip() for one in order.split(",") if one.strip()]):
        name = key.removeprefix("-")
        if name not in fields:
            raise Problem(422, f"Invalid sort: {name}")
        rows = sorted(rows, key=lambda row: _rank(value_at(row, name)), reverse=key.startswith("-"))
    return rows


def _rank(value: Any) -> tuple[bool, Any]:
    return value is not None, "" if value is None else value


def _whole(text: str, otherwise: int) -> int:
    if not text:
        return otherwise
    if not text.isdigit():
        raise Problem(422, "The page must be an integer.")
    return int(text)
