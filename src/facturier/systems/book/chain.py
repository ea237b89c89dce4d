"""The chain of a series: every document and every later fact, each sealed to the one before.

    link(n) = SHA-256( link(n-1) + newline + canonical JSON of all columns of entry n )

The first link is a digest of what the series itself is, so that no chain can be passed off as another's. Every
column takes part; personal data by a salted digest, so that they can be erased without breaking the chain.
Whoever keeps the newest link outside the database can prove later that nothing before it was changed.
"""

import secrets
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

import msgspec

from facturier.systems.book.models import Document, Fact, Ledger, Series

_ENCODER = msgspec.json.Encoder(decimal_format="string", order="deterministic")


def canonical(value: Any) -> str:
    """The one JSON text of a value: keys in order, decimals as texts, no blanks."""
    return _ENCODER.encode(value).decode()


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def salt() -> str:
    return secrets.token_hex(16)


def person_digest(salt: str, facts: str) -> str:
    """What a document keeps of the people on it."""
    return digest(f"{salt}\n{facts}")


def first_link(ledger: Ledger, series: Series) -> str:
    """Where the chain of a series begins."""
    since = series.since.isoformat() if series.since else ""
    itself = (series.family, series.name, series.kind, series.year or 0, since, series.width)
    return digest(canonical((ledger.name, ledger.issuer, ledger.country, *itself, series.first_number)))


def document_link(previous: str, document: Document, original: str, letterhead: str) -> str:
    """original: link of the document it refers to, or empty. letterhead: its digest."""
    sealed = (
        "document",
        document.place,
        document.number,
        document.name,
        document.kind,
        _day(document.issued_on),
        _moment(document.issued_at),
        document.currency,
        _cents(document.total),
        _cents(document.vat),
        document.reference,
        document.installation,
        document.order_number,
        original,
        document.whole,
        letterhead,
        document.content,
        document.person,
    )
    return digest(f"{previous}\n{canonical(sealed)}")


def fact_link(previous: str, fact: Fact, document: str) -> str:
    """document: link of the document that it belongs to."""
    amount = None if fact.amount is None else _cents(fact.amount)
    sealed = ("fact", fact.place, document, fact.what, _day(fact.day), _moment(fact.at), amount, fact.words)
    return digest(f"{previous}\n{canonical(sealed)}")


def _day(day: date) -> str:
    return day.isoformat()


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _cents(amount: Decimal) -> str:
    return f"{amount:.2f}"
