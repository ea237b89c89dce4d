"""Out of one document another: prepared, then created as any other is (fact sheet, section 8)."""

from facturier.systems.fattureincloud.sandbox import numbering
from facturier.systems.fattureincloud.sandbox.books import Company
from facturier.systems.fattureincloud.sandbox.call import Call, one_of
from facturier.systems.fattureincloud.sandbox.replies import Json, invalid
from facturier.systems.fattureincloud.sandbox.requests import Options

_OWN = ("id", "permanent_token", "created_at", "updated_at", "seen_date", "ei_status")
FROM = ("order", "proforma", "quote", "delivery_note", "work_report")


def prepare(call: Call) -> Json:
    """The other document as it would be, and the options that make it so. Nothing is saved."""
    original: Json = one_of(call.company.documents, int(call.wanted("original_document_id")))
    type = call.wanted("new_type")
    call.needs(f"issued_documents.{original['type']}s")
    if original["type"] not in FROM:
        raise invalid({"original_document_id": ["The selected original_document_id is invalid."]})
    year = call.scene.today.year
    data = {name: value for name, value in original.items() if name not in _OWN}
    data |= {
        "type": type,
        "date": call.scene.today.isoformat(),
        "year": year,
        "number": numbering.next_number(call.company, type, year, original["numeration"]),
        "e_invoice": call.asked.get("e_invoice") == "1",
    }
    keeps = call.asked.get("transform_keep_copy") == "1"
    return {
        "data": data,
        "options": {"create_from": [str(original["id"])], "transform": True, "keep_copy": keeps},
    }


def originals(call: Call, options: Options) -> list[int]:
    """The documents that a create is made out of, which must be there."""
    ids = [int(id) for id in options.create_from or () if options.transform]
    for id in ids:
        one_of(call.company.documents, id)
    return ids


def transformed(company: Company, made: int, ids: list[int], options: Options) -> None:
    """The link; and without a copy the other document goes."""
    if ids:
        company.made_of[made] = ids
    if not options.keep_copy:
        for id in ids:
            company.bin[id] = company.documents.pop(id)
