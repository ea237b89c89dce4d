"""The file behind a link, as it looks on paper; an old link leads to a page to log in."""

from collections.abc import Iterable, Iterator

from werkzeug.wrappers import Request, Response

from facturier.sandbox import pdf
from facturier.systems.oblio.sandbox.answers import login
from facturier.systems.oblio.sandbox.book import TYPE, Book, Company, Document, Row

FILES = "/utils/show_file/"


def file(book: Book, request: Request) -> Response:
    """Needs no token."""
    wanted = (request.args.get("id", ""), request.args.get("ic", ""))
    for company, document in _all(book):
        if (str(document.id), str(document.link)) == wanted and not document.deleted:
            return Response(pdf.write(_lines(company, document)), content_type="application/pdf")
    return login()


def _all(book: Book) -> Iterable[tuple[Company, Document]]:
    for company in book.companies.values():
        for document in company.documents:
            yield company, document


def _lines(company: Company, document: Document) -> Iterator[str]:
    client = document.client
    yield f"{TYPE[document.kind].upper()} Seria {document.series} nr. {document.number}"
    yield f"Data: {document.day:%d.%m.%Y}"
    if document.cancelled:
        yield "ANULAT"
    yield f"Furnizor: {company.name}, CIF {company.cif}"
    yield f"Client: {client.name}, CIF {client.cif}"
    yield ", ".join(part for part in (client.address, client.city, client.state, client.country) if part)
    for place, row in enumerate(document.rows, 1):
        yield from _row(place, row)
    yield f"Total fara TVA: {document.net:f} {document.currency}"
    yield f"TVA: {document.vat:f} {document.currency}"
    yield f"Total: {document.total:f} {document.currency}"
    if document.reverses:
        yield f"Storno factura {document.reverses.series} {document.reverses.number}"
    if document.mentions:
        yield "Mentiuni:"
        yield from document.mentions.splitlines()


def _row(place: int, row: Row) -> Iterator[str]:
    code = f" [{row.code}]" if row.code else ""
    yield f"{place}. {row.name}{code} {row.quantity:f} {row.unit} x {row.price:f}"
    yield f"   {row.net:f} + TVA {row.rate.percent:f}% {row.rate.name} {row.vat:f}"
    yield from row.description.splitlines()
