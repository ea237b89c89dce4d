"""The register of daily takings. What is closed is append-only (by trigger, in the migration)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from facturier.model.message import Message
from facturier.store.fields import ValueField
from facturier.store.models.accounts import Company
from facturier.store.models.orders import Order
from facturier.takings.judge import Abroad


class TakingsRegister(models.Model):
    """A company keeps its register here, from `since` on. Locked while days of it are closed."""

    company = models.OneToOneField(Company, on_delete=models.PROTECT, related_name="register")
    since = models.DateField()
    abroad = models.TextField(choices=[(one.value, one.value) for one in Abroad], default=Abroad.HOME.value)
    begun_by = models.TextField()
    begun_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.company.facts.name


class TakingsDay(models.Model):
    """A closed day, also one without takings."""

    register = models.ForeignKey(TakingsRegister, on_delete=models.PROTECT, related_name="days")
    day = models.DateField()
    closed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register", "day"], name="takings_day_once")]


class TakingsRow(models.Model):
    """What a closed day took at one rate. category: EN 16931 code. taxable: what of `gross` is not VAT."""

    day = models.ForeignKey(TakingsDay, on_delete=models.PROTECT, related_name="rows")
    category = models.TextField()
    percent = models.DecimalField(max_digits=7, decimal_places=4)
    gross = models.DecimalField(max_digits=18, decimal_places=2)
    taxable = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "category", "percent"], name="takings_row_once")
        ]


class TakingsEntry(models.Model):
    """The share of one order in a row, for one cause (its sale, a refund). what: sale, refund, or why it changes.

    happened: the day of the sale or refund itself, where it was heard of only after that day was closed.
    """

    row = models.ForeignKey(TakingsRow, on_delete=models.PROTECT, related_name="entries")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="takings")
    cause = models.TextField()
    what = models.TextField()
    happened = models.DateField()
    gross = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["row", "order", "cause"], name="takings_entry_once")]


class LeftOut(models.Model):
    """A person says that an order is none of the register's, and why; until it is taken back."""

    register = models.ForeignKey(TakingsRegister, on_delete=models.PROTECT)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="left_out")
    why: models.Field[Message, Message] = ValueField(Message)
    by = models.TextField()
    at = models.DateTimeField()
    back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["register", "order"], name="left_out_once", condition=Q(back_at__isnull=True)
            )
        ]
