"""Plain values in the shape of the schema -> an order of the schema, with every fault on the way."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from msgspec import Struct

from facturier.model.message import Message, say
from facturier.shops.files.fault import nearest
from facturier.shops.files.fields import Field, Sort, fields_of
from facturier.shops.files.values import Reading, Wrong, value_of

S = TypeVar("S", bound=Struct)
Complain = Callable[[str, Message], None]
"""Told of each fault: the path of its field (`lines[0].vat`), and what is wrong."""


def filled(shape: type[S], plain: Any, reading: Reading, complain: Complain, path: str = "") -> S | None:
    """The struct, or None where anything in it is wrong: `complain` has heard all of it."""
    if not isinstance(plain, dict):
        complain(path, say("Fields with names belong here, in braces."))
        return None
    fields = fields_of(shape)
    known = [field.name for field in fields]
    good = True
    for name in plain:
        if name not in known:
            complain(
                _joined(path, str(name)[:60]),
                say("There is no such field. Nearest: %(nearest)s.", nearest=nearest(str(name), known)),
            )
            good = False
    values: dict[str, Any] = {}
    for field in fields:
        value = _value(field, plain.get(field.name), reading, complain, _joined(path, field.name))
        good = good and value is not _NOTHING
        values[field.name] = value
    return shape(**values) if good else None


_NOTHING: Any = object()


def _value(field: Field, raw: Any, reading: Reading, complain: Complain, path: str) -> Any:
    if field.sort is Sort.PARTS:
        return _parts(field, raw, reading, complain, path)
    if field.sort is Sort.PART:
        if raw is None and not field.required:
            return field.default
        part = filled(cast(type[Struct], field.shape), {} if raw is None else raw, reading, complain, path)
        return _NOTHING if part is None else part
    try:
        return value_of(field, raw, reading)
    except Wrong as wrong:
        complain(path, wrong.what)
        return _NOTHING


def _parts(field: Field, raw: Any, reading: Reading, complain: Complain, path: str) -> Any:
    if raw is None and not field.required:
        return field.default
    if not isinstance(raw, list) or (field.required and not raw):
        complain(path, say("A list of at least one belongs here: %(what)s.", what=field.words))
        return _NOTHING
    shape = cast(type[Struct], field.shape)
    parts = [filled(shape, one, reading, complain, f"{path}[{place}]") for place, one in enumerate(raw)]
    return _NOTHING if None in parts else tuple(parts)


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
