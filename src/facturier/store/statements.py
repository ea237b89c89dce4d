"""The statements of every document's way, built once. Django puts a query together anew at each call, which
takes several times as long as sending it; on the way from order to invoice that is most of the work.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db.models import Model
from django.db.models.base import ModelState

from facturier.prepared import execute
from facturier.store.columns import assigned, equal, field, new_fields, read_fields, stored, target

M = TypeVar("M", bound=Model)


def insert(row: Model) -> None:
    """Store a new row; its key is set. Raises IntegrityError."""
    if not _insert(row, ""):
        raise AssertionError("an insert without a conflict clause returns its key")


def insert_new(row: Model) -> bool:
    """Store a row unless a unique constraint has one like it already. Returns whether it was stored."""
    return _insert(row, "ON CONFLICT DO NOTHING")


def update(model: type[Model], where: dict[str, Any], **values: Any) -> int:
    """Write `values` to the rows whose fields equal `where` (None: are empty). Returns how many they were."""
    wanted, parameters = equal(model, where)
    written, new = assigned(model, values)
    cursor = execute(f'UPDATE "{model._meta.db_table}" SET {written} WHERE {wanted}', [*new, *parameters])  # noqa: S608
    return int(cursor.rowcount)


def delete(model: type[Model], where: dict[str, Any]) -> None:
    """Remove the rows whose fields equal `where`; nothing cascades."""
    wanted, parameters = equal(model, where)
    execute(f'DELETE FROM "{model._meta.db_table}" WHERE {wanted}', parameters)  # noqa: S608


def first(model: type[M], where: dict[str, Any], joins: Sequence[str] = ()) -> M | None:
    """The row with the lowest key whose fields equal `where`, or None; see `rows`."""
    return next(iter(rows(model, where, joins, limit=1)), None)


def rows(
    model: type[M],
    where: dict[str, Any],
    joins: Sequence[str] = (),
    *,
    order: str = "id",
    limit: int | None = None,
    lock: bool = False,
) -> list[M]:
    """The rows whose fields equal `where`, with the related rows that `joins` names as `select_related` does.

    lock: nobody else writes these rows until the transaction ends; related rows stay free.
    """
    selection = _selection(model, tuple(joins))
    wanted, parameters = equal(model, where, "t0.")
    end = (f" LIMIT {limit}" if limit else "") + (" FOR UPDATE OF t0" if lock else "")
    table = f'"{model._meta.db_table}"'
    cursor = execute(f'{selection.of(table)} WHERE {wanted} ORDER BY t0."{order}"{end}', parameters)
    return [_instance(selection, found) for found in cursor.fetchall()]


def written(model: type[M], sql: str, parameters: dict[str, Any], joins: Sequence[str] = ()) -> M | None:
    """The row that `sql`, an UPDATE of one row at most, has written, with related rows as `rows` gives them."""
    selection = _selection(model, tuple(joins))
    whole = f"WITH written AS ({sql} RETURNING *) {selection.of('written')}"
    found = execute(whole, parameters).fetchone()
    return None if found is None else _instance(selection, found)


class _Part(NamedTuple):
    """One table of a selection: where its columns start, and of which earlier part's field it is the value.

    converted: places of the columns that a field of ours reads, with what reads them.
    """

    model: type[Model]
    names: list[str]
    converted: list[tuple[int, Callable[[Any, Any, Any], Any]]]
    start: int
    parent: int
    relation: Any


class _Selection(NamedTuple):
    """columns, joins: of a SELECT whose first table is called t0."""

    columns: str
    joins: str
    parts: tuple[_Part, ...]

    def of(self, table: str) -> str:
        return f"SELECT {self.columns} FROM {table} t0{self.joins}"  # noqa: S608


# OFFSET 0 keeps PostgreSQL from thinking about the order of the joins: each is one look-up by key, whatever the
# tables' statistics say, and a plan for nine tables is made in 1.4 ms instead of 14.
@cache
def _selection(model: type[Model], joins: tuple[str, ...]) -> _Selection:
    parts = [_part(model, 0, -1, None)]
    places, tables = {"": 0}, ""
    for path in joins:
        before, _, name = path.rpartition("__")
        parent = places[before]
        relation = field(parts[parent].model, name)
        pointed = target(relation)
        places[path] = len(parts)
        tables += (
            f' LEFT JOIN LATERAL (SELECT * FROM "{pointed._meta.db_table}"'  # noqa: S608
            f' WHERE id = t{parent}."{relation.column}" OFFSET 0) t{len(parts)} ON true'
        )
        start = parts[-1].start + len(parts[-1].names)
        parts.append(_part(pointed, start, parent, relation))
    columns = ", ".join(
        f't{place}."{field.column}"' for place, part in enumerate(parts) for field in read_fields(part.model)
    )
    return _Selection(columns, tables, tuple(parts))


def _instance(selection: _Selection, found: Sequence[Any]) -> Any:
    made: list[Model | None] = []
    for part in selection.parts:
        values = list(found[part.start : part.start + len(part.names)])
        row = None if values[0] is None else _loaded(part, values)
        owner = made[part.parent] if part.relation else None
        if owner is not None:
            row = row or _newer(part, owner)
            part.relation.set_cached_value(owner, row)
        made.append(row)
    return made[0]


def _newer(part: _Part, owner: Model) -> Model | None:
    """A row that `owner` names although its statement did not find it: an UPDATE that had to wait writes the row as
    it is by then, but joins it with what there was when it began."""
    key = getattr(owner, part.relation.attname)
    return None if key is None else first(part.model, {"pk": key})


def _loaded(part: _Part, values: list[Any]) -> Model:
    """A row as Django would read it, made as it makes an unpickled one: its `__init__` asks of each value whether
    it was given, and takes longer than the query."""
    for place, read in part.converted:
        values[place] = read(values[place], None, None)
    row = part.model.__new__(part.model)
    row._state = ModelState()
    row._state.adding, row._state.db = False, "default"
    vars(row).update(zip(part.names, values, strict=True))
    return row


def _part(model: type[Model], start: int, parent: int, relation: Any) -> _Part:
    fields = read_fields(model)
    readers = [(place, getattr(field, "from_db_value", None)) for place, field in enumerate(fields)]
    converted = [(place, read) for place, read in readers if read is not None]
    return _Part(model, [field.attname for field in fields], converted, start, parent, relation)


@cache
def _insertion(model: type[Model], conflict: str) -> str:
    columns = ", ".join(f'"{field.column}"' for field in new_fields(model))
    marks = ", ".join(["%s"] * len(new_fields(model)))
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks}) {conflict} RETURNING id'  # noqa: S608


def _insert(row: Model, conflict: str) -> bool:
    values = [stored(field, getattr(row, field.attname)) for field in new_fields(type(row))]
    key = execute(_insertion(type(row), conflict), values).fetchone()
    if key is not None:
        row.pk, row._state.adding, row._state.db = key[0], False, "default"
    return key is not None
