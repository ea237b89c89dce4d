"""The register of daily takings. What a closed day says is never changed."""

import django.db.models.deletion
from django.db import migrations, models

import facturier.store.fields

_TABLES = ("takingsday", "takingsrow", "takingsentry")
APPEND_ONLY = "".join(
    f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON store_{table} "
    "FOR EACH ROW EXECUTE FUNCTION facturier_append_only();"
    for table in _TABLES
)
NOT_APPEND_ONLY = "".join(f"DROP TRIGGER append_only ON store_{table};" for table in _TABLES)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0015_transmitted"),
    ]

    operations = [
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
        migrations.RunSQL(APPEND_ONLY, NOT_APPEND_ONLY),
    ]
