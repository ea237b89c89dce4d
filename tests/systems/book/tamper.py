"""What somebody with the database's password could do: change rows although triggers forbid it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from facturier.model.message import Message
from facturier.systems.book.models import Document, Fact, Ledger, Letterhead, Logo, Person, Series
from facturier.systems.book.verifying import walked

TABLES = tuple(model._meta.db_table for model in (Document, Fact, Person, Series, Ledger, Letterhead, Logo))


@contextmanager
def unguarded() -> Iterator[None]:
    """The book's own triggers sleep while this lasts."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def found(ledger: Ledger) -> list[tuple[str, Message]]:
    """What `verify` says is wrong: where, and what."""
    series = ledger.series.select_related("ledger").order_by("pk")
    return [(wrong.where, wrong.what) for one in series for wrong in walked(one).wrong]
