"""The statements of a document's usual way, as SQL that is put together once. Django builds a query anew at each
call, which takes several times as long as sending it; whatever is not on that way uses Django's queries."""

from functools import cache
from typing import Any, TypeVar

from django.db.models import Model

from facturier.prepared import execute

M = TypeVar("M", bound=Model)


def some(model: type[M], rest: str, *values: Any) -> list[M]:
    """Rows of `model`, called `t`; `rest` is all that follows its name in the statement, never made of what came in.

    A related row is loaded when it is asked for, as with Django's own.
    """
    names, select = _select(model)
    return [model.from_db("default", names, row) for row in execute(f"{select} {rest}", values).fetchall()]


def first(model: type[M], rest: str, *values: Any) -> M | None:
    return next(iter(some(model, rest, *values)), None)


def value(statement: str, *values: Any) -> Any:
    """The only column of the first row, None without one."""
    found = execute(statement, values).fetchone()
    return found[0] if found else None


def insert(row: Model) -> None:
    """Store a new row; a key that the database gives is set on it. Raises IntegrityError."""
    row.pk = execute(f"{_insert(type(row))} RETURNING id", _new(row)).fetchone()[0]


def insert_with(row: Model, beside: Model, grown: Model, *names: str) -> None:
    """Store a new row, a row `beside` it that has its key, and these columns of a stored one: one trip for all three.
    Raises IntegrityError."""
    statement = _insert_with(type(row), type(beside), type(grown), names)
    row.pk = execute(statement, [*_new(row), *_new(beside)[1:], *_changed(grown, names)]).fetchone()[0]
    beside.pk = row.pk


def update(row: Model, *names: str) -> None:
    """Write these columns of a stored row."""
    execute(_update(type(row), names), _changed(row, names))


def _new(row: Model) -> list[Any]:
    return [getattr(row, name) for name in _names(type(row))]


def _changed(row: Model, names: tuple[str, ...]) -> list[Any]:
    return [*(getattr(row, name) for name in names), row.pk]


# What is put into these statements are names of our own tables and columns; values always travel apart.


@cache
def _select(model: type[Model]) -> tuple[list[str], str]:
    fields = model._meta.concrete_fields
    columns = ", ".join(f't."{field.column}"' for field in fields)
    statement = f'SELECT {columns} FROM "{model._meta.db_table}" t'  # noqa: S608
    return [field.attname for field in fields], statement


@cache
def _names(model: type[Model]) -> list[str]:
    """Columns of a new row, without a key that the database gives; one that is another row's key comes first."""
    fields = model._meta.concrete_fields
    return [field.attname for field in fields if field.remote_field or not field.primary_key]


def _columns(model: type[Model]) -> str:
    columns = ", ".join(f'"{name}"' for name in _names(model))
    return f'"{model._meta.db_table}" ({columns})'


@cache
def _insert(model: type[Model]) -> str:
    places = ", ".join(["%s"] * len(_names(model)))
    return f"INSERT INTO {_columns(model)} VALUES ({places})"  # noqa: S608


@cache
def _insert_with(model: type[Model], beside: type[Model], grown: type[Model], names: tuple[str, ...]) -> str:
    columns, places = _columns(beside), ", ".join(["%s"] * (len(_names(beside)) - 1))
    return (
        f"WITH made AS ({_insert(model)} RETURNING id), "  # noqa: S608
        f"beside AS (INSERT INTO {columns} SELECT id, {places} FROM made) "
        f"{_update(grown, names)} RETURNING (SELECT id FROM made)"
    )


@cache
def _update(model: type[Model], names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{name}" = %s' for name in names)
    return f'UPDATE "{model._meta.db_table}" SET {columns} WHERE "{model._meta.pk.column}" = %s'  # noqa: S608
