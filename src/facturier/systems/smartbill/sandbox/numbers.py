"""Document numbers: given in order, padded, and possibly given again after a deletion."""

from facturier.systems.smartbill.sandbox.book import Company, Document, Series
from facturier.systems.smartbill.sandbox.switches import Switches


def take(company: Company, series: Series) -> str:
    """The next number, padded; skips those that a person gave by hand."""
    while company.find(series.kind, series.name, series.pad(series.next)):
        series.next += 1
    number = series.pad(series.next)
    series.next += 1
    return number


def enter(company: Company, document: Document) -> None:
    company.documents.append(document)
    if document.number:
        company.numbered[document.kind, document.series, document.number] = document


def is_last(company: Company, document: Document) -> bool:
    return int(document.number) == max(
        int(number)
        for kind, series, number in company.numbered
        if (kind, series) == (document.kind, document.series)
    )


def strike(company: Company, document: Document, switches: Switches) -> None:
    """Delete a document from its series; the ledger keeps it."""
    if switches.deleted_number_free:
        company.series_of(document).next = int(document.number)
    document.deleted = True
    del company.numbered[document.kind, document.series, document.number]


def renumber(company: Company, document: Document, number: str) -> None:
    del company.numbered[document.kind, document.series, document.number]
    document.number = number
    company.numbered[document.kind, document.series, number] = document
