"""Which view answers a path. A sandbox is made anew for every run of a proof: this takes no time to build."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from msgspec import Struct

from facturier.shops.magento.sandbox.refusal import no_route

View = Callable[..., Any]
_PART = re.compile(r"<(?:(int|path):)?(\w+)>")
_MEANS = {"int": r"\d+", "path": ".+", None: "[^/]+"}
_ROOT = re.compile(r"(?:/index\.php)?/rest(?:/(?:all|default))?(/(?:V1|async)/.*?)/?")


class Route(Struct, frozen=True):
    """`resource`: the right that is needed, empty for none. `status`: of the answer."""

    method: str
    pattern: re.Pattern[str]
    numbers: frozenset[str]
    view: View
    resource: str
    status: int


class Router:
    def __init__(self) -> None:
        self._routes: list[Route] = []

    def add(self, method: str, rule: str, view: View, resource: str, status: int) -> None:
        """`rule` has `<name>`, `<int:name>` and `<path:name>` in it; it begins with /V1 or /async."""
        self._routes.append(Route(method, *_pattern(rule), view, resource, status))

    def find(self, method: str, path: str, wrong_method: int) -> tuple[Route, dict[str, Any]]:
        """The route, and the named parts of the path. Raises Refusal: 404, or `wrong_method`."""
        root = _ROOT.fullmatch(path)
        if root is None:
            raise no_route()
        other = False
        for route in self._routes:
            if (parts := route.pattern.fullmatch(root[1])) is None:
                continue
            if route.method == method:
                return route, {
                    name: int(part) if name in route.numbers else part
                    for name, part in parts.groupdict().items()
                }
            other = True
        raise no_route(wrong_method if other else 404)


@cache
def _pattern(rule: str) -> tuple[re.Pattern[str], frozenset[str]]:
    """The expression, and which of its parts are numbers."""
    pattern = re.compile(_PART.sub(lambda part: f"(?P<{part[2]}>{_MEANS[part[1]]})", rule))
    return pattern, frozenset(part[2] for part in _PART.finditer(rule) if part[1] == "int")
