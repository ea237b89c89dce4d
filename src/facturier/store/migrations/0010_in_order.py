"""What is due comes out of its index in the order in which it is taken, also where thousands became due together."""

from django.db import migrations, models
from django.db.models import Q

WAITING = Q(look_at__isnull=False)


def _ordered(model: str, by: str, name: str, condition: Q) -> list[migrations.operations.base.Operation]:
    index = models.Index(fields=[by, "look_at", "id"], name=name, condition=condition)
    return [migrations.RemoveIndex(model, name), migrations.AddIndex(model, index)]


class Migration(migrations.Migration):
    dependencies = [("store", "0009_permits")]
    operations = [
        *_ordered("order", "shop", "order_due", WAITING),
        *_ordered("document", "system", "document_due", WAITING),
        *_ordered("document", "system", "document_due_beside", WAITING & ~Q(state="ready")),
    ]
