"""E-invoices: the check of the XML, sending, status and reasons (fact sheet, section 16)."""

from datetime import timedelta

from facturier.systems.fattureincloud.sandbox.books import Company
from facturier.systems.fattureincloud.sandbox.call import Call, Scene, one_of
from facturier.systems.fattureincloud.sandbox.replies import Json, Problem
from facturier.systems.fattureincloud.sandbox.requests import SendBody

STATUS_UPDATE = "issued_documents.e_invoices.status_update"
_SENDABLE = (None, "not_sent", "error", "discarded", "rejected")
FOREIGN_CODE, NO_CODE = "XXXXXXX", "0000000"
_GENERIC = ("N2", "N3", "N6")
_OURS = ("refused_at", "refused_because", "refused_code", "status_before")


def verify(call: Call) -> Json:
    document = _document(call)
    if errors := list(_errors(document)):
        listed = call.scene.switches.verify_errors == "list"
        raise Problem(
            call.scene.switches.verify_code,
            "XML non valido.",
            errors if listed else {"xml_errors": errors},
            extra={"errors": errors},
        )
    return {"data": {"success": True}}


def send(call: Call) -> Json:
    """An empty body is accepted; a dry run reaches nobody."""
    document = _document(call)
    body = call.reading(SendBody)
    if document["ei_status"] not in _SENDABLE and call.scene.switches.sent_again == "refused":
        raise Problem(409, "La fattura elettronica è già stata inviata.")
    verify(call)
    if not body.options.dry_run:
        call.company.handed_over.setdefault(call.id, []).append(call.scene.now)
        document["status_before"] = document["ei_status"]
        document["ei_status"], document["locked"] = "attempt", True
        call.scene.hooks.tell(call.company, STATUS_UPDATE, call.id)
    return {"data": {"name": "CARICATO", "date": call.scene.stamped}}


def reason(call: Call) -> Json:
    document = _document(call)
    at = document.get("refused_at", call.scene.stamped)
    told = {"moment": at, "day": at[:10], "nothing": None}[call.scene.switches.discard_told]
    return {
        "data": {
            "reason": document.get("refused_because"),
            "ei_status": document["ei_status"],
            "solution": None,
            "code": document.get("refused_code"),
            "date": told,
        }
    }


def shown(scene: Scene, company: Company, document: Json) -> Json:
    """What is told of how it stands: for a while as before it was sent, where that lags."""
    told = {name: value for name, value in document.items() if name not in _OURS}
    sent = company.handed_over.get(document["id"])
    lag = timedelta(seconds=scene.switches.status_lag)
    if sent and document["ei_status"] == "attempt" and scene.now < sent[-1] + lag:
        told |= {"ei_status": document["status_before"], "locked": False}
    if told.get("ei_status") == "not_sent" and scene.switches.unsent_status == "null":
        told["ei_status"] = None
    return told


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
    elif len(buyer["ei_code"]) != (6 if buyer["type"] == "pa" else len(NO_CODE)):
        errors.append("00427 Codice destinatario di lunghezza errata.")
    elif buyer["certified_email"] and buyer["ei_code"] != NO_CODE:
        errors.append("00426 PEC indicata insieme al codice destinatario.")
    if (buyer["country_iso"] or "IT") != "IT" and buyer["ei_code"] != FOREIGN_CODE:
        errors.append("00313 Codice destinatario di un cliente estero diverso da XXXXXXX.")
    if not (buyer["address_street"] and buyer["address_city"] and buyer["address_postal_code"]):
        errors.append("Indirizzo del cliente incompleto.")
    for line in document["items_list"]:
        if not line["vat"]["value"] and not line["vat"]["ei_type"]:
            errors.append(f"00400 Natura mancante per la riga {line['name']}.")
        elif line["vat"]["ei_type"] in _GENERIC:
            errors.append(f"00445 Natura generica per la riga {line['name']}.")
    return errors
