"""The list of documents."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from facturier.drafting.choices import Unasked
from facturier.model.kinds import DocumentKind
from facturier.model.message import Message
from facturier.store.models import Organisation, Route
from facturier.web import keyset
from facturier.web.documents import listing
from facturier.web.request import Request
from facturier.web.words import KINDS


@dataclass(frozen=True)
class Tab:
    label: Message
    address: str
    current: bool


@require_safe
def documents(request: Request) -> HttpResponse:
    """The whole page, or the part that htmx asks for: other filters, or the rows that follow."""
    asked = listing.wanted(request.GET)
    after = keyset.mark(request.GET.get("after", ""))
    page = listing.documents(request.reader.chosen, asked, after)
    facts = {
        "rows": page.rows,
        "more": asked.address(after=page.after) if page.after else "",
        "wanted": asked,
        "tabs": _tabs(request.reader.chosen, asked),
        "every_kind": asked.address(kind=""),
    }
    if not request.htmx:
        return render(request, "documents/documents.html", facts)
    return render(request, "documents/rows.html" if after else "documents/found.html", facts)


def _tabs(organisation: Organisation, asked: listing.Wanted) -> Sequence[Tab]:
    """The kinds that this organisation's routes make, and what corrects them."""
    routes = [route.settings for route in Route.objects.filter(organisation=organisation).only("settings")]
    made = {one.kind for one in routes}
    if any(one.unasked is not Unasked.SAME for one in routes):
        made.add(DocumentKind.ORDER)
    kinds = made | {DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE, asked.kind}
    return [
        Tab(KINDS[kind], asked.address(kind=kind), asked.kind == kind)
        for kind in DocumentKind
        if kind in kinds
    ]
