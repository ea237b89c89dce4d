"""Clients of a company (fact sheet, section 14)."""

from facturier.systems.fattureincloud.sandbox import paper
from facturier.systems.fattureincloud.sandbox.call import Call, one_of
from facturier.systems.fattureincloud.sandbox.listing import chosen, page
from facturier.systems.fattureincloud.sandbox.replies import Json, required
from facturier.systems.fattureincloud.sandbox.requests import ClientBody

FIELDS = frozenset(
    ["id", "code", "name", "vat_number", "tax_code", "address_city", "email", "ei_code", "created_at"]
)
_SORTS = frozenset(["code", "name", "vat_number", "tax_code", "address_city", "created_at", "updated_at"])


def listed(call: Call) -> Json:
    call.needs("entity.clients")
    rows = call.company.clients.values()
    usual = call.scene.switches.per_page
    sorts = _SORTS | {"id"} if call.scene.switches.more_sorts else _SORTS
    found = page(rows, call.asked, FIELDS, usual, f"/c/{call.company.id}/entities/clients", sorts)
    found["data"] = [chosen(row, call.asked.get("fields", "")) for row in found["data"]]
    return found


def one(call: Call) -> Json:
    call.needs("entity.clients")
    return {"data": one_of(call.company.clients, call.id)}


def create(call: Call) -> Json:
    call.needs("entity.clients", write=True)
    asked = call.reading(ClientBody).data
    if not asked.name:
        raise required("data.name")
    id = call.scene.book.new_id()
    moments = {"created_at": call.scene.stamped, "updated_at": call.scene.stamped}
    call.company.clients[id] = {**paper.entity(asked), "id": id, **moments}
    return {"data": call.company.clients[id]}


def change(call: Call) -> Json:
    call.needs("entity.clients", write=True)
    client: Json = one_of(call.company.clients, call.id)
    asked = call.reading(ClientBody).data
    sent = {name: getattr(asked, name) for name in asked.__struct_fields__}
    client |= {name: value for name, value in sent.items() if value is not None and name != "id"}
    return {"data": client}


def delete(call: Call) -> None:
    call.needs("entity.clients", write=True)
    one_of(call.company.clients, call.id)
    del call.company.clients[call.id]
