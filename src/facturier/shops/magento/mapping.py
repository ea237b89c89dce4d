"""What a shop's own modules add to an order: where it stands and what it means, as a person wrote it.

Checkout modules put their fields wherever they like, so paths are settings. A path walks through
objects by name, through lists by position, and through Magento's lists of pairs
(`{"attribute_code": "x", "value": ..}`, `{"key": "x", "value": ..}`) by the pair's name:
`billing_address.custom_attributes.trade_register`, `extension_attributes.cod_fee`.
"""

import re
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

FIELD_NAMES = frozenset(
    (
        *("registration", "tax_id", "personal_id", "recipient_code", "pec"),
        *("bank", "iban", "company", "invoice_asked"),
    )
)
_PAIR_NAMES = ("attribute_code", "key", "code")


class FeeRule(NamedTuple):
    """A fee of a module. vat: percent, or (`tax_path`) where the VAT amount stands."""

    title: str
    path: str
    percent: Decimal | None
    tax_path: str
    includes_vat: bool


class ToolRule(NamedTuple):
    """How another tool's comment is recognised. exact: `pattern` decides alone, as the user wrote it."""

    tool: str
    pattern: re.Pattern[str]
    exact: bool


def parse_fields(text: str) -> dict[str, str]:
    """`name = path` lines. Raises ValueError naming the line."""
    fields = {}
    for line in _lines(text):
        name, equals, path = (part.strip() for part in line.partition("="))
        if not equals or not path or name not in FIELD_NAMES:
            raise ValueError(f"not `name = path` with a known name: {line}")
        fields[name] = path
    return fields


def parse_fees(text: str) -> tuple[FeeRule, ...]:
    """`title; path; VAT percent or path; net|gross` lines. Raises ValueError naming the line."""
    rules = []
    for line in _lines(text):
        parts = [part.strip() for part in line.split(";")]
        if len(parts) not in (3, 4) or not all(parts[:3]) or parts[3:] not in ([], ["net"], ["gross"]):
            raise ValueError(f"not `title; path; VAT; net or gross`: {line}")
        percent = _number(parts[2])
        tax_path = "" if percent is not None else parts[2]
        rules.append(FeeRule(parts[0], parts[1], percent, tax_path, parts[3:] != ["net"]))
    return tuple(rules)


def parse_tools(text: str) -> tuple[ToolRule, ...]:
    """`name` or `name = pattern` lines. Raises ValueError naming the line."""
    rules = []
    for line in _lines(text):
        name, equals, pattern = (part.strip() for part in line.partition("="))
        try:
            compiled = re.compile(pattern if equals else rf"\b{re.escape(name)}\b", re.IGNORECASE)
        except re.error as error:
            raise ValueError(f"not a regular expression ({error}): {line}") from error
        rules.append(ToolRule(name, compiled, bool(equals)))
    return tuple(rules)


def find(document: Any, path: str) -> Any:
    """What stands at `path`, or None."""
    found = document
    for step in path.replace("[", ".").replace("]", "").split("."):
        if isinstance(found, dict):
            found = found.get(step)
        elif isinstance(found, list):
            found = _in_list(found, step)
        else:
            return None
    return found


def occurs(path: str, payload: bytes) -> bool:
    """Whether something may stand at `path`, told without decoding the payload: its last name is there.

    A name that JSON may write in another way (with escapes) always may.
    """
    names = [step for step in re.split(r"[.\[\]]", path) if step and not step.isdecimal()]
    return not names or not re.fullmatch(r"\w+", names[-1], re.ASCII) or names[-1].encode() in payload


def words_at(document: Any, path: str) -> str:
    """The value at `path` as text; empty for nothing and for objects or lists."""
    value = find(document, path)
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value).strip() if isinstance(value, str | int | Decimal) else ""


def amount_at(document: Any, path: str) -> Decimal | None:
    """The amount at `path`; None where nothing or no number stands there."""
    return _number(words_at(document, path))


def _in_list(entries: list[Any], step: str) -> Any:
    if step.isdecimal():
        return entries[int(step)] if int(step) < len(entries) else None
    for entry in entries:
        if isinstance(entry, dict) and any(entry.get(name) == step for name in _PAIR_NAMES):
            return entry.get("value")
    return None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _number(words: str) -> Decimal | None:
    try:
        number = Decimal(words)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
