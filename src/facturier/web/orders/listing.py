"""The rows of the list, and how many orders stand where. Nothing here grows with the number of all orders."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import F, JSONField, QuerySet
from django.db.models.fields.json import DataContains, KeyTextTransform, KeyTransform
from django.db.models.functions import Cast

from facturier.model.message import Message
from facturier.store.lists import placed
from facturier.store.models import Document, Order, Organisation, Standing
from facturier.web import keyset
from facturier.web.orders import search
from facturier.web.orders.filters import Wanted

MANY = 1000
"""Counting ends here: beyond it, nobody needs to know how many exactly."""
MOVING = (Standing.NEW, Standing.READY, Standing.SENDING, Standing.IN_DOUBT, Standing.ISSUED)
_COUNTS = """
    SELECT standing, (SELECT count(*) FROM (
        SELECT FROM store_order WHERE organisation_id = %s AND store_order.standing = asked.standing LIMIT %s
    ) counted) FROM unnest(%s::text[]) AS asked (standing)
"""


@dataclass(frozen=True)
class Row:
    """One order as the list shows it. total: what the shop asks for it. moving: it goes on by itself."""

    pk: int
    number: str
    shop: str
    at: datetime
    buyer: str
    total: Decimal | None
    currency: str
    standing: str
    reason: Message | None
    documents: Sequence[Document]

    @property
    def moving(self) -> bool:
        return self.standing in MOVING


@dataclass(frozen=True)
class Listed:
    rows: Sequence[Row]
    after: keyset.Mark | None


def orders(organisation: Organisation, wanted: Wanted, zone: ZoneInfo, after: keyset.Mark | None) -> Listed:
    """One page of the orders that are wanted, newest first."""
    rows = _narrowed(organisation, wanted, zone)
    page = search.page(rows, wanted.text, organisation, after) if wanted.text else keyset.page(rows, after)
    return Listed(these(organisation, page.keys), page.after)


def these(organisation: Organisation, keys: Sequence[int]) -> Sequence[Row]:
    """The rows with these keys, in their order, as they stand now."""
    found = _shown(organisation).in_bulk(keys)
    documents = _documents(found)
    return [_row(found[key], documents[key]) for key in keys if key in found]


def counts(organisation: Organisation) -> dict[str, int]:
    """How many orders stand where, each at most MANY."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [organisation.pk, MANY, Standing.values])
        return dict(cursor.fetchall())


def _narrowed(organisation: Organisation, wanted: Wanted, zone: ZoneInfo) -> QuerySet[Order]:
    since, before = wanted.period(zone)
    exact = {"standing": wanted.standing, "shop": wanted.shop, "route": wanted.route}
    bounds = {"at__gte": since, "at__lt": before}
    given = {name: value for name, value in {**exact, **bounds}.items() if value}
    rows = Order.objects.filter(organisation=organisation).annotate(at=placed()).filter(**given)
    if wanted.cause:
        rows = rows.filter(DataContains(Cast("findings", JSONField()), [{"code": wanted.cause}]))
    return rows


def _shown(organisation: Organisation) -> QuerySet[Order]:
    """Of a snapshot only three texts are read, and of a connection its label alone: the rest is large or secret."""
    facts = Cast("snapshot__facts", JSONField())
    return (
        Order.objects.filter(organisation=organisation)
        .annotate(
            at=placed(),
            shop_label=F("shop__label"),
            payable=KeyTextTransform("payable", facts),
            currency=KeyTextTransform("currency", facts),
            buyer=KeyTextTransform("name", KeyTransform("buyer", facts)),
        )
        .only("pk", "number", "standing", "reason")
    )


def _row(order: Order, documents: Sequence[Document]) -> Row:
    facts = vars(order)
    return Row(
        pk=order.pk,
        number=order.number,
        shop=facts["shop_label"],
        at=facts["at"],
        buyer=facts["buyer"] or "",
        total=Decimal(facts["payable"]) if facts["payable"] else None,
        currency=facts["currency"] or "",
        standing=order.standing,
        reason=order.reason,
        documents=documents,
    )


def _documents(orders: Iterable[int]) -> dict[int, list[Document]]:
    """The documents of these orders that carry a number, by order, credit notes last."""
    rows = Document.objects.filter(order__in=orders).exclude(number="")
    named = rows.only(
        "pk", "order_id", "series", "number", "kind", "state", "pdf", "cancelled_at", "reference"
    )
    found: dict[int, list[Document]] = defaultdict(list)
    for document in named.order_by(F("original_id").asc(nulls_first=True), "pk"):
        found[document.order_id].append(document)
    return found
