"""E-mail: the outbox, the placeholders, and POST /document/send with its answer of shape D."""

import base64
import binascii

from werkzeug.wrappers import Response

from facturier.systems.smartbill.sandbox.answers import Refusal, mailed
from facturier.systems.smartbill.sandbox.book import Company, Document, Kind, Mail, Party
from facturier.systems.smartbill.sandbox.call import Call
from facturier.systems.smartbill.sandbox.requests import EmailPart, EstimateBody, MailBody

NO_ADDRESS = "Trebuie specificata adresa de email a clientului."
_KINDS = {"factura": Kind.INVOICE, "proforma": Kind.PROFORMA}


def on_issue(body: EstimateBody, client: Party) -> EmailPart | None:
    """Where the mail of a new document goes; None for no mail. Raises Refusal where there is no address."""
    if not body.send_email:
        return None
    part = body.email or EmailPart()
    to = part.to or client.email
    if not to:
        raise Refusal(NO_ADDRESS)
    return EmailPart(to=to, cc=part.cc, bcc=part.bcc)


def send_issued(company: Company, document: Document, addresses: EmailPart) -> None:
    """Goes out only where the account has a mail server; nothing is said otherwise."""
    if company.smtp:
        company.outbox.append(
            Mail(addresses.to or "", addresses.cc or "", addresses.bcc or "", "", "", document)
        )


def send(call: Call) -> Response:
    body, company = call.reading(MailBody), call.company
    kind = _KINDS.get((body.type or "").casefold())
    if kind is None:
        raise Refusal("Tipul documentului trebuie sa fie factura sau proforma.")
    document = company.find(kind, body.series_name, body.number)
    if document is None:
        raise Refusal("Documentul nu a fost gasit")
    if not company.smtp:
        raise Refusal("Server-ul de email nu a fost configurat.")
    to = body.to or document.client.email
    if not to:
        raise Refusal(NO_ADDRESS)
    subject, text = (_fill(_plain(part), document) for part in (body.subject, body.body_text))
    company.outbox.append(Mail(to, body.cc or "", body.bcc or "", subject, text, document))
    return mailed(call.scene.switches, 0, "Documentul a fost trimis cu succes.")


def _plain(encoded: str | None) -> str:
    """Out of Base64 of UTF-8. Raises Refusal."""
    try:
        return base64.b64decode(encoded or "", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise Refusal("subject si bodyText trebuie sa fie codificate Base64.") from None


def _fill(text: str, document: Document) -> str:
    values = {
        "#tip document#": "Proforma" if document.kind is Kind.PROFORMA else "Factura",
        "#serie numar document#": f"{document.series} {document.number}",
        "#link document#": f"https://cloud.smartbill.ro/documente/vizualizare/{document.id}",
        "#data emiterii#": document.day.isoformat(),
        "#data scadentei#": document.due,
        "#total document#": f"{document.total} {document.currency}",
        "#mentiune#": document.mentions,
        "#nume client#": document.client.name,
        "#persoana contact#": document.client.contact,
    }
    for placeholder, value in values.items():
        text = text.replace(placeholder, value)
    return text
