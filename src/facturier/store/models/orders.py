"""Orders as heard. A snapshot is immutable; an order points at its newest one."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from msgspec import Struct

from facturier.drafting.kinds import ByHand
from facturier.model.finding import Finding
from facturier.model.message import Message
from facturier.model.order import Order as OrderFacts
from facturier.store.fields import ValueField
from facturier.store.models.accounts import Connection, Organisation, Route


class Standing(models.TextChoices):
    """Where an order stands (invariant I2): no order is ever without one of these."""

    NEW = "new"
    WAITING = "waiting"
    HELD = "held"
    READY = "ready"
    SENDING = "sending"
    IN_DOUBT = "in_doubt"
    ISSUED = "issued"
    VERIFIED = "verified"
    DISPUTED = "disputed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


class SentByHand(Struct, frozen=True, omit_defaults=True):
    """What a person wants sent for an order, whatever its turn.

    instead: the route would have made its own document at that moment; then this one stands in its place. Else the
    route goes on when its conditions are met. asked: whether the buyer had asked for an invoice by then.
    """

    choice: ByHand
    by: str
    at: datetime
    instead: bool = False
    asked: bool | None = None


class Order(models.Model):
    """One order of one shop connection. `origin` names the sale, whichever connection told of it.

    by_hand: what a person last wanted sent, made or not. look_at: when it must be decided again (None: nothing to do
    until it changes).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    shop = models.ForeignKey(Connection, on_delete=models.PROTECT)
    remote_id = models.TextField()
    origin = models.TextField(db_index=True)
    number = models.TextField(db_index=True)
    snapshot = models.OneToOneField("Snapshot", on_delete=models.PROTECT, null=True, related_name="+")
    route = models.ForeignKey(Route, on_delete=models.PROTECT, null=True)
    standing = models.TextField(choices=Standing.choices, default=Standing.NEW)
    reason: models.Field[Message | None, Message | None] = ValueField(Message, null=True)
    findings: models.Field[tuple[Finding, ...], tuple[Finding, ...]] = ValueField(
        tuple[Finding, ...], default=tuple
    )
    closed_by = models.TextField(default="", blank=True)
    by_hand: models.Field[SentByHand | None, SentByHand | None] = ValueField(SentByHand, null=True)
    placed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    look_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["shop", "remote_id"], name="order_once")]
        indexes = [
            models.Index(
                fields=["shop", "look_at", "id"], name="order_due", condition=models.Q(look_at__isnull=False)
            ),
            models.Index(fields=["organisation", "standing", "-placed_at"], name="order_list"),
        ]

    def __str__(self) -> str:
        return self.number


class Snapshot(models.Model):
    """What the shop said at one moment. `raw` is the payload exactly as it came."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="snapshots")
    revision = models.TextField()
    facts: models.Field[OrderFacts | None, OrderFacts | None] = ValueField(OrderFacts, null=True)
    raw = models.BinaryField()
    trouble = models.TextField(default="", blank=True)
    changed_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["order", "-id"], name="snapshot_newest")]


class CureRow(models.Model):
    """A value that a person (or an accepted proposal) put in place of the shop's. Survives every poll."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="cures")
    field = models.TextField()
    value = models.TextField(blank=True)
    by = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "field"], name="cure_once")]
