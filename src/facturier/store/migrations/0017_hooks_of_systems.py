"""Web hooks of systems: they tell of documents, which are found by the id that the system gave them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0016_takings")]
    operations = [
        migrations.AddField(model_name="hookline", name="opened_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="hookline", name="unknown", field=models.IntegerField(default=0)),
        migrations.AddField(
            model_name="knock",
            name="document",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, to="store.document"
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                condition=models.Q(("remote_id", ""), _negated=True),
                fields=["system", "remote_id"],
                name="document_remote",
            ),
        ),
    ]
