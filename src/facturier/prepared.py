"""Statements that PostgreSQL takes apart and plans once for a connection. With joins that takes ten times as long as
finding the rows, and of the few rows of one document it always takes longer.
"""

from typing import Any

from django.db import connections
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor

_KEPT = "facturier_cursor"


def execute(sql: str, parameters: Any = None) -> CursorWrapper:
    """Run one statement. Its rows must be fetched before the next one runs: a connection keeps one cursor for
    all of them, as making one takes longer than many a statement."""
    database = connections["default"]
    database.ensure_connection()
    kept: tuple[Any, CursorWrapper] | None = vars(database).get(_KEPT)
    if kept is None or kept[0] is not database.connection:
        database.connection.prepare_threshold = 0
        cursor = CursorWrapper(Cursor(database.connection), database)
        cursor.execute("SET plan_cache_mode = force_generic_plan")
        kept = vars(database)[_KEPT] = database.connection, cursor
    kept[1].execute(sql, parameters)
    return kept[1]
