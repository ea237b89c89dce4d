"""I7: no secret in what is kept."""

from collections.abc import Iterator, Mapping

from django.db import connection
from tests.proof.books import Books
from tests.proof.ground import Ground

from facturier.store.models import Connection

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
    rows = Connection.objects.filter(pk__in=[ground.account.pk, ground.shop.pk])
    secrets = [f"%{value}%" for row in (ground.account, ground.shop, *rows) for value in _texts(row.secrets)]
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, {"secrets": secrets})
        for (table,) in cursor.fetchall():
            yield f"a secret stands in {table}"


def _texts(secrets: Mapping[str, object]) -> Iterator[str]:
    """What was typed in, and what was granted: the tokens in it."""
    for value in secrets.values():
        if isinstance(value, Mapping):
            yield from (value[name] for name in ("access", "refresh") if value.get(name))
        elif value:
            yield str(value)
