"""Route settings by path: `selection.only_paid=yes`, `payments.0.title=Card`, `vat_rules=[{...}]`."""

from typing import Any

import msgspec
from msgspec import inspect

from facturier.cli.exits import Exit, Stop
from facturier.drafting.settings import RouteSettings
from facturier.model.message import say
from facturier.ports.fields import bare


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
        inner, place = bare(kind.item_type), int(part)
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
    return bare(fields[name])


def _read(kind: Any, text: str, path: str) -> Any:
    """What the typed text stands for: lists by comma or as JSON, rows as JSON, empty for nothing."""
    rows = isinstance(kind, inspect.StructType) or (
        isinstance(kind, inspect.VarTupleType) and isinstance(bare(kind.item_type), inspect.StructType)
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
        kind = bare(kind.item_type) if isinstance(kind, inspect.VarTupleType) else _field(kind, part, path)
    if isinstance(kind, inspect.EnumType):
        return "/".join(str(one.value) for one in kind.cls)
    return {inspect.BoolType: "yes/no", inspect.IntType: "0, 1, 2 ...", inspect.DateType: "YYYY-MM-DD"}.get(
        type(kind), ""
    )
