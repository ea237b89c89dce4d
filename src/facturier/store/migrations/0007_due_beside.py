"""What is due beside a backlog of READY documents is found without reading the backlog."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("store", "0006_silence")]
    operations = [
        migrations.AddIndex(
            model_name="document",
            index=models.Index(
                fields=["system", "look_at"],
                name="document_due_beside",
                condition=Q(look_at__isnull=False) & ~Q(state="ready"),
            ),
        )
    ]
