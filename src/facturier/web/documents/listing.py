"""The rows of the list. Documents that carry a number, newest first; nothing here grows with their number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import F, JSONField, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast
from django.http import QueryDict

from facturier.model.kinds import DocumentKind
from facturier.store.lists import PREFIX, reversed_number
from facturier.store.models import Document, Order, Organisation
from facturier.web import keyset, typed

MOST = 1000
_COLUMNS = (
    "pk",
    "kind",
    "series",
    "number",
    "reference",
    "issued_on",
    "issued_at",
    "total",
    "currency",
    "state",
    "credited",
    "cancelled_at",
    "pdf",
    "order_id",
)


@dataclass(frozen=True)
class Wanted:
    """Empty values narrow nothing. Days are those that stand on the documents."""

    kind: str = ""
    text: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def narrowed(self) -> bool:
        return self != Wanted()

    def address(self, **changes: object) -> str:
        """The query part of an address that shows this list, with some values changed."""
        return urlencode({name: str(value) for name, value in {**vars(self), **changes}.items() if value})


def wanted(query: QueryDict) -> Wanted:
    """What makes no sense is left out."""
    kind = query.get("kind", "")
    return Wanted(
        kind=kind if kind in set(DocumentKind) else "",
        text=typed.text(query.get("text", "")),
        since=typed.day(query.get("since", "")),
        until=typed.day(query.get("until", "")),
    )


@dataclass(frozen=True)
class Listed:
    """Beside its own facts a row has `order_number` and `buyer`."""

    rows: Sequence[Document]
    after: keyset.Mark | None


def documents(organisation: Organisation, asked: Wanted, after: keyset.Mark | None) -> Listed:
    """One page of the documents that are wanted, newest first."""
    exact = {"kind": asked.kind, "issued_on__gte": asked.since, "issued_on__lte": asked.until}
    given = {name: value for name, value in exact.items() if value}
    rows = _issued(organisation).filter(**given)
    if asked.text:
        rows = rows.annotate(reversed=reversed_number()).filter(_matching(asked.text, organisation))
    page = keyset.page(rows, after)
    found = _shown(organisation).in_bulk(page.keys)
    return Listed([found[key] for key in page.keys], page.after)


def _issued(organisation: Organisation) -> QuerySet[Document]:
    rows = Document.objects.filter(organisation=organisation, issued_at__isnull=False).exclude(number="")
    return rows.annotate(at=F("issued_at"))


def _shown(organisation: Organisation) -> QuerySet[Document]:
    draft = Cast("draft", JSONField())
    return (
        Document.objects.filter(organisation=organisation)
        .annotate(
            order_number=F("order__number"),
            buyer=KeyTextTransform("name", KeyTransform("buyer", draft)),
        )
        .select_related("transmitted")
        .only(*_COLUMNS, "transmitted__stage")
    )


def _matching(text: str, organisation: Organisation) -> Q:
    """By number or its end, by series and number, by our reference, or by the order's number."""
    if text.startswith(PREFIX):
        return Q(reference=text)
    series, _, number = text.rpartition(" ")
    ends = Q(reversed__startswith=number[::-1])
    named = ends & Q(series=series) if series else ends
    numbered = _issued(organisation).annotate(reversed=reversed_number())
    keys = list(numbered.filter(named).values_list("pk", flat=True)[: MOST + 1])
    orders = Order.objects.filter(organisation=organisation, number=text).values_list("pk", flat=True)
    by_order = Q(order__in=list(orders[:MOST]))
    # Little that fits is taken by its keys; much of it is soon found by looking through the list.
    return (named if len(keys) > MOST else Q(pk__in=keys)) | by_order
