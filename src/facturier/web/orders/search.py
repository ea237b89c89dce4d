"""Finding orders by what people have at hand: an order's number or its end, a document's, a buyer's name."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from facturier.store.lists import by_buyer, documents_named, orders_of_buyer, placed, reversed_number
from facturier.store.models import Order, Organisation
from facturier.web import keyset

MOST = 1000
"""Beyond so many, what was typed fits so much that the newest ones are found by looking through the list."""
NEAR = 200
"""So many of the newest are looked at one by one, which costs less than the index does for a word of every buyer."""


def page(
    rows: QuerySet[Order], text: str, organisation: Organisation, after: keyset.Mark | None
) -> keyset.Page:
    """The next rows of a list of orders (annotated with `at`) that fit the text."""
    named = documents_named(organisation, text, MOST)
    near = _near(rows, text, named, after)
    if near.after is not None:
        # The newest that fit fill a page: however many follow, they are older.
        return near
    fitting = rows.annotate(reversed=reversed_number()).filter(_matching(text, organisation, named))
    return keyset.page(fitting, after)


def _near(rows: QuerySet[Order], text: str, named: Sequence[int], after: keyset.Mark | None) -> keyset.Page:
    """What fits among the next NEAR rows."""
    begins, ends = _by_number(text)
    next_ones = Order.objects.filter(pk__in=keyset.following(rows, after).values("pk")[:NEAR])
    fitting = begins | ends | Q(pk__in=named) | by_buyer(text)
    return keyset.page(next_ones.annotate(at=placed(), reversed=reversed_number()).filter(fitting), None)


def _matching(text: str, organisation: Organisation, named: Sequence[int]) -> Q:
    """A condition on orders annotated with `reversed`. Each way of finding answers with keys, by an index of its
    own: one condition for all of them would be sought through the whole list where little fits."""
    mine = Order.objects.filter(organisation=organisation)
    begins, ends = _by_number(text)
    others = Q(pk__in=[*named, *orders_of_buyer(organisation, text, MOST)])
    first, last = _keys(mine.filter(begins)), _keys(mine.annotate(reversed=reversed_number()).filter(ends))
    if len(first) > MOST or len(last) > MOST:
        return begins | ends | others
    return Q(pk__in=[*first, *last]) | others


def _by_number(text: str) -> tuple[Q, Q]:
    return Q(number__startswith=text), Q(reversed__startswith=text[::-1])


def _keys(rows: QuerySet[Order]) -> list[int]:
    return list(rows.values_list("pk", flat=True)[: MOST + 1])
