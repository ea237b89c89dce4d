"""Documents, the people on them, and what happened to them afterwards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from facturier.model.kinds import DocumentKind
from facturier.systems.book.models.ledgers import Ledger, Letterhead, Series

SUCCESSORS = tuple(kind.value for kind in (DocumentKind.INVOICE, DocumentKind.RECEIPT, DocumentKind.PROFORMA))


class Document(models.Model):
    """One document, written once. place, link: its place in the series' chain, and the digest there.

    number: counted without gaps in its series; name: the same as it is written. installation: the part of the
    reference that tells who asked for it. original: what is credited, or the proforma that this follows.
    content: canonical JSON of `content.Content`; person: digest of what stands apart in `Person`.
    """

    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="documents")
    place = models.IntegerField()
    number = models.IntegerField()
    name = models.TextField()
    kind = models.TextField()
    issued_on = models.DateField()
    issued_at = models.DateTimeField()
    currency = models.TextField()
    total = models.DecimalField(max_digits=18, decimal_places=2)
    vat = models.DecimalField(max_digits=18, decimal_places=2)
    reference = models.TextField()
    installation = models.TextField()
    order_number = models.TextField()
    original = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followers")
    whole = models.BooleanField(default=False)
    letterhead = models.ForeignKey(Letterhead, on_delete=models.PROTECT)
    content = models.TextField()
    person = models.TextField()
    link = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ledger", "reference"], name="book_reference"),
            models.UniqueConstraint(fields=["series", "number"], name="book_number"),
            models.UniqueConstraint(fields=["series", "place"], name="book_place"),
            models.UniqueConstraint(
                fields=["original"], name="book_followed_once", condition=Q(kind__in=SUCCESSORS)
            ),
        ]
        indexes = [models.Index(fields=["ledger", "installation"], name="book_installation")]

    def __str__(self) -> str:
        return f"{self.series.name} {self.name}"


class Person(models.Model):
    """Whom a document names: canonical JSON of `content.Named`, kept apart so that it can be erased.

    The document keeps only a digest of salt and facts: with both gone it tells nothing of anybody, and the chain
    over the document still holds.
    """

    document = models.OneToOneField(
        Document, on_delete=models.PROTECT, primary_key=True, related_name="named"
    )
    salt = models.TextField(null=True)
    facts = models.TextField(null=True)
    erased_at = models.DateTimeField(null=True)


class Fact(models.Model):
    """What became of a document, in the same chain. Rows are only ever added.

    amount: of a payment, in the document's currency. words: its type, or who did it.
    """

    class What(models.TextChoices):
        PAID = "paid"
        CANCELLED = "cancelled"
        REMINDED = "reminded"
        EXPIRED = "expired"
        ERASED = "erased"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="facts")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="facts")
    place = models.IntegerField()
    what = models.TextField(choices=What.choices)
    day = models.DateField()
    at = models.DateTimeField()
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    words = models.TextField(default="", blank=True)
    link = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "place"], name="book_fact_place"),
            models.UniqueConstraint(
                fields=["document", "what"],
                name="book_fact_once",
                condition=Q(what__in=["cancelled", "expired", "erased"]),
            ),
        ]
