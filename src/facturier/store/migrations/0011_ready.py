"""A backlog of documents that wait to be sent has its own index: what else is due is found beside it, and neither is
filtered out of the other."""

from django.db import migrations, models
from django.db.models import Q

READY = Q(look_at__isnull=False) & Q(state="ready")


class Migration(migrations.Migration):
    dependencies = [("store", "0010_in_order")]
    operations = [
        migrations.AddIndex(
            "document",
            models.Index(fields=["system", "look_at", "id"], name="document_due_ready", condition=READY),
        ),
        migrations.RemoveIndex("document", "document_due"),
    ]
