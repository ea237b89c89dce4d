"""What happened, who did it, and what somebody must look at. The audit trail is append-only (by trigger)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from facturier.model.message import Message
from facturier.store.fields import ValueField
from facturier.store.models.accounts import Organisation


class AuditEvent(models.Model):
    """`subject` is `order:12`, `document:7`, `connection:3` ...; `actor` a person's name or `facturier`."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True)
    at = models.DateTimeField()
    actor = models.TextField()
    subject = models.TextField(db_index=True)
    message: models.Field[Message, Message] = ValueField(Message)


class Alarm(models.Model):
    """Drift, a duplicate, a brake, a second installation: open until somebody or something closes it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True)
    code = models.TextField()
    subject = models.TextField()
    message: models.Field[Message, Message] = ValueField(Message)
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "subject"], name="alarm_once", condition=Q(closed_at__isnull=True)
            )
        ]
