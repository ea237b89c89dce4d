"""Web hooks of shops: where they arrive, how they fare, and the orders that they told us to look at."""

from __future__ import annotations

from django.db import models

from facturier.store.fields import SecretField
from facturier.store.models.accounts import Connection


class HookLine(models.Model):
    """The line on which a shop calls us; there is none before a person wanted it.

    address: where the shop calls. secret: what it signs with. heard_at: the last call that was good. refused: calls
    with a bad signature, since it was switched on. checked_at: when the shop was last asked whether it is on.
    """

    connection = models.OneToOneField(Connection, on_delete=models.CASCADE, related_name="hook_line")
    address = models.TextField()
    secret = SecretField(default=dict)
    heard_at = models.DateTimeField(null=True)
    refused = models.IntegerField(default=0)
    refused_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)


class Knock(models.Model):
    """An order that a hook told us to look at; gone once it was read."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE)
    remote_id = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "remote_id"], name="knock_once")]
