"""The tables."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import facturier.store.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Company",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issuer", models.TextField(unique=True)),
                ("facts", facturier.store.fields.ValueField()),
            ],
        ),
        migrations.CreateModel(
            name="Connection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("paused_at", models.DateTimeField(blank=True, null=True)),
                ("paused_by", models.TextField(blank=True, default="")),
                ("paused_why", facturier.store.fields.ValueField(null=True)),
                ("role", models.TextField(choices=[("shop", "Shop"), ("system", "System")])),
                ("connector", models.TextField()),
                ("label", models.TextField()),
                ("settings", facturier.store.fields.ValueField(default=dict)),
                ("secrets", facturier.store.fields.SecretField(default=dict)),
                ("cursor", models.TextField(blank=True, default="")),
                ("offers", facturier.store.fields.ValueField(null=True)),
                ("offers_at", models.DateTimeField(null=True)),
                ("arithmetic_proved", models.BooleanField(null=True)),
                ("read_at", models.DateTimeField(null=True)),
                ("look_at", models.DateTimeField(null=True)),
                ("trouble", facturier.store.fields.ValueField(null=True)),
                ("silent_since", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Installation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("identity", models.UUIDField(unique=True)),
                ("created_at", models.DateTimeField()),
                ("recovery", facturier.store.fields.ValueField(null=True)),
                ("paused_at", models.DateTimeField(null=True)),
                ("paused_why", facturier.store.fields.ValueField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="LimitScope",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.TextField(unique=True)),
                ("asked_until", models.DateTimeField(null=True)),
                ("blocked_until", models.DateTimeField(null=True)),
                ("quotas", facturier.store.fields.ValueField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("paused_at", models.DateTimeField(blank=True, null=True)),
                ("paused_by", models.TextField(blank=True, default="")),
                ("paused_why", facturier.store.fields.ValueField(null=True)),
                ("name", models.TextField(unique=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("division", models.TextField(choices=[("whole", "Whole"), ("parts", "Parts")])),
                ("part", models.TextField(blank=True, default="")),
                ("ordinal", models.IntegerField(default=1)),
                ("kind", models.TextField()),
                ("reference", models.TextField()),
                ("revision", models.TextField()),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("ready", "Ready"),
                            ("held", "Held"),
                            ("sending", "Sending"),
                            ("in_doubt", "In Doubt"),
                            ("held_in_doubt", "Held In Doubt"),
                            ("issued", "Issued"),
                            ("verified", "Verified"),
                            ("disputed", "Disputed"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="ready",
                    ),
                ),
                ("reason", facturier.store.fields.ValueField(null=True)),
                ("words", models.TextField(blank=True, default="")),
                ("findings", facturier.store.fields.ValueField(default=tuple)),
                ("draft", facturier.store.fields.ValueField()),
                ("takes", facturier.store.fields.ValueField(default=tuple)),
                ("last_part", models.BooleanField(default=True)),
                ("drafted_on", models.DateField(null=True)),
                ("asked", models.BooleanField(default=True)),
                ("netted", facturier.store.fields.ValueField(default=tuple)),
                ("currency", models.TextField()),
                ("total", models.DecimalField(decimal_places=2, max_digits=18)),
                ("connector", models.TextField()),
                ("number_space", models.TextField()),
                ("series", models.TextField(blank=True, default="")),
                ("number", models.TextField(blank=True, default="")),
                ("issued_on", models.DateField(null=True)),
                ("remote_id", models.TextField(blank=True, default="")),
                ("link", models.TextField(blank=True, default="")),
                ("public_link", models.TextField(blank=True, default="")),
                ("stated", facturier.store.fields.ValueField(null=True)),
                ("accepted_by", models.TextField(blank=True, default="")),
                ("pdf", models.TextField(blank=True, default="")),
                ("fence", models.IntegerField(default=0)),
                ("lease_until", models.DateTimeField(null=True)),
                ("look_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("issued_at", models.DateTimeField(null=True)),
                ("verified_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("credited", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                ("retired_at", models.DateTimeField(null=True)),
                ("gone_at", models.DateTimeField(null=True)),
                (
                    "company",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.company"),
                ),
                (
                    "made_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="store.document",
                    ),
                ),
                (
                    "original",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="store.document",
                    ),
                ),
                (
                    "system",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.connection"),
                ),
            ],
        ),
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
                ("opened_at", models.DateTimeField(null=True)),
                ("heard_at", models.DateTimeField(null=True)),
                ("refused", models.IntegerField(default=0)),
                ("refused_at", models.DateTimeField(null=True)),
                ("unknown", models.IntegerField(default=0)),
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
            name="Intent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.TextField(db_index=True)),
                ("draft", facturier.store.fields.ValueField()),
                ("digest", models.TextField()),
                ("date", models.DateField()),
                ("position", facturier.store.fields.ValueField()),
                ("fence", models.IntegerField()),
                ("created_at", models.DateTimeField()),
                ("horizon_at", models.DateTimeField()),
                (
                    "outcome",
                    models.TextField(
                        blank=True,
                        choices=[
                            ("issued", "Issued"),
                            ("adopted", "Adopted"),
                            ("absent", "Absent"),
                            ("refused", "Refused"),
                            ("not_sent", "Not Sent"),
                        ],
                        default="",
                    ),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                ("absent_proof", models.TextField(blank=True, default="")),
                ("absent_at", models.DateTimeField(null=True)),
                ("candidates", facturier.store.fields.ValueField(default=tuple)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="intents",
                        to="store.document",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("outcome", models.TextField(blank=True, default="")),
                ("words", models.TextField(blank=True, default="")),
                ("exchanges", facturier.store.fields.ValueField(null=True)),
                (
                    "intent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="store.intent",
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
                (
                    "document",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.CASCADE, to="store.document"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("verdict", models.TextField()),
                ("why", models.TextField(blank=True, default="")),
                ("candidates", facturier.store.fields.ValueField(default=tuple)),
                ("exchanges", facturier.store.fields.ValueField(default=tuple)),
                (
                    "intent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="looks", to="store.intent"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Occupancy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.TextField()),
                ("series", models.TextField()),
                ("taken_at", models.DateTimeField()),
                (
                    "document",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.document"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("remote_id", models.TextField()),
                ("origin", models.TextField(db_index=True)),
                ("number", models.TextField(db_index=True)),
                (
                    "standing",
                    models.TextField(
                        choices=[
                            ("new", "New"),
                            ("waiting", "Waiting"),
                            ("held", "Held"),
                            ("ready", "Ready"),
                            ("sending", "Sending"),
                            ("in_doubt", "In Doubt"),
                            ("issued", "Issued"),
                            ("verified", "Verified"),
                            ("disputed", "Disputed"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                            ("closed", "Closed"),
                        ],
                        default="new",
                    ),
                ),
                ("reason", facturier.store.fields.ValueField(null=True)),
                ("findings", facturier.store.fields.ValueField(default=tuple)),
                ("closed_by", models.TextField(blank=True, default="")),
                ("by_hand", facturier.store.fields.ValueField(null=True)),
                ("placed_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField(null=True)),
                ("heard_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("look_at", models.DateTimeField(null=True)),
                (
                    "shop",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.connection"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.organisation"),
                ),
            ],
        ),
        migrations.AddField(
            model_name="document",
            name="order",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="store.order"
            ),
        ),
        migrations.CreateModel(
            name="CureRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("field", models.TextField()),
                ("value", models.TextField(blank=True)),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="cures", to="store.order"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="store.organisation",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="document",
            name="organisation",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.organisation"),
        ),
        migrations.AddField(
            model_name="connection",
            name="organisation",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.organisation"),
        ),
        migrations.AddField(
            model_name="company",
            name="organisation",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.organisation"),
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                ("actor", models.TextField()),
                ("subject", models.TextField(db_index=True)),
                ("message", facturier.store.fields.ValueField()),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="store.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Alarm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.TextField()),
                ("subject", models.TextField()),
                ("message", facturier.store.fields.ValueField()),
                ("at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", models.TextField(blank=True, default="")),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="store.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Permit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.TextField()),
                ("index", models.IntegerField()),
                ("free_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("scope", "index"), name="permit_once")],
            },
        ),
        migrations.CreateModel(
            name="Quarantine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.TextField()),
                ("series", models.TextField()),
                ("number", models.TextField()),
                ("freed_at", models.DateTimeField(null=True)),
                ("intent", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.intent")),
            ],
        ),
        migrations.CreateModel(
            name="Rate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.TextField()),
                ("day", models.DateField()),
                ("base", models.TextField()),
                ("quote", models.TextField()),
                ("rate", models.DecimalField(decimal_places=8, max_digits=18)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source", "day", "base", "quote"), name="rate_once"),
                    models.CheckConstraint(condition=models.Q(("rate__gt", 0)), name="rate_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Route",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("paused_at", models.DateTimeField(blank=True, null=True)),
                ("paused_by", models.TextField(blank=True, default="")),
                ("paused_why", facturier.store.fields.ValueField(null=True)),
                ("label", models.TextField()),
                ("settings", facturier.store.fields.ValueField()),
                ("rank", models.IntegerField(default=0)),
                ("active", models.BooleanField(default=True)),
                (
                    "company",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.company"),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.organisation"),
                ),
                (
                    "shop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="routes_from",
                        to="store.connection",
                    ),
                ),
                (
                    "system",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="routes_to",
                        to="store.connection",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="order",
            name="route",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="store.route"),
        ),
        migrations.AddField(
            model_name="document",
            name="route",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.route"),
        ),
        migrations.CreateModel(
            name="Sale",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("issuer", models.TextField()),
                ("origin", models.TextField()),
                ("document_class", models.TextField()),
                ("division", models.TextField(choices=[("whole", "Whole"), ("parts", "Parts")])),
                ("elsewhere", models.TextField(blank=True, default="")),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.organisation"),
                ),
            ],
        ),
        migrations.AddField(
            model_name="document",
            name="sale",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.sale"),
        ),
        migrations.CreateModel(
            name="SeriesBook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account", models.TextField()),
                ("series", models.TextField()),
                ("last_date", models.DateField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("account", "series"), name="series_once")],
            },
        ),
        migrations.CreateModel(
            name="SeriesWalk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.TextField()),
                ("walked_to", models.BigIntegerField()),
                (
                    "connection",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.connection"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.TextField()),
                ("facts", facturier.store.fields.ValueField(null=True)),
                ("raw", models.BinaryField()),
                ("trouble", models.TextField(blank=True, default="")),
                ("changed_at", models.DateTimeField(null=True)),
                ("heard_at", models.DateTimeField()),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="snapshots",
                        to="store.order",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="order",
            name="snapshot",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="store.snapshot"
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="snapshot",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.snapshot"),
        ),
        migrations.CreateModel(
            name="Stray",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.TextField(unique=True)),
                ("series", models.TextField()),
                ("number", models.TextField()),
                ("total", models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                ("seen_at", models.DateTimeField()),
                (
                    "system",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="store.connection"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TakingsRegister",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                (
                    "abroad",
                    models.TextField(
                        choices=[("home", "home"), ("one_stop_shop", "one_stop_shop")], default="home"
                    ),
                ),
                ("begun_by", models.TextField()),
                ("begun_at", models.DateTimeField()),
                (
                    "company",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="register",
                        to="store.company",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TakingsDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("closed_at", models.DateTimeField()),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="days",
                        to="store.takingsregister",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LeftOut",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("why", facturier.store.fields.ValueField()),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                ("back_at", models.DateTimeField(null=True)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="left_out", to="store.order"
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="store.takingsregister"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TakingsRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("category", models.TextField()),
                ("percent", models.DecimalField(decimal_places=4, max_digits=7)),
                ("gross", models.DecimalField(decimal_places=2, max_digits=18)),
                ("taxable", models.DecimalField(decimal_places=2, max_digits=18)),
                (
                    "day",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="store.takingsday",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TakingsEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cause", models.TextField()),
                ("what", models.TextField()),
                ("happened", models.DateField()),
                ("gross", models.DecimalField(decimal_places=2, max_digits=18)),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="takings", to="store.order"
                    ),
                ),
                (
                    "row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="store.takingsrow",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Transmitted",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    models.TextField(
                        choices=[
                            ("unsent", "unsent"),
                            ("under_way", "under_way"),
                            ("sent", "sent"),
                            ("refused", "refused"),
                            ("failed", "failed"),
                            ("accepted", "accepted"),
                            ("undelivered", "undelivered"),
                            ("declined", "declined"),
                        ]
                    ),
                ),
                ("told", facturier.store.fields.ValueField()),
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
        ),
        migrations.CreateModel(
            name="Watch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateTimeField()),
                ("by", models.TextField()),
                ("why", models.TextField()),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="watches",
                        to="store.document",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.TextField(
                        choices=[("cancel", "Cancel"), ("credit", "Credit"), ("reissue", "Reissue")]
                    ),
                ),
                ("token", models.TextField()),
                ("by", models.TextField()),
                ("why", models.TextField(blank=True, default="")),
                ("facts", facturier.store.fields.ValueField(default=dict)),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("done", "Done"),
                            ("held", "Held"),
                            ("dropped", "Dropped"),
                        ],
                        default="waiting",
                    ),
                ),
                ("reason", facturier.store.fields.ValueField(null=True)),
                ("at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wishes",
                        to="store.document",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="wishes", to="store.order"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Effect",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("what", models.TextField()),
                ("target", models.TextField()),
                ("cause", models.TextField()),
                (
                    "policy",
                    models.TextField(
                        choices=[
                            ("settled", "Settled"),
                            ("idempotent", "Idempotent"),
                            ("at_most_once", "At Most Once"),
                        ]
                    ),
                ),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("due", "Due"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("held", "Held"),
                            ("in_doubt", "In Doubt"),
                            ("dropped", "Dropped"),
                        ],
                        default="due",
                    ),
                ),
                ("order_of_work", models.IntegerField(default=0)),
                ("tries", models.IntegerField(default=0)),
                ("reason", facturier.store.fields.ValueField(null=True)),
                ("words", models.TextField(blank=True, default="")),
                ("facts", facturier.store.fields.ValueField(default=dict)),
                ("fence", models.IntegerField(default=0)),
                ("lease_until", models.DateTimeField(null=True)),
                ("look_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="effects",
                        to="store.document",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("look_at__isnull", False)), fields=["look_at"], name="effect_due"
                    ),
                    models.Index(
                        condition=models.Q(("lease_until__isnull", False)),
                        fields=["lease_until"],
                        name="effect_leased",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "what", "target", "cause"), name="effect_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("what", "transmit"), models.Q(("state__in", ["done", "dropped"]), _negated=True)
                        ),
                        fields=("document",),
                        name="transmit_one_open",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="intent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)), fields=("document",), name="intent_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="knock",
            constraint=models.UniqueConstraint(fields=("connection", "remote_id"), name="knock_once"),
        ),
        migrations.AddConstraint(
            model_name="occupancy",
            constraint=models.UniqueConstraint(fields=("account", "series"), name="series_occupied_once"),
        ),
        migrations.AddConstraint(
            model_name="curerow",
            constraint=models.UniqueConstraint(fields=("order", "field"), name="cure_once"),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(fields=("user", "organisation"), name="member_once"),
        ),
        migrations.AddIndex(
            model_name="connection",
            index=models.Index(fields=["look_at"], name="connection_due"),
        ),
        migrations.AddConstraint(
            model_name="connection",
            constraint=models.UniqueConstraint(fields=("organisation", "label"), name="connection_label"),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)), fields=("code", "subject"), name="alarm_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="quarantine",
            constraint=models.UniqueConstraint(
                fields=("account", "series", "number", "intent"), name="quarantine_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="route",
            constraint=models.UniqueConstraint(fields=("organisation", "label"), name="route_label"),
        ),
        migrations.AddConstraint(
            model_name="route",
            constraint=models.UniqueConstraint(fields=("shop", "rank"), name="route_rank"),
        ),
        migrations.AddConstraint(
            model_name="sale",
            constraint=models.UniqueConstraint(
                fields=("issuer", "origin", "document_class"), name="sale_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sale",
            constraint=models.UniqueConstraint(fields=("id", "division"), name="sale_division"),
        ),
        migrations.AddConstraint(
            model_name="serieswalk",
            constraint=models.UniqueConstraint(fields=("connection", "series"), name="walk_once"),
        ),
        migrations.AddIndex(
            model_name="snapshot",
            index=models.Index(fields=["order", "-id"], name="snapshot_newest"),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                condition=models.Q(("look_at__isnull", False)),
                fields=["shop", "look_at", "id"],
                name="order_due",
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["organisation", "standing", "-placed_at"], name="order_list"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.UniqueConstraint(fields=("shop", "remote_id"), name="order_once"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("look_at__isnull", False), ("state", "ready")),
                fields=["system", "asked", "look_at", "id"],
                name="document_ready",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("look_at__isnull", False), models.Q(("state", "ready"), _negated=True)),
                fields=["system", "look_at", "id"],
                name="document_due_beside",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("lease_until__isnull", False)),
                fields=["lease_until"],
                name="document_leased",
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["organisation", "state", "-created_at"], name="document_list"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["reference"], name="document_reference"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("remote_id", ""), _negated=True),
                fields=["system", "remote_id"],
                name="document_remote",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(fields=("sale", "part", "ordinal"), name="slot"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at__isnull", True)),
                fields=("sale", "part"),
                name="slot_one_alive",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                models.F("company"),
                models.F("connector"),
                models.F("number_space"),
                models.F("series"),
                models.F("number"),
                django.db.models.functions.datetime.ExtractYear("issued_on"),
                condition=models.Q(("gone_at__isnull", True), models.Q(("number", ""), _negated=True)),
                name="document_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="takingsday",
            constraint=models.UniqueConstraint(fields=("register", "day"), name="takings_day_once"),
        ),
        migrations.AddConstraint(
            model_name="leftout",
            constraint=models.UniqueConstraint(
                condition=models.Q(("back_at__isnull", True)),
                fields=("register", "order"),
                name="left_out_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="takingsrow",
            constraint=models.UniqueConstraint(
                fields=("day", "category", "percent"), name="takings_row_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="takingsentry",
            constraint=models.UniqueConstraint(fields=("row", "order", "cause"), name="takings_entry_once"),
        ),
        migrations.AddIndex(
            model_name="transmitted",
            index=models.Index(
                condition=models.Q(("stage__in", ["refused", "failed", "declined"])),
                fields=["document"],
                name="transmitted_troubled",
            ),
        ),
        migrations.AddConstraint(
            model_name="wish",
            constraint=models.UniqueConstraint(
                fields=("order", "document", "what", "token"), name="wish_once", nulls_distinct=False
            ),
        ),
    ]
