"""I7: no secret in what is kept."""

from collections.abc import Iterator

from django.db import connection
from tests.proof.books import Books
from tests.proof.ground import Ground

KEPT = (
    ("store_attempt", "coalesce(exchanges::text, '') || words"),
    ("store_look", "exchanges::text || why"),
    ("store_auditevent", "message::text"),
    ("store_alarm", "message::text"),
    ("store_document", "coalesce(reason::text, '') || words"),
    ("store_effect", "coalesce(reason::text, '') || words || facts::text"),
    ("store_connection", "settings::text || coalesce(trouble::text, '')"),
)
_FOUND = " UNION ALL ".join(
    f"SELECT '{table}' FROM {table} WHERE {text} LIKE ANY(%(secrets)s)"  # noqa: S608
    for table, text in KEPT
)


def breaches(ground: Ground, books: Books) -> Iterator[str]:
    secrets = [
        f"%{value}%" for row in (ground.account, ground.shop) for value in row.secrets.values() if value
    ]
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, {"secrets": secrets})
        for (table,) in cursor.fetchall():
            yield f"a secret stands in {table}"
