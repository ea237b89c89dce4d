"""An empty store between two seeds, fast: DELETE and setval. TRUNCATE takes ten times as long."""

from typing import Any

import psycopg
from django.apps import apps
from django.db import connection
from psycopg.sql import SQL
from tests.support.emptying import deletes, superusers
from tests.support.processes import database_url

ROOMS = ("store", "book")
STORE = "store_"
PLANNING = {"join_collapse_limit": "1", "from_collapse_limit": "1", "jit": "off"}
"""Tables hold a handful of rows: looking for a better order of joins takes longer than any join."""
SWEEP_EVERY = 20
_FUNCTION = SQL("CREATE FUNCTION pg_temp.emptied() RETURNS void LANGUAGE plpgsql AS $$ BEGIN {} {} END $$")
_EMPTY = "SELECT pg_temp.emptied()"
"""A function: its statements are planned once, which takes ten times as long as to run them."""


class Reset:
    """Empties what a seed wrote. Evidence is append-only by triggers, which stand aside for it.

    A backup is a copy of the store's tables that the connection keeps for itself; the next run has none.
    """

    def __init__(self) -> None:
        self.conninfo = superusers(database_url())
        self._connection = psycopg.connect(self.conninfo, autocommit=True)
        tables = [model._meta.db_table for room in ROOMS for model in apps.get_app_config(room).get_models()]
        begins = [
            SQL("PERFORM setval({}, 1, false);").format(f"{table}_id_seq")
            for table in tables
            if _counts(table)
        ]
        self._tables = ", ".join(tables)
        self._kept = [name for name in tables if name.startswith(STORE)]
        self._done = 0
        self._connection.execute("SET session_replication_role = replica")
        self._connection.execute(_FUNCTION.format(deletes(tables), SQL("").join(begins)))
        for name, value in PLANNING.items():
            self._connection.execute(f"ALTER ROLE facturier SET {name} = '{value}'".encode())

    def close(self) -> None:
        self()
        for name in PLANNING:
            self._connection.execute(f"ALTER ROLE facturier RESET {name}".encode())
        self._connection.close()

    def back_up(self) -> None:
        for name in self._kept:
            copy = f"CREATE TEMPORARY TABLE IF NOT EXISTS kept_{name} (LIKE {name})"
            self._connection.execute(copy.encode())
            self._connection.execute(f"DELETE FROM kept_{name}".encode())  # noqa: S608
            self._connection.execute(f"INSERT INTO kept_{name} SELECT * FROM {name}".encode())  # noqa: S608

    def restore(self) -> None:
        """What came after the backup is not known any more. Row ids go on: nothing of ours is named by them."""
        inserts = "".join(f"INSERT INTO {name} SELECT * FROM kept_{name};" for name in self._kept)  # noqa: S608
        with self._connection.transaction():
            self._connection.execute(deletes(self._kept))
            self._connection.execute(inserts.encode())

    def __call__(self) -> None:
        self._connection.execute(_EMPTY)
        self._done += 1
        if self._done % SWEEP_EVERY == 0:
            self._connection.execute(f"VACUUM {self._tables}".encode())


def _counts(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [f"{table}_id_seq"])
        row: tuple[Any, ...] | None = cursor.fetchone()
    return bool(row and row[0])
