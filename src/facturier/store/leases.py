"""Who works on a row just now. The lease guards state, never evidence (DESIGN 5.5)."""

from datetime import datetime, timedelta
from typing import Any

from facturier.store import statements
from facturier.store.models import Document

DURATION = timedelta(seconds=180)


class Fenced(Exception):
    """The lease was lost to somebody else: nothing may be written any more."""


_WITH = (
    "sale",
    "company",
    "system",
    "order",
    "order__snapshot",
    "order__shop",
    "route",
    "organisation",
)


_TAKE = """
    UPDATE store_document SET fence = fence + 1, lease_until = %(until)s, look_at = %(until)s
    WHERE id = %(id)s AND (lease_until IS NULL OR lease_until <= %(now)s)
"""


def lease(document_id: int, now: datetime, duration: timedelta) -> Document | None:
    """Take the document for `duration`, with all that a step reads. None: somebody else has it.

    It is due again when the lease ends, so a worker that dies in between is found without anybody looking.
    """
    return statements.written(
        Document, _TAKE, {"id": document_id, "now": now, "until": now + duration}, _WITH
    )


def write(document: Document, **values: Any) -> None:
    """Write state under the fence and keep the lease. Raises Fenced."""
    if not statements.update(Document, {"pk": document.pk, "fence": document.fence}, **values):
        raise Fenced(f"document {document.pk}")
    for name, value in values.items():
        setattr(document, name, value)


def release(document: Document, look_at: datetime | None, **values: Any) -> None:
    """Write state under the fence and give the lease back; `look_at` None: nothing more to do."""
    write(document, lease_until=None, look_at=look_at, **values)
