"""How a guard is taken away for a while: a name in a module, or a constraint in the database."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from django.db import connection

_CONSTRAINT = (
    "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s AND conrelid = %s::regclass"
)
_INDEX = "SELECT indexdef FROM pg_indexes WHERE indexname = %s"


@contextmanager
def without(*replaced: tuple[object, str, Any]) -> Iterator[None]:
    """Each (owner, name, what stands there instead)."""
    with ExitStack() as stack:
        for owner, name, instead in replaced:
            stack.enter_context(patch.object(owner, name, instead))
        yield


@contextmanager
def dropped(table: str, names: Sequence[str]) -> Iterator[None]:
    """Unique constraints of a table are gone; they come back when the table is empty again."""
    again = [_drop(table, name) for name in names]
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in again:
                cursor.execute(statement)


def _drop(table: str, name: str) -> str:
    """Returns the statement that undoes it."""
    with connection.cursor() as cursor:
        cursor.execute(_CONSTRAINT, [name, table])
        if row := cursor.fetchone():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            return f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {row[0]}'
        cursor.execute(_INDEX, [name])
        definition: str = cursor.fetchone()[0]
        cursor.execute(f'DROP INDEX "{name}"')
        return definition
