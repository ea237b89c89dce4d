"""E-invoices: where they stand, and at most one on its way for a document."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import facturier.store.fields
from facturier.model.transmission import Stage, Transmission

TROUBLED = ["refused", "failed", "declined"]


class Migration(migrations.Migration):
    dependencies = [("store", "0014_by_hand")]
    operations = [
        migrations.CreateModel(
            name="Transmitted",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stage", models.TextField(choices=[(stage.value, stage.value) for stage in Stage])),
                ("told", facturier.store.fields.ValueField(Transmission)),
                ("told_at", models.DateTimeField()),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transmitted",
                        to="store.document",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["document"], name="transmitted_troubled", condition=Q(stage__in=TROUBLED)
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="effect",
            constraint=models.UniqueConstraint(
                fields=["document"],
                name="transmit_one_open",
                condition=Q(what="transmit") & ~Q(state__in=["done", "dropped"]),
            ),
        ),
    ]
