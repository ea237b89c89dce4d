"""Route settings by path: `selection.only_paid=yes`, `payments.0.title=Card`, `vat_rules=[{...}]`."""

from collections.abc import Iterator
from enum import Enum
from typing import Any

import msgspec
from msgspec import inspect

from facturier.cli.exits import Exit, Stop
from facturier.drafting.settings import RouteSettings
from facturier.model.message import say
from facturier.ports.offers import Offers


def assigned(settings: RouteSettings, path: str, text: str) -> RouteSettings:
    """`settings` with the value of one path replaced. Raises Stop that names what is possible."""
    tree = msgspec.json.decode(msgspec.json.encode(settings))
    _put(tree, inspect.type_info(RouteSettings), path.split("."), text, path)
    try:
        return msgspec.convert(tree, RouteSettings, strict=False)
    except msgspec.ValidationError as error:
        raise Stop(
            say(
                "%(path)s cannot be “%(text)s”. %(possible)s", path=path, text=text, possible=_possible(path)
            ),
            Exit.USAGE,
            str(error),
        ) from error


def unknown_choices(settings: RouteSettings, offers: Offers) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Path, value and what the account offers, wherever a value is not among what the account offers."""
    yield from _strangers(settings, inspect.type_info(RouteSettings), _names(offers), "")


def _names(offers: Offers) -> dict[str, tuple[str, ...]]:
    return {
        "series": tuple(one.name for one in offers.series),
        "vat": tuple(one.name for one in offers.vat),
        "units": offers.units,
        "warehouses": offers.warehouses,
        "payment_types": offers.payment_types,
    }


def _put(tree: Any, kind: Any, parts: list[str], text: str, path: str) -> None:
    """Walk down `tree` (dictionaries and lists) beside its type, and replace the last part's value."""
    part, rest = parts[0], parts[1:]
    place: int | str
    if isinstance(kind, inspect.VarTupleType):
        if not part.isdigit() or int(part) > len(tree):
            raise Stop(
                say("%(path)s: %(part)s is no row. Rows are counted from 0.", path=path, part=part),
                Exit.USAGE,
            )
        inner, place = _bare(kind.item_type), int(part)
        if int(part) == len(tree):
            tree.append({})
    else:
        inner, place = _field(kind, part, path), part
        if rest and place not in tree:
            tree[place] = [] if isinstance(inner, inspect.VarTupleType) else {}
    if rest:
        _put(tree[place], inner, rest, text, path)
    else:
        tree[place] = _read(inner, text, path)


def _field(kind: Any, name: str, path: str) -> Any:
    fields = {field.name: field.type for field in getattr(kind, "fields", ())}
    if name not in fields:
        raise Stop(
            say(
                "There is no setting %(path)s. Known here: %(names)s.",
                path=path,
                names=", ".join(fields) or "-",
            ),
            Exit.USAGE,
        )
    return _bare(fields[name])


def _bare(kind: Any) -> Any:
    """A type without its label and without “or nothing”."""
    while isinstance(kind, inspect.Metadata):
        kind = kind.type
    if isinstance(kind, inspect.UnionType):
        kind = next(one for one in kind.types if not isinstance(one, inspect.NoneType))
    return kind


def _read(kind: Any, text: str, path: str) -> Any:
    """What the typed text stands for: lists by comma or as JSON, rows as JSON, empty for nothing."""
    rows = isinstance(kind, inspect.StructType) or (
        isinstance(kind, inspect.VarTupleType) and isinstance(_bare(kind.item_type), inspect.StructType)
    )
    if rows or text.startswith("["):
        return _json(text, path)
    if isinstance(kind, inspect.VarTupleType):
        return [word.strip() for word in text.split(",") if word.strip()]
    if isinstance(kind, inspect.BoolType):
        return {"yes": "true", "no": "false"}.get(text.lower(), text)
    return text if text or isinstance(kind, inspect.StrType) else None


def _json(text: str, path: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise Stop(
            say("%(path)s is made of rows: write them as JSON, or set one field of one row.", path=path),
            Exit.USAGE,
            str(error),
        ) from error


def _possible(path: str) -> str:
    """The closed list of a path's type, where it has one."""
    kind = inspect.type_info(RouteSettings)
    for part in path.split("."):
        kind = _bare(kind.item_type) if isinstance(kind, inspect.VarTupleType) else _field(kind, part, path)
    if isinstance(kind, inspect.EnumType):
        return "/".join(str(one.value) for one in kind.cls)
    return {inspect.BoolType: "yes/no", inspect.IntType: "0, 1, 2 ...", inspect.DateType: "YYYY-MM-DD"}.get(
        type(kind), ""
    )


def _strangers(
    value: Any, kind: Any, names: dict[str, tuple[str, ...]], path: str
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for field in getattr(kind, "fields", ()):
        inner, each = _bare(field.type), getattr(value, field.name)
        here = f"{path}.{field.name}".lstrip(".")
        list_name = (getattr(field.type, "extra", None) or {}).get("choices", "")
        if isinstance(inner, inspect.StructType) and each is not None:
            yield from _strangers(each, inner, names, here)
        elif isinstance(inner, inspect.VarTupleType):
            for place, row in enumerate(each):
                yield from _strangers(row, _bare(inner.item_type), names, f"{here}.{place}")
        elif each and names.get(list_name) and each not in names[list_name]:
            yield here, str(each.value if isinstance(each, Enum) else each), names[list_name]
