"""E-invoices: sent to SdI, and what became of them (fact sheet, section 16).

What an answer leaves out is never taken for "not sent": it would be sent again.
"""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from facturier.model.document import Issued
from facturier.model.message import Message, say
from facturier.model.transmission import TROUBLED, Stage, Transmission
from facturier.ports.clock import business_date
from facturier.ports.errors import Misconfigured, Missing, NotNow, Refused
from facturier.ports.http import RETRY
from facturier.systems.fattureincloud import documents
from facturier.systems.fattureincloud.answers import Document, Sent, Verified, Why
from facturier.systems.fattureincloud.client import Client
from facturier.systems.fattureincloud.failures import NotAllowed, WrongToken
from facturier.systems.shared import sdi

ROME = "Europe/Rome"
NOT_SENT = "not_sent"
_WAITS = say("Fatture in Cloud hands it over to SdI, which may take two hours.")
_TAKEN = say("The buyer accepted it.")
_TURNED_DOWN = say(
    "The buyer turned it down. Agree with them what is wrong; then credit it and issue the order again."
)
_STATES: Mapping[str, tuple[Stage, Message]] = {
    NOT_SENT: (Stage.UNSENT, say("It was not sent to SdI.")),
    "attempt": (Stage.UNDER_WAY, _WAITS),
    "pending": (Stage.UNDER_WAY, _WAITS),
    "processing": (Stage.UNDER_WAY, say("SdI delivers it to the buyer.")),
    "sent": (Stage.SENT, say("It was sent to SdI, which has not refused it.")),
    "not_delivered": (
        Stage.UNDELIVERED,
        say(
            "SdI took it and could not deliver it: it counts as issued, and waits in the buyer's tax drawer "
            "(cassetto fiscale). Tell the buyer."
        ),
    ),
    "accepted": (Stage.ACCEPTED, _TAKEN),
    "manual_accepted": (Stage.ACCEPTED, _TAKEN),
    "no_response": (
        Stage.ACCEPTED,
        say("SdI delivered it. The buyer has not answered in time; ask them if you need their answer."),
    ),
    "rejected": (Stage.DECLINED, _TURNED_DOWN),
    "manual_rejected": (Stage.DECLINED, _TURNED_DOWN),
    "discarded": (Stage.REFUSED, say("SdI refused it (scartata): by law it was never issued.")),
    "error": (
        Stage.FAILED,
        say("Fatture in Cloud could not hand it over to SdI. Send it again there, or ask their support."),
    ),
    "missing": (
        Stage.FAILED,
        say("Fatture in Cloud has no file of it. Look there, and ask their support if need be."),
    ),
}


class Standing(Struct, frozen=True):
    id: int
    told: Transmission


def standing(client: Client, document: Issued) -> Transmission:
    return _standing(client, document).told


def transmit(client: Client, document: Issued, *, again: bool) -> Transmission:
    """Look, check, send: three calls. See `ports.system.System.transmit`."""
    there = _standing(client, document)
    if there.told.stage is not Stage.UNSENT and not (again and there.told.stage is Stage.REFUSED):
        return there.told
    _check(client, there.id)
    try:
        client.change("POST", f"/issued_documents/{there.id}/e_invoice/send", {"data": {}}, Sent)
    except (WrongToken, NotAllowed):
        raise
    except (Refused, Misconfigured) as error:
        return _meanwhile(client, document, there, error)
    return _told("attempt")


def _check(client: Client, id: int) -> None:
    """Whether the XML would pass at SdI. Raises Refused with what Fatture in Cloud found."""
    try:
        told = client.get(f"/issued_documents/{id}/e_invoice/xml_verify", Verified)
    except Refused as error:
        raise _unfit(error.words) from error
    if not told.success:
        raise _unfit("")


def _unfit(words: str) -> Refused:
    return Refused(
        say(
            "The e-invoice was not sent: Fatture in Cloud found what SdI would refuse. Correct it on the document in "
            "Fatture in Cloud, then try again."
        ),
        words,
    )


def _meanwhile(
    client: Client, document: Issued, before: Standing, error: Refused | Misconfigured
) -> Transmission:
    """It was not taken: because somebody else sent it since we looked, or for another reason, which is raised."""
    told = _standing(client, document).told
    if told.stage is before.told.stage:
        raise Refused(
            say("Fatture in Cloud did not send the e-invoice. Its own words tell why."), error.words
        ) from error
    return told


def _standing(client: Client, document: Issued) -> Standing:
    there = documents.document(client, document)
    if there.e_invoice is False:
        raise Refused(
            say(
                "The document was made without an e-invoice. Switch “Make e-invoices” on in the connection for the "
                "next ones, and send this one in Fatture in Cloud."
            )
        )
    status = there.ei_status
    if not isinstance(status, str):
        status = _unsaid(client, there)
    told = _told(status)
    return Standing(there.id, _with_reason(client, there.id, told) if told.stage in TROUBLED else told)


def _unsaid(client: Client, there: Document) -> str:
    """A status of null is one that was never sent, where all else says so too. Raises NotNow."""
    if there.ei_status is None and there.e_invoice and there.locked is False:
        return NOT_SENT
    raise NotNow(say("Fatture in Cloud does not tell where the e-invoice stands."), client.now() + RETRY)


def _told(status: str) -> Transmission:
    """A status that is not known here may be anything but unsent."""
    stage, said = _STATES.get(
        status, (Stage.UNDER_WAY, say("Fatture in Cloud calls it “%(status)s”.", status=status))
    )
    return Transmission(stage, said)


def _with_reason(client: Client, id: int, told: Transmission) -> Transmission:
    """Why, in SdI's words and in ours, as far as it is told. Where no day is, the notice is of today."""
    try:
        why = client.get(f"/issued_documents/{id}/e_invoice/error_reason", Why)
    except Missing:
        why = Why()
    code = (why.code or "").strip()
    refused = told.stage is Stage.REFUSED
    day = _day(why.date) or business_date(client.now(), ROME)
    return Transmission(
        told.stage,
        told.said,
        cure=sdi.cure(code),
        code=code,
        words=" ".join(text for text in (why.reason, why.solution) if text),
        refused_on=day if refused else None,
        again_by=sdi.again_by(day) if refused else None,
    )


def _day(text: str | None) -> date | None:
    """A day, with or without a time after it."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
