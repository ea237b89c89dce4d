"""Orders that lack something which does not come from their shop, such as an exchange rate."""

from datetime import datetime

from django.db.models import JSONField, QuerySet
from django.db.models.fields.json import DataContains, KeyTextTransform
from django.db.models.functions import Cast

from facturier.store.models import Order, Standing


def held_by(code: str) -> QuerySet[Order]:
    """Orders that wait or are held with a finding of this code."""
    undecided = Order.objects.filter(standing__in=[Standing.WAITING, Standing.HELD], closed_by="")
    return undecided.filter(DataContains(Cast("findings", JSONField()), [{"code": code}]))


def due_again(code: str, now: datetime) -> list[int]:
    """Decide those orders anew: what they lacked may be there. Returns their keys."""
    found = list(held_by(code).values_list("pk", flat=True))
    Order.objects.filter(pk__in=found).update(look_at=now)
    return found


def currencies(shop_id: int, since: datetime) -> set[str]:
    """The currencies of the orders that this shop told of since then."""
    heard = Order.objects.filter(shop=shop_id, heard_at__gte=since, snapshot__facts__isnull=False)
    currency = KeyTextTransform("currency", Cast("snapshot__facts", JSONField()))
    return set(heard.values_list(currency, flat=True).distinct())
