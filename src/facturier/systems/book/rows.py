"""The statements of a document's usual way, as SQL that is put together once. Django builds a query anew at each
call, which takes several times as long as sending it; whatever is not on that way uses Django's queries."""

from functools import cache
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

M = TypeVar("M", bound=Model)


def some(model: type[M], rest: str, *values: Any) -> list[M]:
    """Rows of `model`, called `t`; `rest` is all that follows its name in the statement, never made of what came in.

    A related row is loaded when it is asked for, as with Django's own.
    """
    names, select = _select(model)
    with connection.cursor() as cursor:
        cursor.execute(f"{select} {rest}", values)
        return [model.from_db("default", names, row) for row in cursor.fetchall()]


def first(model: type[M], rest: str, *values: Any) -> M | None:
    return next(iter(some(model, rest, *values)), None)


def value(statement: str, *values: Any) -> Any:
    """The only column of the first row, None without one."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = cursor.fetchone()
    return found[0] if found else None


def insert(row: Model) -> None:
    """Store a new row; a key that the database gives is set on it. Raises IntegrityError."""
    names, statement = _insert(type(row))
    with connection.cursor() as cursor:
        cursor.execute(statement, [getattr(row, name) for name in names])
        row.pk = cursor.fetchone()[0]


def update(row: Model, *names: str) -> None:
    """Write these columns of a stored row."""
    statement = _update(type(row), names)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*(getattr(row, name) for name in names), row.pk])


# What is put into these statements are names of our own tables and columns; values always travel apart.


@cache
def _select(model: type[Model]) -> tuple[list[str], str]:
    fields = model._meta.concrete_fields
    columns = ", ".join(f't."{field.column}"' for field in fields)
    statement = f'SELECT {columns} FROM "{model._meta.db_table}" t'  # noqa: S608
    return [field.attname for field in fields], statement


@cache
def _insert(model: type[Model]) -> tuple[list[str], str]:
    key = model._meta.pk
    fields = [field for field in model._meta.concrete_fields if field.remote_field or field is not key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(["%s"] * len(fields))
    table = f'"{model._meta.db_table}" ({columns})'
    statement = f'INSERT INTO {table} VALUES ({places}) RETURNING "{key.column}"'  # noqa: S608
    return [field.attname for field in fields], statement


@cache
def _update(model: type[Model], names: tuple[str, ...]) -> str:
    columns = ", ".join(f'"{name}" = %s' for name in names)
    return f'UPDATE "{model._meta.db_table}" SET {columns} WHERE "{model._meta.pk.column}" = %s'  # noqa: S608
