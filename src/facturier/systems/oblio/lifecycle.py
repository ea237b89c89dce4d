"""Cancel, restore and delete (fact sheet, section 3). What is said to a second cancel is unknown: it is looked at."""

from facturier.model.document import Issued
from facturier.ports.errors import Refused
from facturier.systems.oblio import documents
from facturier.systems.oblio.client import Client
from facturier.systems.shared.same import same


def cancel(client: Client, document: Issued) -> None:
    """Safe to repeat. Raises Missing."""
    _turn(client, document, "cancel", True)


def restore(client: Client, document: Issued) -> None:
    """Safe to repeat. Raises Missing."""
    _turn(client, document, "restore", False)


def delete(client: Client, document: Issued) -> None:
    """Only the last number of a series can go, and Oblio knows which that is. After a lost answer the same number may
    be another document's by now, so what stands at it is looked at first. Raises Missing."""
    documents.numbered(document)
    _still_the_same(client, document)
    client.change(
        "DELETE",
        documents.branch(document.kind),
        seriesName=document.series,
        number=document.number,
        deleteCollect=0,
    )


def _turn(client: Client, document: Issued, what: str, cancelled: bool) -> None:
    documents.numbered(document)
    path = f"{documents.branch(document.kind)}/{what}"
    try:
        client.change("PUT", path, seriesName=document.series, number=document.number)
    except Refused:
        if not _is(client, document, cancelled):
            raise


def _is(client: Client, document: Issued, cancelled: bool) -> bool:
    """Whether the document is as it was to become. Only the list tells; raises Missing where it is gone."""
    if documents.listed(document.kind):
        return documents.row_of(client, document).canceled is cancelled
    documents.shown(client, document.kind, document.series, document.number)
    return False


def _still_the_same(client: Client, document: Issued) -> None:
    if not documents.listed(document.kind):
        documents.shown(client, document.kind, document.series, document.number)
        return
    same(document, documents.row_of(client, document).total)
