"""Issuing can be paused at every level; the reason is kept and shown."""

from __future__ import annotations

from django.db import models

from facturier.model.message import Message
from facturier.store.fields import ValueField


class Brake(models.Model):
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_by = models.TextField(default="", blank=True)
    paused_why: models.Field[Message | None, Message | None] = ValueField(Message, null=True)

    class Meta:
        abstract = True
