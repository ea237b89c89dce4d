"""Since when a remote has been unable to serve us. (Nothing ever wrote the column before.)"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0005_gone")]
    operations = [migrations.RenameField("connection", "served_at", "silent_since")]
