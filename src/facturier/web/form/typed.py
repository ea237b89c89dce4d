"""What a person typed into a drawn form, as the tree of the settings that it stands for."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from facturier.ports.fields import Field, Shape, spelled

Tree = dict[str, Any]
ROWS = "rows"
REMOVE = "remove"
MOST_ROWS = 200


def tree_of(fields: Sequence[Field], posted: Mapping[str, str], prefix: str = "") -> Tree:
    """Values by name, as typed: whether they fit is asked later (`checked.trouble`).

    Empty stands for nothing where a field may be nothing, else for its default. Rows that are ticked for removal
    or in which nothing was entered are left out.
    """
    tree: Tree = {}
    for field in fields:
        name = f"{prefix}{field.name}"
        match field.shape:
            case Shape.GROUP:
                tree[field.name] = tree_of(field.fields, posted, f"{name}.")
            case Shape.ROWS:
                tree[field.name] = _rows(field, posted, name)
            case Shape.YES_NO:
                tree[field.name] = name in posted
            case Shape.TEXTS:
                tree[field.name] = [
                    one for part in re.split(r"[,\n]", posted.get(name, "")) if (one := part.strip())
                ]
            case _:
                _put(tree, field, posted.get(name))
    return tree


def add_row(fields: Sequence[Field], tree: Tree, path: str) -> None:
    """A fresh row at the end of `payments`, or within a row as `rules.0.vat`. A path to nowhere adds nothing."""
    name, _, rest = path.partition(".")
    field = next((one for one in fields if one.name == name), None)
    if field is None:
        return
    if field.shape is Shape.GROUP:
        add_row(field.fields, tree.setdefault(name, {}), rest)
    elif field.shape is Shape.ROWS:
        rows = tree.setdefault(name, [])
        place, _, inner = rest.partition(".")
        if not rest:
            rows.append({})
        elif place.isdecimal() and int(place) < len(rows):
            add_row(field.fields, rows[int(place)], inner)


def _put(tree: Tree, field: Field, text: str | None) -> None:
    if text is None:
        return
    typed = text.replace("\r\n", "\n").strip()
    if field.shape is Shape.AMOUNT:
        typed = typed.replace(",", ".")
    if typed or field.shape is Shape.TEXT:
        tree[field.name] = typed
    elif field.optional:
        tree[field.name] = None
    elif field.required:
        tree[field.name] = ""


def _rows(field: Field, posted: Mapping[str, str], name: str) -> list[Tree]:
    told = posted.get(f"{name}.{ROWS}", "")
    count = min(int(told), MOST_ROWS) if told.isascii() and told.isdigit() else 0
    places = [place for place in range(count) if f"{name}.{place}.{REMOVE}" not in posted]
    rows = [tree_of(field.fields, posted, f"{name}.{place}.") for place in places]
    return [row for row in rows if not _blank(field.fields, row)]


def _blank(fields: Sequence[Field], row: Tree) -> bool:
    """Nothing in it differs from a fresh row."""
    for field in fields:
        value = row.get(field.name)
        if value in ("", None, [], {}) or value == spelled(field.default):
            continue
        if field.shape is Shape.YES_NO and value == bool(field.default):
            continue
        return False
    return True
