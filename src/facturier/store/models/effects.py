"""What is done because of a document, and what people want that must wait."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from facturier.model.message import Message
from facturier.store.fields import ValueField
from facturier.store.models.documents import Document
from facturier.store.models.orders import Order


class Policy(models.TextChoices):
    """How an effect survives a lost answer (DESIGN 5.8)."""

    SETTLED = "settled"
    IDEMPOTENT = "idempotent"
    AT_MOST_ONCE = "at_most_once"


class Effect(models.Model):
    """Unique over (document, what, target, cause). Nothing runs before the document is verified."""

    class State(models.TextChoices):
        DUE = "due"
        RUNNING = "running"
        DONE = "done"
        HELD = "held"
        IN_DOUBT = "in_doubt"
        DROPPED = "dropped"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="effects")
    what = models.TextField()
    target = models.TextField()
    cause = models.TextField()
    policy = models.TextField(choices=Policy.choices)
    state = models.TextField(choices=State.choices, default=State.DUE)
    order_of_work = models.IntegerField(default=0)
    tries = models.IntegerField(default=0)
    reason: models.Field[Message | None, Message | None] = ValueField(Message, null=True)
    words = models.TextField(default="", blank=True)
    facts: models.Field[dict[str, str], dict[str, str]] = ValueField(dict[str, str], default=dict)
    fence = models.IntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    look_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "what", "target", "cause"], name="effect_once"),
            models.UniqueConstraint(
                fields=["document"],
                name="transmit_one_open",
                condition=Q(what="transmit") & ~Q(state__in=["done", "dropped"]),
            ),
        ]
        indexes = [
            models.Index(fields=["look_at"], name="effect_due", condition=Q(look_at__isnull=False)),
            models.Index(
                fields=["lease_until"], name="effect_leased", condition=Q(lease_until__isnull=False)
            ),
        ]


class Wish(models.Model):
    """A person's or the shop's cancel, credit or re-issue that waits for a settled state.

    Unique for one document: what a shop refunds is credited anew on the document that was issued again.
    """

    class What(models.TextChoices):
        CANCEL = "cancel"
        CREDIT = "credit"
        REISSUE = "reissue"

    class State(models.TextChoices):
        WAITING = "waiting"
        DONE = "done"
        HELD = "held"
        DROPPED = "dropped"

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="wishes")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, related_name="wishes")
    what = models.TextField(choices=What.choices)
    token = models.TextField()
    by = models.TextField()
    why = models.TextField(default="", blank=True)
    facts: models.Field[dict[str, object], dict[str, object]] = ValueField(dict[str, object], default=dict)
    state = models.TextField(choices=State.choices, default=State.WAITING)
    reason: models.Field[Message | None, Message | None] = ValueField(Message, null=True)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "document", "what", "token"], name="wish_once", nulls_distinct=False
            )
        ]
