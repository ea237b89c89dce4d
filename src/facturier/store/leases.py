"""Who works on a row just now. The lease guards state, never evidence (DESIGN 5.5)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from facturier.store import statements
from facturier.store.models import Document
from facturier.store.writes import Write, together, updating

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


def write(
    document: Document,
    then: Mapping[str, Write] | None = None,
    *,
    holding: Write | None = None,
    **values: Any,
) -> Mapping[str, int]:
    """Write state under the fence and keep the lease, and with it whatever is to happen `then`.

    See `together` for `holding` and for what is returned. Raises Fenced, also where `holding` finds no row.
    """
    new = updating(Document, {"pk": document.pk, "fence": document.fence}, **values)
    written = together(new, then or {}, holding=holding)
    if written is None:
        raise Fenced(f"document {document.pk}")
    for name, value in values.items():
        setattr(document, name, value)
    return written


def release(
    document: Document, look_at: datetime | None, then: Mapping[str, Write] | None = None, **values: Any
) -> None:
    """Write state under the fence and give the lease back; `look_at` None: nothing more to do. See `write`."""
    write(document, then, lease_until=None, look_at=look_at, **values)
