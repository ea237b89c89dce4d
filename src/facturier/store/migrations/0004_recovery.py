"""Since when nothing is sent after a restore: what was sent just before may still arrive."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0003_lists")]

    operations = [
        migrations.AddField(
            model_name="installation",
            name="recovery_at",
            field=models.DateTimeField(null=True),
        ),
    ]
