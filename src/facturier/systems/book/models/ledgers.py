"""Whose book it is, its series with their chains, and how its documents look."""

from __future__ import annotations

from django.db import models


class Ledger(models.Model):
    """One company's book. Several live in one database, each under a name of its own.

    issuer: country and tax number without prefix, as in invariant I1. zone: whose calendar dates documents.
    rates: the VAT rates that may be charged, in percent, with blanks between. locked_upto: nothing is dated on
    or before it any more; it only moves forward. logo: what is printed on documents from now on.
    """

    name = models.TextField(unique=True)
    issuer = models.TextField()
    country = models.TextField()
    zone = models.TextField()
    rates = models.TextField()
    locked_upto = models.DateField(null=True)
    logo = models.ForeignKey("Logo", on_delete=models.PROTECT, null=True)
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Series(models.Model):
    """Numbers without gaps, dates that never run backwards, and one chain over all that happened.

    family: how routes name it. name: what stands on documents; the family itself, or family and year where it
    begins anew each year. year: None where it runs on. since, until: the days on which it may be used.
    width: digits of a number, zeros in front. next_number, last_date: what the next document gets, and not less.
    length, head: of the chain of documents and facts; see `chain`.
    """

    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="series")
    family = models.TextField()
    name = models.TextField()
    kind = models.TextField()
    year = models.IntegerField(null=True)
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    width = models.IntegerField(default=4)
    first_number = models.IntegerField(default=1)
    next_number = models.IntegerField(default=1)
    last_date = models.DateField(null=True)
    length = models.IntegerField(default=0)
    head = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ledger", "name"], name="book_series_name"),
            models.UniqueConstraint(
                fields=["ledger", "family", "year"], name="book_series_year", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def written(self, number: int) -> str:
        """A number as it stands on documents."""
        return str(number).zfill(self.width)


class Letterhead(models.Model):
    """How a document looks and who issues it, as it was when it was issued: canonical JSON of `wire.Letterhead`.

    logo: digest of the picture, or empty.
    """

    digest = models.TextField(unique=True)
    content = models.TextField()
    logo = models.TextField(default="", blank=True)


class Logo(models.Model):
    """A picture by the digest of its bytes (SHA-256, hexadecimal)."""

    digest = models.TextField(unique=True)
    content = models.BinaryField()
