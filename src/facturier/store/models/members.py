"""Who may see an organisation's data on the pages. A superuser sees all of them without a row here."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from facturier.store.models.accounts import Organisation


class Member(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="members")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="members")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organisation"], name="member_once")]

    def __str__(self) -> str:
        return f"{self.user} of {self.organisation}"
