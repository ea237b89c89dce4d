"""An empty database after a test that committed something, fast: DELETE, where Django's flush would TRUNCATE every
table and make all permissions anew, which takes a quarter of a second each time."""

from collections.abc import Callable, Iterable
from functools import cache

import psycopg
from django.db import connection
from django.test import TransactionTestCase
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Composed, Identifier
from tests.support.processes import database_url

KEPT = ["django_migrations", "django_content_type", "auth_permission"]
"""What migrations filled."""
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL (%s) ORDER BY 1"
# Evidence is append-only by triggers. Only a superuser makes them stand aside: the function is one's, and so it does.
_FUNCTION = SQL(
    "CREATE OR REPLACE FUNCTION emptied() RETURNS void LANGUAGE plpgsql SECURITY DEFINER "
    "SET session_replication_role = replica AS $$ BEGIN {} END $$"
)
_delete = SQL("DELETE FROM {};")


def superusers(database: str) -> str:
    """The same database, for one who may let triggers stand aside."""
    return make_conninfo(database, user="postgres")


def deletes(tables: Iterable[str]) -> Composed:
    """Statements that empty these tables, whatever points from one to another while triggers stand aside."""
    return SQL("").join(_delete.format(Identifier(name)) for name in tables)


@cache
def _prepared(database: str) -> bool:
    """Whether this database has the function. One that is not the test run's own may have no such superuser."""
    try:
        with psycopg.connect(superusers(database), autocommit=True) as made:
            names = [name for (name,) in made.execute(_TABLES, [KEPT]).fetchall()]
            made.execute(_FUNCTION.format(deletes(names)))
    except psycopg.OperationalError:
        return False
    return True


def quick_teardown(
    case: TransactionTestCase,
    slow: Callable[..., None] = TransactionTestCase._fixture_teardown,  # type: ignore[attr-defined]
) -> None:
    if not _prepared(database_url()):
        slow(case)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT emptied()")
