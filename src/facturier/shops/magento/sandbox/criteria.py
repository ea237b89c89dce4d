"""`searchCriteria[...]` out of a query string, in snake or camel case."""

import re
from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from facturier.shops.magento.sandbox.amounts import Json
from facturier.shops.magento.sandbox.refusal import Refusal, required, wrong_type

_ROOT = re.compile(r"^(?:searchCriteria|search_criteria)(.*)$")
_PART = re.compile(r"\[([^\]]*)\]")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LIMIT, _LIMITED_DEFAULT = 300, 20


class Filter(Struct, frozen=True):
    field: str
    value: str
    condition: str = "eq"


class Sort(Struct, frozen=True):
    field: str
    descending: bool


class Search(Struct, frozen=True, omit_defaults=True):
    """Filters within a group are alternatives; all groups must hold. size 0: everything on one page."""

    groups: tuple[tuple[Filter, ...], ...] = ()
    sorts: tuple[Sort, ...] = ()
    size: int = 0
    page: int = 1

    def echo(self) -> Json:
        found: Json = {
            "filter_groups": [
                {
                    "filters": [
                        {"field": each.field, "value": each.value, "condition_type": each.condition}
                        for each in group
                    ]
                }
                for group in self.groups
            ]
        }
        if self.sorts:
            found["sort_orders"] = [
                {"field": sort.field, "direction": "DESC" if sort.descending else "ASC"}
                for sort in self.sorts
            ]
        if self.size:
            found |= {"page_size": self.size, "current_page": self.page}
        return found


def parse(query: Iterable[tuple[str, str]], *, limited: bool = False) -> Search:
    """Raises Refusal: 400 without any searchCriteria, or where a limited page size is passed."""
    filters: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    sorts: dict[str, dict[str, str]] = defaultdict(dict)
    figures: dict[str, str] = {}
    named = False
    for name, value in query:
        root = _ROOT.match(name)
        if root is None:
            continue
        named = True
        match [_snake(part) for part in _PART.findall(root[1])]:
            case ["filter_groups", group, "filters", place, part]:
                filters[group][place][part] = value
            case ["sort_orders", place, part]:
                sorts[place][part] = value
            case [("page_size" | "current_page") as part]:
                figures[part] = value
    if not named:
        raise required("searchCriteria")
    size = _whole(figures.get("page_size", ""))
    if limited and size > _LIMIT:
        raise Refusal(400, "Maximum SearchCriteria pageSize is %max", {"max": _LIMIT})
    return Search(
        tuple(tuple(_filter(each) for each in group.values()) for group in filters.values()),
        tuple(
            Sort(each.get("field", ""), each.get("direction", "ASC").upper() == "DESC")
            for each in sorts.values()
        ),
        size or (_LIMITED_DEFAULT if limited else 0),
        max(_whole(figures.get("current_page", "")), 1),
    )


def _snake(part: str) -> str:
    return _CAMEL.sub("_", part).lower()


def _filter(parts: dict[str, str]) -> Filter:
    return Filter(parts.get("field", ""), parts.get("value", ""), parts.get("condition_type") or "eq")


def _whole(text: str) -> int:
    if not text:
        return 0
    try:
        return int(text)
    except ValueError:
        raise wrong_type(text, "int") from None
