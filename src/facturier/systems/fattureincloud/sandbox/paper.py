"""A document as JSON, made of what was asked for (fact sheet, sections 9 and 10; shapes of the OpenAPI)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from facturier.model.money import ZERO
from facturier.systems.fattureincloud.sandbox.books import Company
from facturier.systems.fattureincloud.sandbox.reckoning import Line, Sums
from facturier.systems.fattureincloud.sandbox.replies import Json, invalid
from facturier.systems.fattureincloud.sandbox.requests import DocumentIn, EntityIn, Named, PaymentIn

EURO = {"id": "EUR", "symbol": "€", "exchange_rate": "1.00000", "html_symbol": "&euro;"}
LANGUAGES = {"it": "Italiano", "en": "English", "de": "Deutsch", "fr": "Français", "es": "Español"}
_ENTITY = tuple(EntityIn.__struct_fields__)


def entity(asked: EntityIn) -> Json:
    """Every field, null where nothing was sent; the country is Italy where none is named."""
    told: Json = {name: getattr(asked, name) for name in _ENTITY}
    if not told["country"] and told["country_iso"] in (None, "IT"):
        told["country"] = "Italia"
    told["e_invoice"] = bool(told["e_invoice"])
    return told


def head(asked: DocumentIn) -> Json:
    """What is told as it was sent."""
    language = asked.language.code if asked.language and asked.language.code else "it"
    told: Json = {
        "currency": EURO,
        "language": {"code": language, "name": LANGUAGES.get(language, language)},
        "subject": asked.subject or "",
        "visible_subject": asked.visible_subject or "",
        "rc_center": asked.rc_center,
        "notes": asked.notes or "",
        "use_gross_prices": bool(asked.use_gross_prices),
        "use_split_payment": bool(asked.use_split_payment),
        "e_invoice": bool(asked.e_invoice),
        "ei_data": _plain(asked.ei_data) if asked.ei_data else None,
        "show_payments": bool(asked.show_payments),
        "show_payment_method": bool(asked.show_payment_method),
        "show_totals": asked.show_totals or "all",
        "show_notification_button": bool(asked.show_notification_button),
        "show_tspay_button": bool(asked.show_tspay_button),
        "price_list_id": asked.price_list_id,
        "extra_data": asked.extra_data,
    }
    return told


def item(id: int, line: Line) -> Json:
    asked = line.item
    return {
        "id": id,
        "product_id": asked.product_id,
        "code": asked.code or "",
        "name": asked.name or "",
        "category": asked.category,
        "description": asked.description or "",
        "qty": asked.qty if asked.qty is not None else 1,
        "measure": asked.measure or "",
        "net_price": line.net_price,
        "gross_price": line.gross_price,
        "vat": line.vat,
        "not_taxable": bool(asked.not_taxable),
        "apply_withholding_taxes": False,
        "discount": asked.discount or ZERO,
        "discount_highlight": bool(asked.discount_highlight),
        "in_dn": False,
        "stock": bool(asked.stock),
        "ei_raw": None,
    }


def payment(id: int, place: int, asked: PaymentIn, amount: Decimal, day: str, company: Company) -> Json:
    """Raises Problem 422 for a payment that is paid without a day or an account (section 10)."""
    path, status = f"data.payments_list.{place}", asked.status or "not_paid"
    account = _known(company.accounts, asked.payment_account, f"{path}.payment_account")
    if status == "paid" and account is None:
        raise invalid({f"{path}.payment_account": [f"The {path}.payment_account field is required."]})
    if status == "paid" and asked.paid_date is None:
        raise invalid({f"{path}.paid_date": [f"The {path}.paid_date field is required."]})
    terms = asked.payment_terms
    return {
        "id": id,
        "due_date": asked.due_date.isoformat() if asked.due_date else day,
        "amount": amount,
        "status": status,
        "payment_account": account,
        "paid_date": asked.paid_date.isoformat() if asked.paid_date else None,
        "ei_raw": None,
        "payment_terms": {"days": (terms.days or 0) if terms else 0, "type": "standard"},
    }


def method(asked: DocumentIn, company: Company, refused: bool) -> Json:
    """By id, or by name; what becomes of a name that the account lacks is not known. Else the usual one."""
    wanted = asked.payment_method
    if wanted is None or (wanted.id is None and not wanted.name):
        return next(one for one in company.methods if one["is_default"])
    found = _found(company.methods, wanted)
    if found is None and (refused or wanted.id is not None):
        raise invalid({"data.payment_method": ["The selected data.payment_method is invalid."]})
    return found or {"id": None, "name": wanted.name, "type": "standard", "details": []}


def template(asked: DocumentIn, company: Company) -> Json:
    found = _known(company.templates, asked.template, "data.template")
    return found or company.templates[0]


def amounts(told: Sums) -> Json:
    return {
        "amount_net": told.net,
        "amount_vat": told.vat,
        "amount_gross": told.gross,
        "amount_due_discount": told.discount,
        "amount_rivalsa": 0,
        "amount_cassa": 0,
        "amount_withholding_tax": 0,
        "amount_other_withholding_tax": 0,
        "stamp_duty": told.stamp,
    }


def next_due(payments: Sequence[Mapping[str, Any]]) -> str | None:
    return min((one["due_date"] for one in payments if one["status"] == "not_paid"), default=None)


def _known(rows: list[Json], wanted: Named | None, path: str) -> Json | None:
    if wanted is None or (wanted.id is None and not wanted.name):
        return None
    found = _found(rows, wanted)
    if found is None:
        raise invalid({path: [f"The selected {path} is invalid."]})
    return found


def _found(rows: list[Json], wanted: Named) -> Json | None:
    if wanted.id is not None:
        return next((row for row in rows if row["id"] == wanted.id), None)
    return next((row for row in rows if row["name"] == wanted.name), None)


def _plain(part: Any) -> Json:
    told: Json = msgspec.to_builtins(part)
    return told
