"""Who works on a row just now. The lease guards state, never evidence (DESIGN 5.5)."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

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
    "original",
    "route",
    "organisation",
)


def lease(document_id: int, now: datetime, duration: timedelta) -> Document | None:
    """Take the document for `duration`, with all that a step reads. None: somebody else has it.

    It is due again when the lease ends, so a worker that dies in between is found without anybody looking.
    """
    taken = (
        Document.objects.filter(pk=document_id)
        .filter(Q(lease_until=None) | Q(lease_until__lte=now))
        .update(fence=F("fence") + 1, lease_until=now + duration, look_at=now + duration)
    )
    return Document.objects.select_related(*_WITH).get(pk=document_id) if taken else None


def write(document: Document, **values: Any) -> None:
    """Write state under the fence and keep the lease. Raises Fenced."""
    if not Document.objects.filter(pk=document.pk, fence=document.fence).update(**values):
        raise Fenced(f"document {document.pk}")
    for name, value in values.items():
        setattr(document, name, value)


def release(document: Document, look_at: datetime | None, **values: Any) -> None:
    """Write state under the fence and give the lease back; `look_at` None: nothing more to do."""
    write(document, lease_until=None, look_at=look_at, **values)
