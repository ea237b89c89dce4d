"""A page of a table: filtered, sorted, cut; and what happens past the last page."""

from collections.abc import Callable, Collection
from decimal import Decimal
from random import Random
from typing import Any

from facturier.shops.magento.sandbox.amounts import Json
from facturier.shops.magento.sandbox.conditions import test_of
from facturier.shops.magento.sandbox.criteria import Search
from facturier.shops.magento.sandbox.refusal import internal_error


def listing(
    rows: Collection[Json], search: Search, columns: frozenset[str], *, clamps: bool, random: Random
) -> Json:
    """`{items, search_criteria, total_count}`. Raises Refusal: 500 for a name that is no column."""
    named = {each.field for group in search.groups for each in group} | {sort.field for sort in search.sorts}
    if not named <= columns:
        raise internal_error(f"{random.getrandbits(52):013x}")
    tests = [[(each.field, test_of(each)) for each in group] for group in search.groups]
    chosen = [
        row for row in rows if all(any(test(row.get(field)) for field, test in group) for group in tests)
    ]
    for sort in reversed(search.sorts):
        chosen.sort(key=_by(sort.field), reverse=sort.descending)
    return {
        "items": _page(chosen, search, clamps=clamps),
        "search_criteria": search.echo(),
        "total_count": len(chosen),
    }


def _page(rows: list[Json], search: Search, *, clamps: bool) -> list[Json]:
    if not search.size:
        return rows
    page = search.page
    if clamps:
        page = min(page, max(-(-len(rows) // search.size), 1))
    return rows[(page - 1) * search.size : page * search.size]


def _by(field: str) -> Callable[[Json], tuple[bool, Decimal | int, str]]:
    return lambda row: _key(row.get(field))


def _key(value: Any) -> tuple[bool, Decimal | int, str]:
    """Null first, as a database sorts."""
    if isinstance(value, Decimal | int):
        return True, value, ""
    return value is not None, 0, str(value or "").casefold()
