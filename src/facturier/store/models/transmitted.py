"""Where the e-invoice of a document stands at the authority."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from facturier.model.transmission import TROUBLED, Stage, Transmission
from facturier.store.fields import ValueField
from facturier.store.models.documents import Document


class Transmitted(models.Model):
    """What was heard last of one document's e-invoice; there is none before it was looked for. told_at: when."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="transmitted")
    stage = models.TextField(choices=[(stage.value, stage.value) for stage in Stage])
    told: models.Field[Transmission, Transmission] = ValueField(Transmission)
    told_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["document"],
                name="transmitted_troubled",
                condition=Q(stage__in=[stage.value for stage in TROUBLED]),
            )
        ]
