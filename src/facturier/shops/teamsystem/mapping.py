"""What a person wrote about a shop, where the vendor's documents are silent: one thing on a line, `name = meaning`.

A path walks through objects by name: `billing.pec`. Its last name may end in `*` for any name that begins so. Several
paths with `|` between them are tried in order. A name with nothing behind it is looked for nowhere.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from facturier.model.order import OrderState

FIELD_NAMES = frozenset(
    (
        *("shipping", "fee", "payment", "currency", "note", "vat"),
        *("company", "tax_id", "personal_id", "registration", "recipient_code", "pec", "invoice_asked"),
    )
)
CUSTOMER = "customer"
_PAID = "paid"
Paths = Sequence[tuple[str, ...]]


class Meaning(NamedTuple):
    """What an order status means."""

    state: OrderState
    paid: bool


class Call(NamedTuple):
    """A call whose path only this shop's vendor knows. parameters: with `{places}` that are filled in."""

    method: str
    path: str
    parameters: Mapping[str, str]

    def filled(self, **facts: str) -> dict[str, str]:
        return {name: value.format_map(facts) for name, value in self.parameters.items()}


class Wanted(NamedTuple):
    """A line of the connection test that a person added: something must stand in `field` of what `path` answers."""

    title: str
    path: str
    field: Paths


def parse_fields(text: str) -> dict[str, Paths]:
    """`name = path | path` lines. Raises ValueError naming the line."""
    fields = {}
    for name, told in _pairs(text):
        if name not in FIELD_NAMES:
            raise ValueError(f"not a known name: {name}")
        fields[name] = paths(told)
    return fields


def paths(told: str) -> Paths:
    return [tuple(path.strip().split(".")) for path in told.split("|") if path.strip()]


def parse_statuses(text: str) -> dict[int, Meaning]:
    """`code = state` or `code = state, paid` lines. Raises ValueError naming the line."""
    statuses = {}
    for code, told in _pairs(text):
        state, comma, paid = (part.strip() for part in told.partition(","))
        if not code.isdecimal() or (comma and paid != _PAID):
            raise ValueError(f"not `code = state` or `code = state, paid`: {code} = {told}")
        statuses[int(code)] = Meaning(OrderState(state), bool(comma))
    return statuses


def parse_codes(text: str, length: int) -> dict[str, str]:
    """`number = CODE` lines, such as `118 = IT`. Raises ValueError naming the line."""
    codes = {}
    for number, code in _pairs(text):
        if not number.isdecimal() or len(code) < length or not code.isascii():
            raise ValueError(f"not `number = code`: {number} = {code}")
        codes[number] = code.upper()
    return codes


def parse_call(text: str, places: Iterable[str]) -> Call | None:
    """`METHOD /path name=value&name={place}`; None for nothing. Raises ValueError."""
    if not text.strip():
        return None
    method, _, rest = text.strip().partition(" ")
    path, _, told = rest.strip().partition(" ")
    parameters = dict(_parameters(told.strip()))
    call = Call(method.upper(), path, parameters)
    if method.upper() not in ("GET", "POST", "PUT") or not path.startswith("/") or not parameters:
        raise ValueError(f"not `METHOD /path name=value&name=value`: {text}")
    try:
        call.filled(**dict.fromkeys(places, ""))
    except (KeyError, IndexError, ValueError) as error:
        raise ValueError(f"only these places can be filled in: {', '.join(places)}") from error
    return call


def parse_checks(text: str) -> tuple[Wanted, ...]:
    """`title; /path; field` lines. Raises ValueError naming the line."""
    wanted = []
    for line in _lines(text):
        parts = [part.strip() for part in line.split(";")]
        if len(parts) != 3 or not all(parts) or not parts[1].startswith("/"):
            raise ValueError(f"not `title; /path; field`: {line}")
        wanted.append(Wanted(parts[0], parts[1], paths(parts[2])))
    return tuple(wanted)


def found(document: Any, wanted: Paths) -> Iterator[Any]:
    """Whatever stands at the paths, in their order; nothing is null."""
    for path in wanted:
        holders = document
        for step in path[:-1]:
            holders = holders.get(step) if isinstance(holders, dict) else None
        if isinstance(holders, dict):
            yield from (value for value in _named(holders, path[-1]) if value is not None)


def words_at(document: Any, wanted: Paths) -> str:
    """The first text or number at the paths; empty where there is none."""
    for value in found(document, wanted):
        if isinstance(value, bool):
            return "1" if value else "0"
        if isinstance(value, str | int | Decimal) and str(value).strip():
            return str(value).strip()
    return ""


def amounts_at(document: Any, wanted: Paths) -> list[Decimal]:
    """The numbers at the paths, each once."""
    numbers = (number(value) for value in found(document, wanted))
    return list(dict.fromkeys(one for one in numbers if one is not None))


def number(value: Any) -> Decimal | None:
    """A number, or a text that is one."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return None
    try:
        told = Decimal(value)
    except InvalidOperation:
        return None
    return told if told.is_finite() else None


def _named(holder: dict[str, Any], name: str) -> list[Any]:
    if name.endswith("*"):
        return [value for key, value in holder.items() if key.startswith(name[:-1])]
    return [holder[name]] if name in holder else []


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for line in _lines(text):
        name, equals, told = (part.strip() for part in line.partition("="))
        if not equals or not name:
            raise ValueError(f"not `name = meaning`: {line}")
        yield name, told


def _parameters(told: str) -> Iterator[tuple[str, str]]:
    for part in told.split("&"):
        name, equals, value = part.partition("=")
        if not equals or not name.strip():
            raise ValueError(f"not `name=value&name=value`: {told}")
        yield name.strip(), value.strip()


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
