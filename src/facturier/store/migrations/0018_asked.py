"""What somebody asked for is sent before what nobody waits for: both are found along the index of what is ready."""

from django.db import migrations, models
from django.db.models import Q

READY = Q(look_at__isnull=False) & Q(state="ready")


class Migration(migrations.Migration):
    dependencies = [("store", "0017_hooks_of_systems")]
    operations = [
        migrations.AddField("document", "asked", models.BooleanField(default=True)),
        migrations.AddIndex(
            "document",
            models.Index(fields=["system", "asked", "look_at", "id"], name="document_ready", condition=READY),
        ),
        migrations.RemoveIndex("document", "document_due_ready"),
    ]
