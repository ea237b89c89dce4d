"""Documents that a person declared not to exist."""

from datetime import datetime

from facturier.store.models import Document, Watch


def watch(document: Document, by: str, why: str, now: datetime) -> None:
    """Remember who said so and why; `reconcile` looks for the reference from now on."""
    Watch.objects.create(document=document, since=now, by=by, why=why)
