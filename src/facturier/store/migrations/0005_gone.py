"""A document that was deleted in the system by hand: its number may be given again, and its sale invoiced anew."""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0004_lists")]
    operations = [
        migrations.AddField("document", "gone_at", models.DateTimeField(null=True)),
        migrations.RemoveConstraint("document", "document_number"),
        migrations.AddConstraint(
            "document",
            models.UniqueConstraint(
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
    ]
