"""The body of a document (fact sheet, sections 9, 10, 16)."""

import html
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from facturier.model.draft import Draft, DraftLine
from facturier.model.kinds import DocumentKind, LineKind
from facturier.model.message import say
from facturier.ports.errors import Misconfigured
from facturier.systems.fattureincloud import fiscal, payments
from facturier.systems.fattureincloud.answers import Product
from facturier.systems.fattureincloud.buyer import entity
from facturier.systems.fattureincloud.names import TYPES, bare, id_of, suffix_of
from facturier.systems.fattureincloud.settings import Settings
from facturier.systems.fattureincloud.wire import number

LANGUAGES = {"it": "Italiano", "en": "English", "de": "Deutsch", "fr": "Français", "es": "Español"}
_CORRECTS = {DocumentKind.RECEIPT: "Nota di credito per la ricevuta"}
_CORRECTS_INVOICE = "Nota di credito per la fattura"


def body(
    draft: Draft,
    reference: str,
    settings: Settings,
    client: int | None = None,
    products: Mapping[str, Product] | None = None,
) -> dict[str, Any]:
    """A document to create. client: id of a saved one. products: by code, those that leave the stock with it.

    Amounts of a credit note are positive here, negative in the draft. Raises Misconfigured for what is not mapped.
    """
    sign = -1 if draft.kind is DocumentKind.CREDIT_NOTE else 1
    gross = all(line.price_includes_vat for line in draft.lines)
    data: dict[str, Any] = {
        "type": TYPES[draft.kind],
        "entity": {**entity(draft.buyer), **({"id": client} if client is not None else {})},
        "date": draft.issue_date.isoformat() if draft.issue_date else None,
        "numeration": suffix_of(draft.series),
        "currency": {"id": draft.currency},
        **_language(draft.language.lower() or "it"),
        "subject": subject(draft, reference),
        "notes": _notes(draft),
        "use_gross_prices": gross,
        "items_list": [
            {**_item(line, sign, gross, draft, settings), **_stock(line, draft, products or {})}
            for line in draft.lines
        ],
        "show_payments": settings.show_payments,
        "show_payment_method": settings.show_payment_method,
        **_payment(draft, sign * draft.totals.payable),
        **fiscal.stamp(draft, sign, settings),
        **fiscal.electronic(draft, settings),
    }
    if settings.template:
        data["template"] = {"id": id_of(settings.template)}
    return {"data": data}


def _language(code: str) -> dict[str, Any]:
    """The spec wants its name, too. One whose name is not known here is left to the account."""
    return {"language": {"code": code, "name": LANGUAGES[code]}} if code in LANGUAGES else {}


def subject(draft: Draft, reference: str) -> str:
    """Not printed: the place for the order's number and our mark (section 19)."""
    return f"{draft.order_number} {reference}"


def _item(line: DraftLine, sign: int, gross: bool, draft: Draft, settings: Settings) -> dict[str, Any]:
    told = {
        "code": line.code,
        "name": line.name,
        "description": line.description,
        "measure": line.unit,
        "qty": number(sign * line.quantity),
        "gross_price" if gross else "net_price": number(line.price),
        "vat": {"id": _vat(line, draft, settings)},
    }
    return {name: value for name, value in told.items() if value != ""}


def _stock(line: DraftLine, draft: Draft, products: Mapping[str, Product]) -> dict[str, Any]:
    """What left the stock with an order document does not leave it again: the invoice says so (section 15)."""
    if line.kind is LineKind.GOODS and line.code in products:
        return {"product_id": products[line.code].id, "stock": True}
    return {"stock": False} if draft.original and draft.kind is not DocumentKind.CREDIT_NOTE else {}


def _vat(line: DraftLine, draft: Draft, settings: Settings) -> int:
    """The type's id decides. 0 is one: the usual 22 %."""
    name = fiscal.vat_name(line, draft, settings)
    id = id_of(name)
    if id is None:
        raise Misconfigured(
            say(
                "The VAT rate of %(percent)s %% of the line “%(line)s” is not mapped to a VAT type of Fatture in "
                "Cloud. Map it in the route.",
                percent=number(line.vat.percent),
                line=line.name,
            )
        )
    return id


def _payment(draft: Draft, payable: Decimal) -> dict[str, Any]:
    """An order document has no payments yet. The method goes by its id, or by the words on the document."""
    told: dict[str, Any] = {}
    words = fiscal.method_words(draft)
    if (id := id_of(words)) is not None:
        told["payment_method"] = {"id": id, "name": bare(words)}
    elif words:
        told["payment_method"] = {"name": words}
    if draft.kind is not DocumentKind.ORDER:
        told["payments_list"] = payments.entries(draft, payable)
    return told


def _notes(draft: Draft) -> str:
    """Printed, and HTML."""
    texts = [draft.mentions, draft.observations]
    if draft.kind is DocumentKind.CREDIT_NOTE and draft.original:
        original = draft.original
        corrects = _CORRECTS.get(original.kind, _CORRECTS_INVOICE)
        texts.append(f"{corrects} {fiscal.name_of(original)} del {original.issued_on:%d/%m/%Y}")
    told = "\n".join(text for text in texts if text)
    return "<br>".join(html.escape(told, quote=False).splitlines())
