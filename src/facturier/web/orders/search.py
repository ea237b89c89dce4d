"""Finding orders by what people have at hand: an order's number or its end, a document's, a buyer's name."""

from django.db.models import Q

from facturier.store.lists import snapshots_of_buyer
from facturier.store.models import Document, Organisation

MOST = 1000


def matching(text: str, organisation: Organisation) -> Q:
    """A condition on orders annotated with `reversed`. Other tables answer with keys first: so each way has its
    index."""
    return (
        Q(number__startswith=text)
        | Q(reversed__startswith=text[::-1])
        | Q(pk__in=_by_document(text, organisation))
        | Q(snapshot__in=snapshots_of_buyer(organisation, text, MOST))
    )


def _by_document(text: str, organisation: Organisation) -> list[int]:
    """Orders of the documents with this number ("0012" or "FCT 0012") or this reference."""
    series, _, number = text.rpartition(" ")
    named = Q(number=number, series=series) if series else Q(number=number)
    mine = Document.objects.filter(organisation=organisation)
    return list(mine.filter(named | Q(reference=text)).values_list("order", flat=True)[:MOST])
