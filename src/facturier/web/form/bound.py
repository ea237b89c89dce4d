"""A drawn form with values in it, as the templates show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import msgspec

from facturier.drafting.said import said
from facturier.model.message import Message, say
from facturier.ports.fields import Field, Shape, spelled
from facturier.web.form.checked import Errors
from facturier.web.form.typed import Tree

Offered = Mapping[str, tuple[str, ...]]
LONG = 60


@dataclass(frozen=True)
class Option:
    value: str
    label: Message
    chosen: bool


@dataclass(frozen=True)
class Row:
    """name: where the fields of this row stand, as `payments.0`."""

    name: str
    place: int
    fields: Sequence["Bound"]


@dataclass(frozen=True)
class Bound:
    """kept: a secret is stored already; it is never shown, and an empty field leaves it as it is."""

    field: Field
    name: str
    value: str = ""
    checked: bool = False
    options: Sequence[Option] = ()
    rows: Sequence[Row] = ()
    fields: Sequence["Bound"] = ()
    error: Message | None = None
    kept: bool = False

    @property
    def kind(self) -> str:
        """Which part of `form/field.html` draws it."""
        if self.field.secret:
            return "secret"
        if self.options:
            return "choice"
        if self.field.shape is Shape.TEXTS:
            return "lines"
        long = len(self.value) > LONG or "\n" in self.value
        if self.field.lines or (long and self.field.shape is Shape.TEXT):
            return "long"
        return self.field.shape.value

    @property
    def wrong(self) -> bool:
        """Whether something in it must be looked at."""
        return (
            self.error is not None
            or any(one.wrong for one in self.fields)
            or any(one.wrong for row in self.rows for one in row.fields)
        )


def bound(
    fields: Sequence[Field],
    tree: Mapping[str, Any],
    offered: Offered,
    errors: Errors,
    prefix: str = "",
    kept: frozenset[str] = frozenset(),
) -> Sequence[Bound]:
    """tree: stored or typed values by name; what is missing has its default. offered: the account's lists to choose
    from. kept: names of secrets that are stored."""
    return [
        _bound(field, f"{prefix}{field.name}", tree.get(field.name, _default(field)), offered, errors, kept)
        for field in fields
    ]


def _bound(
    field: Field, name: str, value: Any, offered: Offered, errors: Errors, kept: frozenset[str]
) -> Bound:
    error = errors.get(name)
    match field.shape:
        case Shape.GROUP:
            inner = bound(field.fields, value or {}, offered, errors, f"{name}.")
            return Bound(field, name, fields=inner, error=error)
        case Shape.ROWS:
            rows = [
                Row(f"{name}.{place}", place, bound(field.fields, row, offered, errors, f"{name}.{place}."))
                for place, row in enumerate(value or ())
            ]
            return Bound(field, name, rows=rows, error=error)
        case Shape.YES_NO:
            return Bound(field, name, checked=bool(value), error=error)
        case Shape.TEXTS:
            return Bound(field, name, "\n".join(value or ()), error=error)
    if field.secret:
        return Bound(field, name, error=error, kept=name in kept)
    text = spelled(value)
    return Bound(field, name, text, options=_options(field, text, offered), error=error)


def _default(field: Field) -> Tree | Any:
    """A default as the stored tree would spell it."""
    return msgspec.to_builtins(field.default)


def _options(field: Field, value: str, offered: Offered) -> Sequence[Option]:
    """The closed list, or what the account offers. A stored value that it no longer offers is shown as such."""
    if field.shape is Shape.ONE_OF:
        listed = [(spelled(one), _label(one)) for one in field.options]
        if field.optional:
            listed.insert(0, ("", say("Any")))
    else:
        names = offered.get(field.choices, ()) if field.choices else ()
        if not names:
            return ()
        listed = [("", say("None")), *((name, _as_it_is(name)) for name in dict.fromkeys(names))]
    if value and value not in {each for each, _ in listed}:
        listed.append((value, say("%(value)s (not offered any more)", value=value)))
    return [Option(each, label, each == value) for each, label in listed]


def _label(option: Any) -> Message:
    return said(option) if isinstance(option, Enum) else _as_it_is(spelled(option))


def _as_it_is(text: str) -> Message:
    return Message("%(text)s", {"text": text or "–"})
