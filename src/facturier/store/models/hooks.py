"""Web hooks: where they arrive, how they fare, and the orders and documents that they told us to look at."""

from __future__ import annotations

from django.db import models

from facturier.store.fields import SecretField
from facturier.store.models.accounts import Connection
from facturier.store.models.documents import Document


class HookLine(models.Model):
    """The line on which a shop or a system calls us; there is none before a person wanted it.

    address: where the remote calls, without what proves who calls. secret: what it signs with, or what stands behind
    the address. opened_at: when it was last switched on. heard_at: the last call that was good. refused: calls with a
    bad signature, since it was switched on; unknown: good ones about orders or documents that are none of ours.
    checked_at: when the remote was last asked whether it is on.
    """

    connection = models.OneToOneField(Connection, on_delete=models.CASCADE, related_name="hook_line")
    address = models.TextField()
    secret = SecretField(default=dict)
    opened_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    refused = models.IntegerField(default=0)
    refused_at = models.DateTimeField(null=True)
    unknown = models.IntegerField(default=0)
    checked_at = models.DateTimeField(null=True)


class Knock(models.Model):
    """An order (by its remote id) or a document that a hook told us to look at; gone once that was done."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE)
    remote_id = models.TextField()
    document = models.ForeignKey(Document, on_delete=models.CASCADE, null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["connection", "remote_id"], name="knock_once")]
