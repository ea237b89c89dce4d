"""The expressions that lists are sorted and searched by; each has an index in migration 0004."""

import re

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import Exists, F, Func, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Coalesce, Reverse

from facturier.store.models import Document, Organisation, Snapshot

_FROM, _TO = "ăâîșşțţąćęłńóśźżàáèéìíòùúäöüő", "aaissttacelnoszzaaeeiiouuaouo"
_FOLD = str.maketrans(_FROM, _TO)
_WORD = re.compile(r"[^\W_]+")
PREFIX = "FX-"
SHORTEST = 2
"""A single letter begins half of all names."""


def placed() -> Coalesce:
    """When an order was placed; when it was heard of, where what the shop sent cannot be read."""
    return Coalesce("placed_at", "heard_at")


def reversed_number() -> Reverse:
    """A number from its end: `reversed__startswith="321"` finds what ends with 123."""
    return Reverse("number", output_field=TextField())


def orders_of_buyer(organisation: Organisation, text: str, most: int) -> list[int]:
    """Keys of orders whose buyer has words (in name, contact or e-mail) that begin like those in `text`."""
    rows = _of_buyer(text)
    if rows is None:
        return []
    mine = rows.filter(order__organisation=organisation, order__snapshot=F("pk"))
    return list(mine.values_list("order", flat=True)[:most])


def by_buyer(text: str) -> Q:
    """The same as a condition on orders, for so few of them that looking at each is soon done."""
    rows = _of_buyer(text)
    return Q(pk__in=()) if rows is None else Q(Exists(rows.filter(pk=OuterRef("snapshot"))))


def _of_buyer(text: str) -> QuerySet[Snapshot] | None:
    words = _WORD.findall(text.lower().translate(_FOLD))
    if not words or max(map(len, words)) < SHORTEST:
        return None
    beginning = SearchQuery(" & ".join(f"{word}:*" for word in words), config="simple", search_type="raw")
    vector = Func(F("facts"), function="facturier_buyer_words", output_field=SearchVectorField())
    return Snapshot.objects.annotate(words=vector).filter(words=beginning)


def documents_named(organisation: Organisation, text: str, most: int) -> list[int]:
    """Keys of the orders whose document has this number ("0012" or "FCT 0012") or this reference of ours."""
    series, _, number = text.rpartition(" ")
    mine = Document.objects.filter(organisation=organisation)
    if text.startswith(PREFIX):
        return list(mine.filter(reference=text).values_list("order", flat=True)[:most])
    # By its end, since that is what has an index; the whole number is an end as well.
    numbered = mine.exclude(number="").annotate(reversed=reversed_number()).filter(reversed=number[::-1])
    rows = numbered.filter(series=series) if series else numbered
    return list(rows.values_list("order", flat=True)[:most])
