"""Issued documents: create, read, change, bin (fact sheet, sections 8 to 12)."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from msgspec.structs import replace

from facturier.model.money import ZERO, rounded
from facturier.systems.fattureincloud.sandbox import (
    einvoice,
    links,
    numbering,
    paper,
    reckoning,
    transforming,
)
from facturier.systems.fattureincloud.sandbox.call import Call, one_of, told_of
from facturier.systems.fattureincloud.sandbox.listing import chosen, page
from facturier.systems.fattureincloud.sandbox.reckoning import Sums
from facturier.systems.fattureincloud.sandbox.replies import Json, Problem, invalid, no_permission, required
from facturier.systems.fattureincloud.sandbox.requests import DocumentBody, DocumentIn, EntityIn, PaymentIn

FIELDS = frozenset(
    [
        "type",
        "entity.id",
        "entity.name",
        "date",
        "number",
        "numeration",
        "amount_net",
        "amount_gross",
        "next_due_date",
    ]
)
_SORTS = FIELDS - {"type", "entity.id"}
PAID_FOR = ("invoice", "proforma", "receipt", "credit_note")
"""Types whose payments must add up."""
_EDITABLE = (None, "not_sent", "error", "discarded", "rejected")


def resource(type: str) -> str:
    """The scope that a type needs."""
    return "issued_documents.self_invoices" if type.startswith("self_") else f"issued_documents.{type}s"


def listed(call: Call) -> Json:
    type = call.wanted("type")
    call.needs(resource(type))
    lag = timedelta(seconds=call.scene.switches.list_lag)
    rows = [
        one
        for one in call.company.documents.values()
        if one["type"] == type and call.company.made[one["id"]] + lag <= call.scene.now
    ]
    if call.scene.switches.without_suffix == "not_found" and "numeration = ''" in call.asked.get("q", ""):
        rows = [one for one in rows if one["numeration"]]
    usual = call.scene.switches.per_page
    sorts = _SORTS | {"created_at"} if call.scene.switches.more_sorts else _SORTS
    found = page(rows, call.asked, FIELDS, usual, f"/c/{call.company.id}/issued_documents", sorts)
    fieldset = call.asked.get("fieldset") or call.scene.switches.list_fieldset
    found["data"] = [
        chosen(_told(call, row, fieldset), call.asked.get("fields", "")) for row in found["data"]
    ]
    return found


def binned(call: Call) -> Json:
    """The recycle bin; it takes no parameters."""
    return {"data": [_told(call, one, "detailed") for one in call.company.bin.values()]}


def one(call: Call) -> Json:
    found: Json = one_of(call.company.documents, call.id)
    call.needs(resource(found["type"]))
    told = _told(call, found, call.asked.get("fieldset") or "detailed")
    return {"data": chosen(told, call.asked.get("fields", ""))}


def totals(call: Call) -> Json:
    """What a create would come to; nothing is stored."""
    asked = call.reading(DocumentBody).data
    _checked(call, asked)
    counted = reckoning.lines(asked, call.company, call.scene.switches)
    return {"data": reckoning.sums(asked, counted, call.scene.switches).told}


def create(call: Call) -> Json:
    body = call.reading(DocumentBody)
    asked, switches, company = body.data, call.scene.switches, call.company
    type = asked.type or "invoice"
    call.needs(resource(type), write=True)
    _checked(call, asked)
    originals = transforming.originals(call, body.options)
    if switches.plan_limit is not None and len(company.documents) >= switches.plan_limit:
        raise Problem(switches.plan_code, "Hai raggiunto il numero massimo di documenti del tuo piano.")
    counted = reckoning.lines(asked, company, switches)
    asked, told = _adding_up(
        asked, reckoning.sums(asked, counted, switches), call, type, body.options.fix_payments
    )
    day, suffix = asked.date or call.scene.today, asked.numeration or ""
    number = numbering.admitted(company, type, day, suffix, asked.number, switches)
    id = call.scene.book.new_id()
    payments = _payments(call, asked.payments_list or (), day)
    document: Json = {
        "id": id,
        "type": type,
        "number": number,
        "numeration": suffix,
        "date": day.isoformat(),
        "year": day.year,
        "entity": paper.entity(asked.entity) if asked.entity else None,
        **paper.head(asked),
        **paper.amounts(told),
        "items_list": [paper.item(call.scene.book.new_id(), line) for line in counted],
        "payments_list": payments,
        "payment_method": paper.method(asked, company, switches.unknown_method == "refused"),
        "template": paper.template(asked, company),
        "next_due_date": paper.next_due(payments),
        "permanent_token": links.token(id),
        "ei_status": "not_sent" if asked.e_invoice else None,
        "locked": False,
        "seen_date": None,
        "created_at": call.scene.stamped,
        "updated_at": call.scene.stamped,
    }
    company.numerations.add(suffix)
    company.documents[id], company.made[id] = document, call.scene.now
    transforming.transformed(company, id, originals, body.options)
    told_of(call, document, "create")
    return {"data": _told(call, document, "detailed")}


def change(call: Call) -> Json:
    """A partial object. Lists that are sent replace what is there, or are merged by id: not known."""
    document: Json = one_of(call.company.documents, call.id)
    call.needs(resource(document["type"]), write=True)
    _unlocked(document)
    asked = call.reading(DocumentBody).data
    if asked.payments_list is not None:
        _repaid(call, document, asked.payments_list)
    if asked.entity is not None:
        _readdressed(call, document, asked.entity)
    for name in ("subject", "visible_subject", "notes"):
        if (text := getattr(asked, name)) is not None:
            document[name] = text
    document["updated_at"] = call.scene.stamped
    told_of(call, document, "update")
    return {"data": _told(call, document, "detailed")}


def delete(call: Call) -> None:
    """Into the bin."""
    document: Json = one_of(call.company.documents, call.id)
    call.needs(resource(document["type"]), write=True)
    _unlocked(document)
    call.company.bin[call.id] = call.company.documents.pop(call.id)
    told_of(call, document, "delete")


def recover(call: Call) -> None:
    call.company.documents[call.id] = one_of(call.company.bin, call.id)
    del call.company.bin[call.id]


def _checked(call: Call, asked: DocumentIn) -> None:
    if asked.entity is None:
        raise required("data.entity")
    if not asked.entity.name:
        raise required("data.entity.name")
    if asked.entity.id is not None and asked.entity.id not in call.company.clients:
        raise invalid({"data.entity.id": ["The selected data.entity.id is invalid."]})
    for place, item in enumerate(asked.items_list or ()):
        if item.product_id is not None and item.product_id not in call.company.products:
            path = f"data.items_list.{place}.product_id"
            raise invalid({path: [f"The selected {path} is invalid."]})
    if asked.e_invoice and (asked.ei_data is None or not asked.ei_data.payment_method):
        raise required("data.ei_data.payment_method")
    if asked.e_invoice and not call.scene.switches.e_invoice_function:
        raise no_permission("E-invoices are not part of your plan.")


def _adding_up(
    asked: DocumentIn, told: Sums, call: Call, type: str, fixed: bool | None
) -> tuple[DocumentIn, Sums]:
    """Payments equal what is due, or the last one is made to where that was asked for; else Problem 422."""
    if type not in PAID_FOR:
        return asked, told
    wanted = list(asked.payments_list or ())
    if fixed:
        before = sum((rounded(one.amount or ZERO) for one in wanted[:-1]), ZERO)
        last = wanted[-1] if wanted else PaymentIn()
        return replace(asked, payments_list=[*wanted[:-1], replace(last, amount=told.due - before)]), told
    if not wanted and not call.scene.switches.payments_needed:
        return asked, told
    if told.payments != told.due or call.scene.book.payments_refused:
        call.scene.book.payments_refused = max(0, call.scene.book.payments_refused - 1)
        raise reckoning.unequal(told)
    return asked, told


def _payments(call: Call, asked: Sequence[PaymentIn], day: date) -> list[Json]:
    return [
        paper.payment(
            one.id or call.scene.book.new_id(),
            place,
            one,
            rounded(one.amount or ZERO),
            day.isoformat(),
            call.company,
        )
        for place, one in enumerate(asked)
    ]


def _repaid(call: Call, document: Json, asked: list[PaymentIn]) -> None:
    told = _payments(call, asked, date.fromisoformat(document["date"]))
    if call.scene.switches.put_lists == "merged":
        named = {one["id"] for one in told}
        told = [*(one for one in document["payments_list"] if one["id"] not in named), *told]
    if sum((Decimal(one["amount"]) for one in told), ZERO) != document["amount_gross"]:
        raise Problem(422, reckoning.NO_SUM)
    document["payments_list"], document["next_due_date"] = told, paper.next_due(told)


def _readdressed(call: Call, document: Json, asked: EntityIn) -> None:
    """Another buyer, or the same with other facts. Fields that are not sent are emptied, or stay: not known."""
    told = paper.entity(asked)
    if call.scene.switches.put_entity == "merged":
        told = {**document["entity"], **{name: value for name, value in told.items() if value is not None}}
    if not told["name"]:
        raise required("data.entity.name")
    document["entity"] = told
    if document["ei_status"] == "discarded" and call.scene.switches.put_reopens:
        document["ei_status"] = "not_sent"


def _unlocked(document: Json) -> None:
    if document["locked"] or document["ei_status"] not in _EDITABLE:
        raise no_permission("Il documento è bloccato e non può essere modificato.")


def _told(call: Call, document: Json, fieldset: str) -> Json:
    """With a link that lives for seven days from now. Basic leaves lines and payments out."""
    told = {**einvoice.shown(call.scene, call.company, document), "url": links.link(call, document)}
    if fieldset == "basic":
        told |= {"items_list": None, "payments_list": None}
    return told
