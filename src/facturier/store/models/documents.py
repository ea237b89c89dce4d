"""Sales, their slots, and what was done to fill them.

The row of a document *is* its sale slot: `slot` below is invariant I1 and holds without any lock.
`division` says whether the sale is invoiced whole or in parts; a composite foreign key (in the migration)
makes the two exclude each other.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import ExtractYear

from facturier.drafting.context import ClaimedLine
from facturier.model.document import Statement
from facturier.model.draft import Draft
from facturier.model.finding import Finding
from facturier.model.message import Message
from facturier.store.fields import ValueField
from facturier.store.models.accounts import Company, Connection, Organisation, Route
from facturier.store.models.orders import Order, Snapshot


class Division(models.TextChoices):
    WHOLE = "whole"
    PARTS = "parts"


class State(models.TextChoices):
    """DESIGN section 5. HELD is *held before* (no call was made), HELD_IN_DOUBT waits for a named person."""

    READY = "ready"
    HELD = "held"
    SENDING = "sending"
    IN_DOUBT = "in_doubt"
    HELD_IN_DOUBT = "held_in_doubt"
    ISSUED = "issued"
    VERIFIED = "verified"
    DISPUTED = "disputed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


NOTHING_THERE = (State.READY, State.HELD, State.REFUSED, State.WITHDRAWN)
UNSETTLED = (State.SENDING, State.IN_DOUBT, State.HELD_IN_DOUBT)
EXISTS = (State.ISSUED, State.VERIFIED, State.DISPUTED)


class Sale(models.Model):
    """One sale and one class of document, for one legal issuer. elsewhere: another tool's document for it.

    The row of the fiscal class is there before the first document of any class: who opens a slot of the sale waits
    for it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    issuer = models.TextField()
    origin = models.TextField()
    document_class = models.TextField()
    division = models.TextField(choices=Division.choices)
    elsewhere = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "origin", "document_class"], name="sale_once"),
            models.UniqueConstraint(fields=["id", "division"], name="sale_division"),
        ]

    def __str__(self) -> str:
        return f"{self.issuer} {self.origin} {self.document_class}"


class Document(models.Model):
    """A slot and what fills it. Facts beside the state: cancelled, credited, paid.

    takes: what it takes of each order line. draft: as decided; frozen from the first byte on.
    made_from: of an invoice, the order document or proforma that it is (to be) made out of.
    drafted_on: the business day of that decision. netted: ids of the refunds that the draft took off already.
    fence: grows with every lease; only the holder of the newest may write state.
    connector, number_space: within which a company's numbers are unique, whatever the connection.
    retired_at: cancelled, fully credited or gone, so that the next ordinal may open.
    gone_at: a person said, and a look confirmed, that it was deleted in the system. Its number is free again.
    total: gross payable in `currency`, of the draft; stated: what the system said.
    asked: somebody waits for it. What no buyer asked for comes after, and waits where calls are scarce.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    sale = models.ForeignKey(Sale, on_delete=models.PROTECT)
    division = models.TextField(choices=Division.choices)
    part = models.TextField(default="", blank=True)
    ordinal = models.IntegerField(default=1)
    kind = models.TextField()
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    route = models.ForeignKey(Route, on_delete=models.PROTECT)
    system = models.ForeignKey(Connection, on_delete=models.PROTECT)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="documents")
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT)
    original = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    made_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="successors")
    reference = models.TextField()
    revision = models.TextField()
    state = models.TextField(choices=State.choices, default=State.READY)
    reason: models.Field[Message | None, Message | None] = ValueField(Message, null=True)
    words = models.TextField(default="", blank=True)
    findings: models.Field[tuple[Finding, ...], tuple[Finding, ...]] = ValueField(
        tuple[Finding, ...], default=tuple
    )
    draft: models.Field[Draft, Draft] = ValueField(Draft)
    takes: models.Field[tuple[ClaimedLine, ...], tuple[ClaimedLine, ...]] = ValueField(
        tuple[ClaimedLine, ...], default=tuple
    )
    last_part = models.BooleanField(default=True)
    drafted_on = models.DateField(null=True)
    asked = models.BooleanField(default=True)
    netted: models.Field[tuple[str, ...], tuple[str, ...]] = ValueField(tuple[str, ...], default=tuple)
    currency = models.TextField()
    total = models.DecimalField(max_digits=18, decimal_places=2)
    connector = models.TextField()
    number_space = models.TextField()
    series = models.TextField(default="", blank=True)
    number = models.TextField(default="", blank=True)
    issued_on = models.DateField(null=True)
    remote_id = models.TextField(default="", blank=True)
    link = models.TextField(default="", blank=True)
    public_link = models.TextField(default="", blank=True)
    stated: models.Field[Statement | None, Statement | None] = ValueField(Statement, null=True)
    accepted_by = models.TextField(default="", blank=True)
    pdf = models.TextField(default="", blank=True)
    fence = models.IntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    look_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    credited = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    retired_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sale", "part", "ordinal"], name="slot"),
            models.UniqueConstraint(
                fields=["sale", "part"], name="slot_one_alive", condition=Q(retired_at__isnull=True)
            ),
            models.UniqueConstraint(
                "company",
                "connector",
                "number_space",
                "series",
                "number",
                ExtractYear("issued_on"),
                name="document_number",
                condition=Q(gone_at__isnull=True) & ~Q(number=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["system", "asked", "look_at", "id"],
                name="document_ready",
                condition=Q(look_at__isnull=False) & Q(state="ready"),
            ),
            models.Index(
                fields=["system", "look_at", "id"],
                name="document_due_beside",
                condition=Q(look_at__isnull=False) & ~Q(state="ready"),
            ),
            models.Index(
                fields=["lease_until"], name="document_leased", condition=Q(lease_until__isnull=False)
            ),
            models.Index(fields=["organisation", "state", "-created_at"], name="document_list"),
            models.Index(fields=["reference"], name="document_reference"),
            models.Index(fields=["system", "remote_id"], name="document_remote", condition=~Q(remote_id="")),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.number}".strip() or self.reference
