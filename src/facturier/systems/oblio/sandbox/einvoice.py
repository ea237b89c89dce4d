"""Sending an invoice to SPV, and its archive once SPV has answered."""

import io
import zipfile

from werkzeug.wrappers import Response

from facturier.systems.oblio.sandbox.answers import Refusal, success
from facturier.systems.oblio.sandbox.book import Document, Kind
from facturier.systems.oblio.sandbox.call import Call
from facturier.systems.oblio.sandbox.listing import einvoice_state

NOT_SENT, UNDER_WAY, ACCEPTED, WRONG = -1, 0, 1, 2


def send(call: Call) -> Response:
    """Once more is safe: what is under way or accepted stays as it is."""
    invoice = call.document(Kind.INVOICE)
    if invoice.cancelled:
        raise Refusal("Factura este anulata.")
    if invoice.einvoice in (NOT_SENT, WRONG):
        invoice.einvoice, invoice.einvoice_text = UNDER_WAY, ""
        invoice.handed_over += 1
    return success(einvoice_state(invoice))


def archive(call: Call) -> Response:
    """A ZIP with the invoice and SPV's seal. Raises Refusal while there is none."""
    invoice = call.document(Kind.INVOICE)
    if invoice.einvoice not in (ACCEPTED, WRONG):
        raise Refusal("Arhiva nu este disponibila.")
    return Response(_zipped(invoice), content_type="application/zip")


def _zipped(invoice: Document) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        name = "factura" if invoice.einvoice == ACCEPTED else "erori"
        packed.writestr(f"{invoice.id}.xml", f"<{name}>{invoice.series}{invoice.number}</{name}>")
        packed.writestr(f"semnatura_{invoice.id}.xml", "<Signature/>")
    return file.getvalue()
