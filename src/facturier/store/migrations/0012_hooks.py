"""Web hooks of shops."""

import django.db.models.deletion
from django.db import migrations, models

import facturier.store.fields


class Migration(migrations.Migration):
    dependencies = [("store", "0011_ready")]
    operations = [
        migrations.CreateModel(
            name="HookLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.TextField()),
                ("secret", facturier.store.fields.SecretField(default=dict)),
                ("heard_at", models.DateTimeField(null=True)),
                ("refused", models.IntegerField(default=0)),
                ("refused_at", models.DateTimeField(null=True)),
                ("checked_at", models.DateTimeField(null=True)),
                (
                    "connection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hook_line",
                        to="store.connection",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Knock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("remote_id", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "connection",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="store.connection"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("connection", "remote_id"), name="knock_once")
                ],
            },
        ),
    ]
