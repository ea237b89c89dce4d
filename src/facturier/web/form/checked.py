"""What does not fit in a drawn form, by the field that a person must look at."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec
from msgspec import Struct

from facturier.model.message import Message, say
from facturier.model.shapes import known
from facturier.ports.fields import Field, Shape, spelled
from facturier.web.form.typed import Tree

Errors = dict[str, Message]
WHOLE_FORM = ""
_AT = re.compile(r"^(?P<what>.*?)(?: - at `\$(?P<path>.*)`)?$", re.DOTALL)


def trouble(fields: Sequence[Field], tree: Tree, prefix: str = "") -> Errors:
    """Every field that cannot be what was typed. Only shapes are looked at, not what fields say together."""
    errors: Errors = {}
    for field in fields:
        name, value = f"{prefix}{field.name}", tree.get(field.name)
        if field.shape is Shape.GROUP:
            errors |= trouble(field.fields, value or {}, f"{name}.")
        elif field.shape is Shape.ROWS:
            for place, row in enumerate(value or ()):
                errors |= trouble(field.fields, row, f"{name}.{place}.")
        elif (why := _unfit(field, value)) is not None:
            errors[name] = why
    return errors


def as_a_whole(error: msgspec.ValidationError) -> Errors:
    """An error of the settings type itself, at the field that it names or else at the form."""
    found = _AT.match(str(error))
    path = (found["path"] if found else None) or ""
    name = re.sub(r"\[(\d+)\]", r".\1", path).lstrip(".")
    said = found["what"] if found else str(error)
    return {name or WHOLE_FORM: Message("%(said)s", {"said": said[:1].upper() + said[1:] + "."})}


def _unfit(field: Field, value: Any) -> Message | None:
    text = spelled(value) if not isinstance(value, list | bool) else "-"
    if not text:
        return say("Fill this in.") if field.required else None
    match field.shape:
        case Shape.WHOLE if not re.fullmatch(r"-?\d{1,9}", text):
            return say("Enter a whole number, such as 14.")
        case Shape.AMOUNT if not _number(text):
            return say("Enter a number, such as 0.05.")
        case Shape.DAY if not _day(text):
            return say("Enter a day as year-month-day, such as 2026-01-31.")
        case Shape.ONE_OF if text not in {spelled(one) for one in field.options}:
            return say("Choose one of the list.")
    return None


def _number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def read(shape: type[Struct], fields: Sequence[Field], tree: Mapping[str, Any]) -> tuple[Any, Errors]:
    """The settings that a tree stands for, or None and what does not fit."""
    errors = trouble(fields, dict(tree))
    if errors:
        return None, errors
    try:
        return msgspec.convert(dict(tree), known(shape), strict=False), {}
    except msgspec.ValidationError as error:
        return None, as_a_whole(error)
