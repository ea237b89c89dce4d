"""A document as it looks on paper, made when somebody asks for it."""

from collections.abc import Iterator

from facturier.sandbox import pdf
from facturier.systems.smartbill.sandbox.book import Company, Document, Kind, Row
from facturier.systems.smartbill.sandbox.switches import Switches

_TITLE = {Kind.INVOICE: "FACTURA", Kind.PROFORMA: "PROFORMA", Kind.RECEIPT: "CHITANTA"}


def printed(company: Company, document: Document, switches: Switches) -> bytes:
    return pdf.write(_lines(company, document, switches))


def _lines(company: Company, document: Document, switches: Switches) -> Iterator[str]:
    client = document.client
    yield f"{_TITLE[document.kind]} Seria {document.series} nr. {document.number}"
    yield f"Data: {document.day:%d.%m.%Y}"
    if document.due:
        yield f"Scadenta: {document.due}"
    if document.cancelled:
        yield "ANULATA"
    yield f"Furnizor: {company.name}, CIF {company.cif}"
    if document.intra_cif:
        yield "CIF intracomunitar"
    yield f"Client: {client.name}, CIF {client.vat_code}"
    yield ", ".join(part for part in (client.address, client.city, client.county, client.country) if part)
    yield ""
    for place, row in enumerate(document.rows, 1):
        yield from _row(place, row)
    yield ""
    yield f"Total fara TVA: {document.net:f} {document.currency}"
    yield f"TVA: {document.vat:f} {document.currency}"
    yield f"Total de plata: {document.total:f} {document.currency}"
    yield from document.notes
    if document.mentions:
        yield "Mentiuni:"
        yield from document.mentions.splitlines()
    if document.observations and switches.observations_printed:
        yield "Observatii:"
        yield from document.observations.splitlines()


def _row(place: int, row: Row) -> Iterator[str]:
    code = f" [{row.code}]" if row.code else ""
    yield f"{place}. {row.name}{code} {row.quantity:f} {row.unit} x {row.price:f}"
    yield f"   {row.net:f} + TVA {row.tax.percent:f}% {row.tax.name} {row.vat:f}"
    yield from row.description.splitlines()
