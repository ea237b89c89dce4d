"""The evidence: what we were about to do, what was tried, and what it occupied.

An intent is committed with its reference before the first byte. Attempts are append-only: a trigger (in the
migration) refuses to delete one or to change what is written; only the answer may be added, once.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from facturier.model.draft import Draft
from facturier.ports.exchange import HttpExchange
from facturier.ports.system import Candidate, Position
from facturier.store.fields import ValueField
from facturier.store.models.accounts import Connection
from facturier.store.models.documents import Document


class Outcome(models.TextChoices):
    ISSUED = "issued"
    ADOPTED = "adopted"
    ABSENT = "absent"
    REFUSED = "refused"
    NOT_SENT = "not_sent"


class Intent(models.Model):
    """One decision to make one document. `draft` and `digest` are frozen; `date` is the business date.

    horizon_at: until when a lost commit may still land. absent_proof, absent_at: the first of two equal looks.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="intents")
    reference = models.TextField(db_index=True)
    draft: models.Field[Draft, Draft] = ValueField(Draft)
    digest = models.TextField()
    date = models.DateField()
    position: models.Field[Position, Position] = ValueField(Position)
    fence = models.IntegerField()
    created_at = models.DateTimeField()
    horizon_at = models.DateTimeField()
    outcome = models.TextField(choices=Outcome.choices, default="", blank=True)
    closed_at = models.DateTimeField(null=True)
    absent_proof = models.TextField(default="", blank=True)
    absent_at = models.DateTimeField(null=True)
    candidates: models.Field[tuple[Candidate, ...], tuple[Candidate, ...]] = ValueField(
        tuple[Candidate, ...], default=tuple
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document"], name="intent_one_open", condition=Q(closed_at__isnull=True)
            )
        ]


class Attempt(models.Model):
    """One create call of an intent, with everything that went over the wire meanwhile (redacted)."""

    intent = models.ForeignKey(Intent, on_delete=models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    outcome = models.TextField(default="", blank=True)
    words = models.TextField(default="", blank=True)
    exchanges: models.Field[tuple[HttpExchange, ...] | None, tuple[HttpExchange, ...] | None] = ValueField(
        tuple[HttpExchange, ...], null=True
    )


class Look(models.Model):
    """One look for a lost document, or any other read that became evidence. Append-only."""

    intent = models.ForeignKey(Intent, on_delete=models.PROTECT, related_name="looks")
    at = models.DateTimeField()
    verdict = models.TextField()
    why = models.TextField(default="", blank=True)
    candidates: models.Field[tuple[Candidate, ...], tuple[Candidate, ...]] = ValueField(
        tuple[Candidate, ...], default=tuple
    )
    exchanges: models.Field[tuple[HttpExchange, ...], tuple[HttpExchange, ...]] = ValueField(
        tuple[HttpExchange, ...], default=tuple
    )


class Occupancy(models.Model):
    """The room of a series while a number may be consumed in it (DESIGN 5.7)."""

    account = models.TextField()
    series = models.TextField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "series"], name="series_occupied_once")]


class SeriesBook(models.Model):
    """The last business date used in a series, so that dates never run backwards."""

    account = models.TextField()
    series = models.TextField()
    last_date = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "series"], name="series_once")]


class SeriesWalk(models.Model):
    """Up to which number (exclusive) a series was reconciled. kind: of one of proformas, which may have the name of
    one of invoices; else empty."""

    connection = models.ForeignKey(Connection, on_delete=models.PROTECT)
    series = models.TextField()
    kind = models.TextField(default="", blank=True)
    walked_to = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "series", "kind"], name="walk_once")]


class Quarantine(models.Model):
    """A number that a held doubt may own: nobody adopts it until a person has decided."""

    account = models.TextField()
    series = models.TextField()
    number = models.TextField()
    intent = models.ForeignKey(Intent, on_delete=models.PROTECT)
    freed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "series", "number", "intent"], name="quarantine_once")
        ]


class Watch(models.Model):
    """A document that a person declared not to exist: its reference seen under a number raises an alarm."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="watches")
    since = models.DateTimeField()
    by = models.TextField()
    why = models.TextField()


class Stray(models.Model):
    """A document that carries our mark and that our book does not know: made after the backup that was restored.

    When its sale comes by again, it is adopted instead of issued.
    """

    system = models.ForeignKey(Connection, on_delete=models.PROTECT)
    reference = models.TextField(unique=True)
    series = models.TextField()
    number = models.TextField()
    total = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.series} {self.number}".strip()
