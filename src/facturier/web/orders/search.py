"""Finding orders by what people have at hand: an order's number or its end, a document's, a buyer's name."""

from django.db.models import Q, QuerySet

from facturier.store.lists import documents_named, orders_of_buyer, reversed_number
from facturier.store.models import Order, Organisation

MOST = 1000
"""Beyond so many, what was typed fits so much that the newest ones are found by looking through the list."""


def matching(text: str, organisation: Organisation) -> Q:
    """A condition on orders annotated with `reversed`. Each way of finding answers with keys, by an index of its
    own: one condition for all of them would be sought through the whole list where little fits."""
    mine = Order.objects.filter(organisation=organisation)
    begins, ends = Q(number__startswith=text), Q(reversed__startswith=text[::-1])
    others = Q(
        pk__in=[*documents_named(organisation, text, MOST), *orders_of_buyer(organisation, text, MOST)]
    )
    first, last = _keys(mine.filter(begins)), _keys(mine.annotate(reversed=reversed_number()).filter(ends))
    if len(first) > MOST or len(last) > MOST:
        return begins | ends | others
    return Q(pk__in=[*first, *last]) | others


def _keys(rows: QuerySet[Order]) -> list[int]:
    return list(rows.values_list("pk", flat=True)[: MOST + 1])
