"""What the clock showed last: one that is set back is noticed, also after a restart."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0004_recovery")]

    operations = [
        migrations.AddField(
            model_name="installation",
            name="clock_at",
            field=models.DateTimeField(null=True),
        ),
    ]
