"""When the next lease ends is found without reading what waits."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("store", "0007_due_beside")]
    operations = [
        migrations.AddIndex(
            model_name=model,
            index=models.Index(
                fields=["lease_until"], name=f"{model}_leased", condition=Q(lease_until__isnull=False)
            ),
        )
        for model in ("document", "effect")
    ]
