"""The bodies of POST /docs/{type} (fact sheet, sections 4, 4.4 and 7)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from facturier.model.draft import Draft, Original
from facturier.model.kinds import DocumentKind
from facturier.systems.oblio.documents import listed, type_of
from facturier.systems.oblio.lines import products
from facturier.systems.oblio.parties import client, location
from facturier.systems.oblio.payments import collection
from facturier.systems.oblio.settings import Settings
from facturier.systems.shared.wire import dated, filled, number

_STORNO = {"RO": "Storno pentru factura"}
_STORNO_ELSEWHERE = "Credit note for invoice"


def document(draft: Draft, reference: str, settings: Settings) -> dict[str, Any]:
    """One body for every kind. What is made out of another document is copied from it by Oblio.

    The reference is the idempotency key: it belongs to one sale, one class of document and one turn.
    """
    body = {**_heading(draft, reference, settings), **_numbers(draft), **_stock(draft, settings)}
    if draft.original:
        body["referenceDocument"] = _reference(draft, draft.original)
    if draft.original is None or is_part(draft):
        body["client"] = client(draft.buyer, person_code=settings.person_code, save=draft.save_client)
        if place := location(draft.buyer, draft.ship_to):
            body["clientLocation"] = place
        body["products"] = products(draft, settings)
    if draft.payment and listed(draft.kind):
        body["collect"] = collection(
            draft.payment.type,
            draft.payment.amount,
            draft.payment.on or draft.issue_date,
            draft.payment.series or settings.receipt_series,
        )
    return body


def is_part(draft: Draft) -> bool:
    """A storno of some of an invoice; of the whole of it Oblio makes one by itself."""
    return draft.kind is DocumentKind.CREDIT_NOTE and not draft.whole


def mentions(draft: Draft, reference: str) -> str:
    """The draft's own text, the invoice that a storno corrects, and our reference on a line of its own."""
    lines = [draft.mentions, reference]
    if draft.kind is DocumentKind.CREDIT_NOTE and draft.original:
        lines.insert(1, _corrects(draft.original, draft.language))
    return "\n".join(line for line in lines if line)


def series_of(draft: Draft) -> str:
    """The series that gives the number; a storno without one of its own stays with its invoice."""
    return draft.series or (draft.original.series if draft.original else "")


def _corrects(original: Original, language: str) -> str:
    words = _STORNO.get(language.upper() or "RO", _STORNO_ELSEWHERE)
    return f"{words} {original.series} {original.number} / {original.issued_on:%d.%m.%Y}"


def _heading(draft: Draft, reference: str, settings: Settings) -> dict[str, Any]:
    return {
        "seriesName": series_of(draft),
        "disableAutoSeries": 0,
        **dated(issueDate=draft.issue_date, dueDate=_due(draft)),
        **(dated(deliveryDate=draft.tax_point) if listed(draft.kind) else {}),
        "language": draft.language.upper() or "RO",
        "mentions": mentions(draft, reference),
        **filled(internalNote=draft.observations, issuerName=settings.issuer_name),
        "sendEmail": 0,
        "idempotencyKey": reference,
    }


def _numbers(draft: Draft) -> dict[str, Any]:
    return {"precision": draft.precision, "currency": draft.currency, **_rate(draft)}


def _rate(draft: Draft) -> dict[str, Decimal]:
    """Lei for one unit of the document's currency. Left out, Oblio takes what the company has set."""
    exchange = draft.exchange
    if (
        exchange is None
        or exchange.rate is None
        or exchange.base != draft.currency
        or exchange.quote != "RON"
    ):
        return {}
    return {"exchangeRate": number(exchange.rate)}


def _due(draft: Draft) -> date | None:
    if draft.due_date or draft.due_days is None or draft.issue_date is None:
        return draft.due_date
    return draft.issue_date + timedelta(days=draft.due_days)


def _stock(draft: Draft, settings: Settings) -> dict[str, Any]:
    """Always said: left out it means no for an invoice, and yes for a delivery note. A proforma moves nothing."""
    if draft.kind is DocumentKind.PROFORMA:
        return {"useStock": 0}
    station = {"workStation": settings.work_station.strip()} if draft.use_stock else {}
    return {"useStock": int(draft.use_stock), **station}


def _reference(draft: Draft, original: Original) -> dict[str, Any]:
    return {
        "type": type_of(original.kind),
        "seriesName": original.series,
        "number": original.number,
        "refund": int(draft.kind is DocumentKind.CREDIT_NOTE),
    }
