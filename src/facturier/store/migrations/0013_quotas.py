"""A remote's longer limits, as it tells them itself."""

from django.db import migrations

import facturier.store.fields


class Migration(migrations.Migration):
    dependencies = [("store", "0012_hooks")]

    operations = [
        migrations.AddField(
            model_name="limitscope", name="quotas", field=facturier.store.fields.ValueField(null=True)
        ),
    ]
