"""Documents that are there: by number, by list, by link (fact sheet, sections 3 and 6). Only invoices have a list."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import count

import httpx

from facturier.model.document import Issued, Statement
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.ports.errors import Missing, NotNow, Refused
from facturier.ports.http import RETRY
from facturier.systems.oblio.answers import InvoiceRow, SeriesRow, Shown, ordinal
from facturier.systems.oblio.client import Client, NoPdf
from facturier.systems.oblio.failures import unknown_series

PAGE = 100
_OVERLAP = 5
"""Rows read twice on neighbouring pages: one that is deleted meanwhile moves the others up."""
_LISTED = frozenset({DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE})
_BRANCH = {DocumentKind.PROFORMA: "proforma", DocumentKind.DELIVERY_NOTE: "notice"}
_TYPE = {DocumentKind.PROFORMA: "Proforma", DocumentKind.DELIVERY_NOTE: "Aviz"}


def branch(kind: DocumentKind) -> str:
    """The path under which documents of `kind` live; a storno is an invoice."""
    return f"/api/docs/{_BRANCH.get(kind, 'invoice')}"


def type_of(kind: DocumentKind) -> str:
    """What Oblio calls the kind, of series and of documents that others refer to."""
    return _TYPE.get(kind, "Factura")


def listed(kind: DocumentKind) -> bool:
    return kind in _LISTED


def series_row(client: Client, name: str, kind: DocumentKind) -> SeriesRow:
    """The series `name` for this kind of document; raises Misconfigured with the ones that exist."""
    rows = series_rows(client, kind)
    for row in rows:
        if row.name == name:
            return row
    raise unknown_series(name, ", ".join(row.name for row in rows))


def series_rows(client: Client, kind: DocumentKind) -> list[SeriesRow]:
    rows = client.get("/api/nomenclature/series", list[SeriesRow], type=type_of(kind))
    return [row for row in rows if row.type == type_of(kind)]


def width_of(client: Client, series: str) -> int:
    """How wide the invoices of a series are numbered; 1 where the account no longer has the series."""
    return max(
        (row.width for row in series_rows(client, DocumentKind.INVOICE) if row.name == series), default=1
    )


def spelled(number: str | int, width: int) -> str:
    """A number as Oblio writes it. A bare 7 and 0007 are the same document to it."""
    return str(number).strip().zfill(width)


def newest(client: Client, series: str, page: int) -> list[InvoiceRow]:
    """One page of a series' invoices and stornos, the newest first. Unfinished ones are not asked for, but may be
    among them: who counts the rows must count those too."""
    return _page(client, page, seriesName=series)


def cancelled(client: Client, since: date) -> Iterator[InvoiceRow]:
    """Invoices and stornos of all series that are cancelled, the newest first; the same one may come twice. Raises
    NotNow."""
    for page in count():
        rows = _page(client, page, canceled="1", issuedAfter=since.isoformat())
        for row in (one for one in rows if not one.draft):
            if row.canceled is None or not row.series_name:
                raise NotNow(say("Oblio does not tell which documents are cancelled."), client.now() + RETRY)
            if row.canceled:
                yield row
        if len(rows) < PAGE:
            return


def _page(client: Client, page: int, **asked: str) -> list[InvoiceRow]:
    return client.get(
        "/api/docs/invoice/list",
        list[InvoiceRow],
        **asked,
        draft="0",
        orderBy="id",
        orderDir="DESC",
        limitPerPage=str(PAGE),
        offset=str(page * (PAGE - _OVERLAP)),
    )


def row_of(client: Client, document: Issued, **asked: str) -> InvoiceRow:
    """The row of one invoice, with what was collected and what else is `asked` for. Raises Missing."""
    rows = client.get(
        "/api/docs/invoice/list",
        list[InvoiceRow],
        seriesName=document.series,
        number=document.number,
        draft="0",
        withCollects="1",
        **asked,
    )
    wanted = ordinal(document.number)
    found = [row for row in rows if not row.draft and ordinal(row.number) == wanted]
    if not found:
        raise _missing(document)
    day = document.issued_on.isoformat() if document.issued_on else ""
    return next((row for row in found if row.issue_date == day), found[0])  # a series may have begun anew


def statement(client: Client, document: Issued) -> Statement:
    """What Oblio says about an invoice's sum and payments. Of other kinds it tells neither."""
    numbered(document)
    if not listed(document.kind):
        raise Refused(say("Oblio does not tell the sum of a proforma or a delivery note."))
    at = client.now()
    row = row_of(client, document)
    if row.collects is None or (row.collected and not row.collects):
        raise NotNow(
            say("Oblio does not tell what was collected for %(name)s.", name=_name(document)), at + RETRY
        )
    paid = sum((one.value for one in row.collects), Decimal(0))
    return Statement(at=at, total=row.total, paid=paid, unpaid=row.total - paid, cancelled=row.canceled)


def shown(client: Client, kind: DocumentKind, series: str, number: str) -> Shown:
    """One document by its number. Oblio's refusal has one likely reason here: raises Missing."""
    try:
        found = client.get(branch(kind), Shown, seriesName=series, number=number)
    except Refused as error:
        raise Missing(say("Oblio does not know this document."), error.words) from error
    if ordinal(found.number) != ordinal(number):
        raise NotNow(say("Oblio shows another document than it was asked for."), client.now() + RETRY)
    return found


def pdf(client: Client, link: str) -> bytes:
    """The file behind a document's link, asked from the service that the connection names. Raises NoPdf."""
    try:
        path = httpx.URL(link).raw_path.decode()
    except httpx.InvalidURL as error:
        raise NoPdf(say("Oblio gives an address that is none."), client.now() + RETRY, link[:200]) from error
    return client.pdf(path)


def link_id(link: str) -> str:
    """Oblio's own id of a document, which stands in its link alone."""
    found = re.search(r"[?&]id=(\d+)(?:&|$)", link)
    return found.group(1) if found else ""


def numbered(document: Issued) -> None:
    if not document.number.isdigit():
        raise Refused(say("A document without a number can only be handled in Oblio itself."))


def _missing(document: Issued) -> Missing:
    return Missing(say("Oblio no longer has %(name)s.", name=_name(document)))


def _name(document: Issued) -> str:
    return f"{document.series} {document.number}"
