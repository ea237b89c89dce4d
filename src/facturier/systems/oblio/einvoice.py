"""E-invoices: sent to SPV, and what became of them (fact sheet, sections 9 and 10)."""

from collections.abc import Mapping

from facturier.model.document import Issued
from facturier.model.message import Message, say
from facturier.model.transmission import Stage, Transmission
from facturier.ports.errors import NotNow, Refused
from facturier.ports.http import RETRY
from facturier.systems.oblio import documents
from facturier.systems.oblio.answers import EInvoice
from facturier.systems.oblio.client import Client
from facturier.systems.shared.same import same

_STATES: Mapping[int, tuple[Stage, Message]] = {
    -1: (Stage.UNSENT, say("It was not sent to SPV.")),
    0: (Stage.UNDER_WAY, say("SPV is looking at it.")),
    1: (Stage.ACCEPTED, say("SPV accepted it.")),
    2: (Stage.REFUSED, say("SPV refused it.")),
}
_CORRECT = say("Correct what SPV complains about on the invoice in Oblio, then send it again from here.")


def standing(client: Client, document: Issued) -> Transmission:
    """Raises Missing; Refused where it is another document's by now; NotNow where it is not told."""
    _known(document)
    row = documents.row_of(client, document, withEinvoiceStatus="1")
    same(document, row.total)
    told = row.einvoice_status
    if told is None and row.never_uploaded:  # whether one that was never sent has a state is not documented
        return _told(EInvoice(-1))
    if told is None:
        raise NotNow(say("Oblio does not tell where the e-invoice stands."), client.now() + RETRY)
    return _told(told)


def transmit(client: Client, document: Issued, *, again: bool) -> Transmission:
    """See `ports.system.System.transmit`. What is under way or accepted stays as it is there, too."""
    before = standing(client, document)
    if before.stage is not Stage.UNSENT and not (again and before.stage is Stage.REFUSED):
        return before
    told = client.sent_to_spv(document.series, document.number)
    if told.code == -1:
        raise Refused(
            say(
                "Oblio did not send the invoice to SPV. Its own words tell why; see also its settings for SPV."
            ),
            told.text,
        )
    return _told(told)


def _known(document: Issued) -> None:
    documents.numbered(document)
    if not documents.listed(document.kind):
        raise Refused(say("Only invoices are sent to SPV."))


def _told(told: EInvoice) -> Transmission:
    stage, said = _STATES[int(told.code)]
    refused = stage is Stage.REFUSED
    return Transmission(stage, said, cure=_CORRECT if refused else None, words=told.text if refused else "")
