"""Whose data it is, whom it speaks to, and which way sales go."""

from __future__ import annotations

from django.db import models

from facturier.drafting.company import Company as CompanyFacts
from facturier.drafting.settings import RouteSettings
from facturier.ports.offers import Offers
from facturier.store.fields import SecretField, ValueField
from facturier.store.models.brake import Brake


class Organisation(Brake):
    name = models.TextField(unique=True)

    def __str__(self) -> str:
        return self.name


class Company(models.Model):
    """A legal issuer. `issuer` is country and bare tax number: the first half of every sale slot.

    Unique over the installation: two organisations cannot both issue for one legal entity.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    issuer = models.TextField(unique=True)
    facts: models.Field[CompanyFacts, CompanyFacts] = ValueField(CompanyFacts)

    def __str__(self) -> str:
        return self.issuer


class Connection(Brake):
    """Credentials, settings and state of one remote account.

    cursor: how far a shop was read. offers: what a system's account offered when last read.
    arithmetic_proved: False after the first total that differed from what was declared.
    silent_since: when the remote first could not serve us, None once it has.
    """

    class Role(models.TextChoices):
        SHOP = "shop"
        SYSTEM = "system"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    role = models.TextField(choices=Role.choices)
    connector = models.TextField()
    label = models.TextField()
    settings = ValueField(dict[str, object], default=dict)
    secrets = SecretField(default=dict)
    cursor = models.TextField(default="", blank=True)
    offers: models.Field[Offers | None, Offers | None] = ValueField(Offers, null=True)
    offers_at = models.DateTimeField(null=True)
    arithmetic_proved = models.BooleanField(null=True)
    read_at = models.DateTimeField(null=True)
    look_at = models.DateTimeField(null=True)
    trouble = ValueField(dict[str, object], null=True)
    silent_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "label"], name="connection_label")]
        indexes = [models.Index(fields=["look_at"], name="connection_due")]

    def __str__(self) -> str:
        return self.label


class Route(Brake):
    """Sales of `shop` become documents in `system`, issued by `company`. Lower `rank` is asked first."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    label = models.TextField()
    shop = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="routes_from")
    system = models.ForeignKey(Connection, on_delete=models.PROTECT, related_name="routes_to")
    company = models.ForeignKey(Company, on_delete=models.PROTECT)
    settings: models.Field[RouteSettings, RouteSettings] = ValueField(RouteSettings)
    rank = models.IntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "label"], name="route_label"),
            models.UniqueConstraint(fields=["shop", "rank"], name="route_rank"),
        ]

    def __str__(self) -> str:
        return self.label
