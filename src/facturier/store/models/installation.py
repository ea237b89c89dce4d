"""This installation, and the permits of remote limits that all its workers share."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from facturier.model.message import Message
from facturier.ports.budget import Quota
from facturier.store.fields import ValueField


class Installation(models.Model):
    """One row. `identity` never changes; `recovery` means: nothing is sent until accounts were walked, and
    `recovery_at` since when. clock_at: what the clock showed when somebody last looked."""

    identity = models.UUIDField(unique=True)
    created_at = models.DateTimeField()
    recovery: models.Field[Message | None, Message | None] = ValueField(Message, null=True)
    recovery_at = models.DateTimeField(null=True)
    clock_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    paused_why: models.Field[Message | None, Message | None] = ValueField(Message, null=True)


class Permit(models.Model):
    """One of the `calls` that a limit scope allows per window; free again at `free_at`.

    A permit is taken until deadline + window, and given back at end + window: so in any window of the remote's
    own clock at most `calls` arrive, however late a packet is, and a dead worker's permits return by themselves.
    """

    scope = models.TextField()
    index = models.IntegerField()
    free_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "index"], name="permit_once")]


class LimitScope(models.Model):
    """What holds for a whole scope. asked_until: somebody more urgent waits, others leave a permit free.

    blocked_until: the remote said so. quotas: its longer limits, as it told them last.
    """

    scope = models.TextField(unique=True)
    asked_until = models.DateTimeField(null=True)
    blocked_until = models.DateTimeField(null=True)
    quotas: models.Field[tuple[Quota, ...] | None, tuple[Quota, ...] | None] = ValueField(
        tuple[Quota, ...], null=True
    )


class Rate(models.Model):
    """An exchange rate: 1 `base` = `rate` `quote` on `day`, as published by `source`."""

    source = models.TextField()
    day = models.DateField()
    base = models.TextField()
    quote = models.TextField()
    rate = models.DecimalField(max_digits=18, decimal_places=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "day", "base", "quote"], name="rate_once"),
            models.CheckConstraint(condition=Q(rate__gt=0), name="rate_positive"),
        ]
