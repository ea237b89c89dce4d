"""The bodies of POST /invoice, /estimate and /invoice/reverse (fact sheet, sections 4, 8.1, 10)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from facturier.model.draft import Draft, Original
from facturier.model.kinds import DocumentKind
from facturier.systems.shared.wire import dated, filled, number
from facturier.systems.smartbill.buyer import client
from facturier.systems.smartbill.lines import products
from facturier.systems.smartbill.payments import collection
from facturier.systems.smartbill.settings import Settings

_STORNO = {"RO": "Storno pentru factura"}
_STORNO_ELSEWHERE = "Credit note for invoice"


def invoice(draft: Draft, reference: str, settings: Settings) -> dict[str, Any]:
    """An invoice, or a partial storno: an invoice with negative quantities that names its original."""
    return {
        **_heading(draft, reference, settings),
        **_parties_and_lines(draft, settings),
        "useStock": draft.use_stock,
        **_money_received(draft, settings),
    }


def proforma(draft: Draft, reference: str, settings: Settings) -> dict[str, Any]:
    """A proforma knows neither payment nor stock nor VAT on collection."""
    return {**_heading(draft, reference, settings), **_parties_and_lines(draft, settings)}


def invoice_from(original: Original, draft: Draft, reference: str, settings: Settings) -> dict[str, Any]:
    """An invoice made from a proforma: SmartBill copies client and products itself."""
    return {
        **_heading(draft, reference, settings),
        "useEstimateDetails": True,
        "estimate": {
            "seriesName": original.series,
            "number": original.number,
            "useStock": draft.use_stock,
        },
        **_money_received(draft, settings),
    }


def storno(original: Original, draft: Draft, settings: Settings) -> dict[str, Any]:
    """The reversal of a whole invoice. SmartBill takes no text here, so no reference either."""
    return {
        "companyVatCode": settings.company.strip(),
        "seriesName": original.series,
        "number": original.number,
        **dated(issueDate=draft.issue_date),
    }


def mentions(draft: Draft, reference: str) -> str:
    """The draft's own text, the invoice that a storno corrects, and our reference on a line of its own."""
    lines = [draft.mentions, reference]
    if draft.kind is DocumentKind.CREDIT_NOTE and draft.original:
        lines.insert(1, _corrects(draft.original, draft.language))
    return "\n".join(line for line in lines if line)


def _corrects(original: Original, language: str) -> str:
    words = _STORNO.get(language.upper() or "RO", _STORNO_ELSEWHERE)
    return f"{words} {original.series} {original.number} / {original.issued_on:%d.%m.%Y}"


def _heading(draft: Draft, reference: str, settings: Settings) -> dict[str, Any]:
    return {
        "companyVatCode": settings.company.strip(),
        "seriesName": draft.series,
        **dated(issueDate=draft.issue_date, dueDate=_due(draft), deliveryDate=draft.tax_point),
        "isDraft": draft.prepare_only,
        "currency": draft.currency,
        **_rate(draft),
        "precision": draft.precision,
        "mentions": mentions(draft, reference),
        **filled(
            language=draft.language.upper(),
            observations=draft.observations,
            issuerName=settings.issuer_name,
        ),
        "sendEmail": False,
        **_own_cif(draft, settings),
    }


def _own_cif(draft: Draft, settings: Settings) -> dict[str, bool]:
    """The issuer's other CIF. A proforma has no say in it: whether that is copied from one is not known."""
    abroad = draft.buyer.address.country.upper() != "RO"
    return {"useIntraCif": True} if settings.intra_cif and abroad else {}


def _parties_and_lines(draft: Draft, settings: Settings) -> dict[str, Any]:
    return {
        "client": client(draft.buyer, person_code=settings.person_code, save=draft.save_client),
        "products": products(draft, settings),
    }


def _money_received(draft: Draft, settings: Settings) -> dict[str, Any]:
    body: dict[str, Any] = {}
    if draft.vat_on_collection:
        body["usePaymentTax"] = True
    if draft.payment:
        body["payment"] = collection(
            draft.payment.type,
            draft.payment.amount,
            series=draft.payment.series or settings.receipt_series,
            series_field="paymentSeries",
        )
    return body


def _rate(draft: Draft) -> dict[str, Decimal]:
    """Lei for one unit of the document's currency. Left out, SmartBill takes BNR's rate of the day."""
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
