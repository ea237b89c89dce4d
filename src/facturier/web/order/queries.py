"""The rows of one order's page, only those that the reader may see."""

from collections.abc import Sequence

from django.http import Http404
from django.shortcuts import get_object_or_404

from facturier.store.models import Attempt, Document, Effect, Look, Order, State
from facturier.web.reader import Reader

_OF_ORDER = ("snapshot", "shop", "route__system", "organisation")
_OF_DOCUMENT = (
    "order__snapshot",
    "order__shop",
    "sale",
    "company",
    "system",
    "route",
    "original",
    "made_from",
    "organisation",
)


def order_of(reader: Reader, pk: int) -> Order:
    """Raises Http404 for an order of somebody else."""
    rows = Order.objects.select_related(*_OF_ORDER).prefetch_related("documents")
    return get_object_or_404(rows, pk=pk, organisation__in=reader.ids)


def document_of(reader: Reader, order: int, pk: int) -> Document:
    """A document of this order. Raises Http404 for one of somebody else."""
    rows = Document.objects.select_related(*_OF_DOCUMENT)
    return get_object_or_404(rows, pk=pk, order=order, organisation__in=reader.ids)


def documents_of(order: Order) -> Sequence[Document]:
    """All of an order, sale documents and credit notes, oldest first."""
    return list(Document.objects.select_related(*_OF_DOCUMENT).filter(order=order).order_by("pk"))


def evidence_of(reader: Reader, order: int, what: str, pk: int) -> Attempt | Look:
    """One call for this order that was kept, by `attempt` or `look`. Raises Http404."""
    mine = {"pk": pk, "intent__document__order": order, "intent__document__organisation__in": reader.ids}
    match what:
        case "attempt":
            return get_object_or_404(Attempt, **mine)
        case "look":
            return get_object_or_404(Look, **mine)
    raise Http404(f"no evidence {what}")


def effect_of(reader: Reader, order: int, pk: int) -> Effect:
    """Something done because of a document of this order. Raises Http404."""
    rows = Effect.objects.select_related("document")
    return get_object_or_404(rows, pk=pk, document__order=order, document__organisation__in=reader.ids)


def newest_sale(documents: Sequence[Document]) -> Document | None:
    """The document that the page is about: the newest one of the sale itself that was not given up."""
    sales = [one for one in documents if one.original_id is None]
    standing = [one for one in sales if not one.retired_at]
    standing = [one for one in standing if one.state != State.WITHDRAWN] or standing
    return (standing or sales or [None])[-1]  # type: ignore[list-item]
