"""A series of invoices and one of proformas may have the same name: how far each was walked is noted by itself.

Where both were walked under one name, nobody knows which of them a row tells of: they are walked anew.
"""

from django.db import migrations, models

OF_BOTH = """
    DELETE FROM store_serieswalk w WHERE EXISTS (
        SELECT FROM store_document d WHERE d.system_id = w.connection_id AND d.series = w.series
        AND d.number_space = 'proforma'
    ) AND EXISTS (
        SELECT FROM store_document d WHERE d.system_id = w.connection_id AND d.series = w.series
        AND d.number_space <> 'proforma'
    )
"""
OF_PROFORMAS = """
    UPDATE store_serieswalk w SET kind = 'proforma' WHERE EXISTS (
        SELECT FROM store_document d WHERE d.system_id = w.connection_id AND d.series = w.series
        AND d.number_space = 'proforma'
    )
"""


class Migration(migrations.Migration):
    dependencies = [("store", "0005_clock")]

    operations = [
        migrations.RemoveConstraint(model_name="serieswalk", name="walk_once"),
        migrations.AddField(
            model_name="serieswalk",
            name="kind",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddConstraint(
            model_name="serieswalk",
            constraint=models.UniqueConstraint(fields=["connection", "series", "kind"], name="walk_once"),
        ),
        migrations.RunSQL(OF_BOTH, migrations.RunSQL.noop),
        migrations.RunSQL(OF_PROFORMAS, migrations.RunSQL.noop),
    ]
