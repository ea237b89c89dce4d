"""The answers that make or change a document."""

from collections.abc import Callable
from functools import partial

from facturier.systems.smartbill.sandbox import lifecycle
from facturier.systems.smartbill.sandbox.answers import Fields, short
from facturier.systems.smartbill.sandbox.book import Company, Document, Kind
from facturier.systems.smartbill.sandbox.call import Call, Scene
from facturier.systems.smartbill.sandbox.issue import PAYMENT_LINK, issue
from facturier.systems.smartbill.sandbox.reading import asked_document
from facturier.systems.smartbill.sandbox.requests import EstimateBody, InvoiceBody, ReverseBody

_CLOUD = "https://cloud.smartbill.ro"


def invoice(call: Call) -> Fields:
    return _created(_issue_invoice(call), call)


def invoice_legacy(call: Call) -> Fields:
    return _created_legacy(_issue_invoice(call), call)


def estimate(call: Call) -> Fields:
    return _created(issue(call, call.reading(EstimateBody), Kind.PROFORMA), call)


def estimate_legacy(call: Call) -> Fields:
    return _created_legacy(issue(call, call.reading(EstimateBody), Kind.PROFORMA), call)


def reverse(call: Call) -> Fields:
    return _created(lifecycle.reverse(call, call.reading(ReverseBody)), call)


def cancel(kind: Kind) -> Callable[[Call], Fields]:
    return lambda call: _changed(call, kind, partial(lifecycle.cancel, by=call.made_by))


def restore(kind: Kind) -> Callable[[Call], Fields]:
    return lambda call: _changed(call, kind, lifecycle.restore)


def delete(kind: Kind) -> Callable[[Call], Fields]:
    return lambda call: _changed(call, kind, lifecycle.delete)


def _issue_invoice(call: Call) -> Document:
    return issue(call, call.reading(InvoiceBody), Kind.INVOICE)


def _created(document: Document, call: Call) -> Fields:
    noun = "factura" if document.kind is Kind.INVOICE else "proforma"
    return {
        **_created_legacy(document, call),
        "documentUrl": f"{_CLOUD}/documente/editare/{noun}/{document.id}/",
        "documentId": document.id,
        "documentViewUrl": f"{_CLOUD}/documente/public/{document.id:08x}?srvid=1",
    }


def _created_legacy(document: Document, call: Call) -> Fields:
    wants_link = isinstance(call.body, EstimateBody) and call.body.payment_url == PAYMENT_LINK
    url = f"{_CLOUD}/plata/{document.id:08x}" if wants_link else ""
    return short(number=document.number, series=document.series, url=url)


def _changed(call: Call, kind: Kind, change: Callable[[Scene, Company, Document], str]) -> Fields:
    document = asked_document(call, kind)
    message = change(call.scene, call.company, document)
    return short(message=message, number=document.number, series=document.series, url="")
