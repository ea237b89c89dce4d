"""What is told of documents: one by its number, and the list that only invoices have."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from msgspec import structs
from werkzeug.wrappers import Response

from facturier.systems.oblio.sandbox.answers import Fields as Told
from facturier.systems.oblio.sandbox.answers import success
from facturier.systems.oblio.sandbox.book import TYPE, Document, Kind, Party
from facturier.systems.oblio.sandbox.call import Call
from facturier.systems.oblio.sandbox.fields import Fields
from facturier.systems.oblio.sandbox.switches import Switches

MOST = 100
PRINTED = ("issuerName", "issuerId", "noticeNumber", "deputyName", "deputyIdentityCard", "deputyAuto")
_SENT = {-1: "Netrimisa", 0: "In procesare", 1: "Trimisa", 2: "Erori"}


def one(kind: Kind, call: Call) -> Response:
    return success(shown(call, call.document(kind)))


def shown(call: Call, document: Document) -> Told:
    told: Told = {
        "documentType": TYPE[document.kind],
        "seriesName": document.series,
        "number": document.number,
        "link": call.link(document),
        "collects": _collects(document),
    }
    if call.scene.switches.total_shown:
        told["total"] = f"{document.total:.4f}"
    return told


def invoices(call: Call) -> Response:
    """Filters, order and page; anything that is asked for otherwise is ignored."""
    fields = call.fields
    seen = call.scene.now - timedelta(seconds=call.scene.switches.list_lag)
    there = [
        one for one in (*call.company.standing(Kind.INVOICE), *call.company.drafts) if one.moment <= seen
    ]
    always = call.scene.switches.drafts_always
    found = [one for one in there if _asked_for(one, fields) or (always and one.unfinished)]
    found.sort(key=_orders(fields), reverse=fields.text("orderDir", "DESC").upper() == "DESC")
    start, size = fields.number("offset", 0), min(fields.number("limitPerPage", MOST), MOST)
    return success([row(call, document) for document in found[start : start + size]])


def einvoice_state(document: Document) -> Told:
    code = document.einvoice
    return {"text": document.einvoice_text or _SENT[code], "sent": code >= 0, "code": code}


def _orders(fields: Fields) -> Callable[[Document], Any]:
    match fields.text("orderBy", "id"):
        case "issueDate":
            return lambda document: (document.day, document.id)
        case "number":
            return lambda document: (int(document.number or 0), document.id)
    return lambda document: document.id


def _asked_for(document: Document, fields: Fields) -> bool:
    return all(_meets(document, fields))


def _meets(document: Document, fields: Fields) -> Iterator[bool]:
    yield fields.text("seriesName", document.series) == document.series
    yield fields.text("id", str(document.id)) == str(document.id)
    number = fields.text("number", document.number)
    yield number == document.number or (number.isdigit() and int(number) == int(document.number or 0))
    for name, state in (
        ("draft", document.unfinished),
        ("canceled", document.cancelled),
        ("collected", _is_collected(document)),
    ):
        yield fields.number(name, -1) in (-1, int(state))
    after, before = fields.day("issuedAfter"), fields.day("issuedBefore")
    yield after is None or document.day >= after
    yield before is None or document.day <= before
    client = fields.part("client")
    for name in ("cif", "email", "phone", "code"):
        known = getattr(document.client, name)
        yield client is None or client.text(name, known) == known


def _is_collected(document: Document) -> bool:
    return bool(document.collects) and document.collected >= document.total


def row(call: Call, document: Document) -> Told:
    """Nearly everything is a text."""
    fields, switches = call.fields, call.scene.switches
    link = call.link(document)
    known: Told = {
        "id": str(document.id),
        "draft": str(int(document.unfinished)),
        "canceled": str(int(document.cancelled)),
        "collected": str(int(_is_collected(document))),
        "seriesName": document.series,
        "number": document.number or ("" if switches.draft_number == "text" else None),
        "issueDate": document.day.isoformat(),
        "dueDate": document.due.isoformat() if document.due else "",
        "precision": str(document.precision),
        "currency": document.currency,
        "exchangeRate": f"{document.exchange_rate:.6f}",
        "total": f"{document.total:.4f}",
        **document.printed,
        "mentions": document.mentions or ("" if switches.empty_mentions == "text" else None),
        "useStock": str(int(document.use_stock)),
        "indexUpload": str(document.id) if document.einvoice >= 0 else "",
        "idDownload": str(document.id) if document.einvoice >= 1 else "",
        "type": TYPE[document.kind],
        "link": f"{link}&preload=1",
        "einvoice": f"{link}&einvoice=1&api=1",
        "client": _client(document.client, document.id),
    }
    if not switches.numbers_as_text:
        known["total"] = Decimal(known["total"])
        known |= {name: int(known[name]) for name in ("id", "draft", "canceled", "collected", "useStock")}
    if fields.flag("withProducts", False):
        known["products"] = [_product(line) for line in document.rows]
    if fields.flag("withCollects", False):
        known["collects"] = _collects(document)
    if fields.flag("withEinvoiceStatus", False):
        known |= _einvoice(document, switches)
    return known


def _einvoice(document: Document, switches: Switches) -> Told:
    if document.einvoice >= 0 or switches.unsent_status == "told":
        return {"einvoiceStatus": einvoice_state(document)}
    return {} if switches.unsent_status == "left_out" else {"einvoiceStatus": []}


def _client(client: Party, id: int) -> Told:
    told: Told = {name: value for name, value in structs.asdict(client).items() if name != "vat_payer"}
    return {"clientId": str(id), **told, "vatPayer": str(int(client.vat_payer))}


def _product(line: Any) -> Told:
    return {
        "name": line.name,
        "code": line.code,
        "quantity": f"{line.quantity:f}",
        "price": f"{line.price:f}",
        "measuringUnit": line.unit,
        "vatName": line.rate.name,
        "vatPercentage": f"{line.rate.percent:f}",
        "vatIncluded": str(int(line.included)),
    }


def _collects(document: Document) -> list[Told]:
    return [
        {
            "issueDate": one.day.isoformat(),
            "type": one.type,
            "number": one.number,
            "value": f"{one.value:.4f}",
        }
        for one in document.collects
    ]
