"""One document: its PDF inside the page, and its facts beside it."""

from pathlib import Path

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from facturier.flows.transmit_asked import may_be_sent
from facturier.store.models import Document
from facturier.web.request import Request


@require_safe
def document(request: Request, pk: int) -> HttpResponse:
    row = _document(request, pk, "order", "system", "route", "company", "original", "made_from")
    facts = {
        "document": row,
        "may_transmit": may_be_sent(request.env, row),
        "at_hand": _file(request, row) is not None,
        "credits": row.corrections.exclude(number="")
        .order_by("pk")
        .only("pk", "series", "number", "reference"),
        "successors": row.successors.exclude(number="").only("pk", "series", "number", "reference"),
    }
    return render(request, "documents/document.html", facts)


@require_safe
@xframe_options_sameorigin
def pdf(request: Request, pk: int) -> FileResponse:
    """The file as the system made it. Its name is the document's, for who saves it."""
    row = _document(request, pk)
    path = _file(request, row)
    if path is None:
        raise Http404(f"no file of document {pk} is on this machine")
    response = FileResponse(
        path.open("rb"), content_type="application/pdf", filename=f"{slugify(str(row)) or pk}.pdf"
    )
    # A browser's own viewer brings scripts and styles of its own: only who may frame it is said.
    response.headers["Content-Security-Policy"] = "frame-ancestors 'self'"
    return response


def _file(request: Request, row: Document) -> Path | None:
    """Where the PDF lies; None where it was not fetched, or is not on this machine. Never outside of the files."""
    path = request.env.files / Path(row.pdf).name
    return path if row.pdf and path.is_file() else None


def _document(request: Request, pk: int, *joins: str) -> Document:
    """Raises Http404 for a document of somebody else."""
    mine = Document.objects.filter(organisation__in=request.reader.ids)
    return get_object_or_404(mine.select_related(*joins) if joins else mine, pk=pk)
