"""The whole contract with the engine: what is due at this moment, and when is the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, Q

from facturier.store.models import UNSETTLED, Connection, Document, Effect, Order, Standing, State


@dataclass(frozen=True)
class Due:
    """One thing to look at. `account` is whose budget and fairness it falls under (a connection's id)."""

    what: str
    row: int
    account: int


def due(now: datetime, limit: int) -> Sequence[Due]:
    """What is due, at most `limit` of each kind and account, the longest waiting first."""
    documents = (
        Document.objects.filter(look_at__lte=now)
        .filter(Q(lease_until=None) | Q(lease_until__lte=now))
        .order_by("look_at", "id")
        .values_list("pk", "system_id")[:limit]
    )
    effects = (
        Effect.objects.filter(look_at__lte=now)
        .filter(Q(lease_until=None) | Q(lease_until__lte=now))
        .order_by("look_at", "order_of_work", "id")
        .values_list("pk", "document__system_id")[:limit]
    )
    orders = Order.objects.filter(look_at__lte=now).order_by("look_at", "id").values_list("pk", "shop_id")
    shops = Connection.objects.filter(look_at__lte=now, role=Connection.Role.SHOP).values_list("pk", flat=True)
    return [
        *(Due("document", row, account) for row, account in documents),
        *(Due("order", row, account) for row, account in orders[:limit]),
        *(Due("effect", row, account) for row, account in effects),
        *(Due("shop", row, row) for row in shops),
    ]


def next_moment(now: datetime) -> datetime | None:
    """The earliest moment after `now` at which something becomes due; None when nothing ever will."""
    moments = [
        model.objects.filter(look_at__gt=now).aggregate(at=Min("look_at"))["at"]
        for model in (Document, Effect, Order, Connection)
    ]
    return min((moment for moment in moments if moment), default=None)


def recover_forgotten(now: datetime) -> int:
    """Rows that must move but have no moment: a lost worker, a restored backup, a bug. Returns how many."""
    moving = [State.READY, State.ISSUED, *UNSETTLED]
    documents = Document.objects.filter(look_at=None, state__in=moving).exclude(state=State.HELD_IN_DOUBT)
    effects = Effect.objects.filter(look_at=None, state__in=[Effect.State.DUE, Effect.State.RUNNING])
    orders = Order.objects.filter(look_at=None, standing=Standing.NEW)
    wished = Document.objects.filter(look_at=None, wishes__state="waiting").exclude(
        state__in=[*UNSETTLED, State.READY]
    )
    return sum(
        query.update(look_at=now)
        for query in (documents, effects, orders, Document.objects.filter(pk__in=wished.values("pk")))
    )
