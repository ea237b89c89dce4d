"""What a database holds, in a form that can be compared: rows and a digest of every table."""

from collections.abc import Mapping
from typing import Any

import msgspec
import psycopg
from psycopg import sql

# The text of a value depends on these; fixed, it is the same in every database and version.
_SAME_TEXT = """
SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres';
SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1; SET LOCAL lc_monetary = 'C';
SET LOCAL search_path = ''
"""

# Ordinary tables, partitions included, but not those that belong to an extension.
_TABLES = """
SELECT n.nspname, c.relname
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND c.relpersistence = 'p'
  AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                  WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY 1, 2
"""

# A sum of 60-bit pieces of md5 does not depend on the order of the rows, and sees every change of one.
_DIGEST = """
SELECT count(*), coalesce(sum(('x' || left(md5((facturier_row.*)::text), 15))::bit(60)::bigint), 0)::text
FROM {} AS facturier_row
"""


class Table(msgspec.Struct, frozen=True):
    """Number of rows, and the sum of their digests as decimal digits."""

    rows: int
    digest: str


def tables_of(connection: psycopg.Connection[Any]) -> list[tuple[str, str]]:
    """Schema and name of every table, sorted."""
    return [(str(schema), str(name)) for schema, name in connection.execute(_TABLES)]


def contents_of(connection: psycopg.Connection[Any]) -> dict[str, Table]:
    """Every table by "schema.name", as the connection's open transaction sees it."""
    connection.execute(_SAME_TEXT)
    found = {}
    for schema, name in tables_of(connection):
        row = connection.execute(sql.SQL(_DIGEST).format(sql.Identifier(schema, name))).fetchone()
        if row is not None:
            found[f"{schema}.{name}"] = Table(int(row[0]), str(row[1]))
    return found


def differing(expected: Mapping[str, Table], found: Mapping[str, Table]) -> list[str]:
    """The names of the tables that are not the same in both, sorted."""
    return sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
