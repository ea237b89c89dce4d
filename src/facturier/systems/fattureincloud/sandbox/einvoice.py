"""E-invoices: the check of the XML, sending, status and reasons (fact sheet, section 16)."""

from facturier.systems.fattureincloud.sandbox.call import Call, one_of
from facturier.systems.fattureincloud.sandbox.replies import Json, Problem
from facturier.systems.fattureincloud.sandbox.requests import SendBody

_SENDABLE = (None, "not_sent", "error", "discarded", "rejected")
FOREIGN_CODE = "XXXXXXX"


def verify(call: Call) -> Json:
    document = _document(call)
    if errors := list(_errors(document)):
        listed = call.scene.switches.verify_errors == "list"
        raise Problem(
            422, "XML non valido.", errors if listed else {"xml_errors": errors}, extra={"errors": errors}
        )
    return {"data": {"success": True}}


def send(call: Call) -> Json:
    """An empty body is accepted; a dry run reaches nobody."""
    document = _document(call)
    body = call.reading(SendBody)
    if document["ei_status"] not in _SENDABLE:
        raise Problem(409, "La fattura elettronica è già stata inviata.")
    verify(call)
    if not body.options.dry_run:
        document["ei_status"], document["locked"] = "attempt", True
    return {"data": {"name": "CARICATO", "date": call.scene.stamped}}


def reason(call: Call) -> Json:
    document = _document(call)
    return {
        "data": {
            "reason": document.get("refused_because", ""),
            "ei_status": document["ei_status"],
            "solution": "",
            "code": document.get("refused_code", ""),
            "date": call.scene.stamped,
        }
    }


def _document(call: Call) -> Json:
    document: Json = one_of(call.company.documents, call.id)
    call.needs(f"issued_documents.{document['type']}s", write=True)
    if not document["e_invoice"]:
        raise Problem(422, "Il documento non è una fattura elettronica.")
    return document


def _errors(document: Json) -> list[str]:
    """What SdI would refuse, as far as the sheet tells of it."""
    buyer, errors = document["entity"], []
    if not (buyer["vat_number"] or buyer["tax_code"] or buyer["ei_code"] == FOREIGN_CODE):
        errors.append("Partita IVA o codice fiscale del cliente mancante.")
    if not buyer["ei_code"]:
        errors.append("Codice destinatario mancante.")
    if not (buyer["address_street"] and buyer["address_city"] and buyer["address_postal_code"]):
        errors.append("Indirizzo del cliente incompleto.")
    for line in document["items_list"]:
        if not line["vat"]["value"] and not line["vat"]["ei_type"]:
            errors.append(f"Natura mancante per la riga {line['name']}.")
    return errors
