"""The tables, one room each. What must hold in them beyond keys is held by triggers: `migrations/0002_guards`."""

from facturier.systems.book.models.documents import Document, Fact, Person
from facturier.systems.book.models.ledgers import Ledger, Letterhead, Logo, Series

__all__ = ["Document", "Fact", "Ledger", "Letterhead", "Logo", "Person", "Series"]
