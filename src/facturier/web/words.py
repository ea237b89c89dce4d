"""What people call the states and kinds, and how urgent each looks."""

from dataclasses import dataclass

from facturier.model.kinds import DocumentKind
from facturier.model.message import Message, say
from facturier.model.transmission import Stage
from facturier.store import effects
from facturier.store.models import Standing, State


@dataclass(frozen=True)
class Word:
    """tone: `good` and `quiet` ask for nothing, `busy` goes on by itself, `warn` and `bad` want a person."""

    label: Message
    tone: str


STANDINGS = {
    Standing.NEW: Word(say("New"), "busy"),
    Standing.WAITING: Word(say("Waiting"), "quiet"),
    Standing.HELD: Word(say("Held"), "warn"),
    Standing.READY: Word(say("Ready"), "busy"),
    Standing.SENDING: Word(say("Sending"), "busy"),
    Standing.IN_DOUBT: Word(say("In doubt"), "warn"),
    Standing.ISSUED: Word(say("Issued"), "busy"),
    Standing.VERIFIED: Word(say("Verified"), "good"),
    Standing.DISPUTED: Word(say("Disputed"), "bad"),
    Standing.REFUSED: Word(say("Refused"), "bad"),
    Standing.WITHDRAWN: Word(say("Withdrawn"), "quiet"),
    Standing.CLOSED: Word(say("Closed"), "quiet"),
}
STATES = {
    **{State(standing.value): word for standing, word in STANDINGS.items() if standing.value in State.values},
    State.HELD_IN_DOUBT: Word(say("Waits for you"), "bad"),
}
KINDS = {
    DocumentKind.INVOICE: say("Invoice"),
    DocumentKind.PROFORMA: say("Proforma"),
    DocumentKind.RECEIPT: say("Receipt"),
    DocumentKind.CREDIT_NOTE: say("Credit note"),
    DocumentKind.ORDER: say("Order document"),
    DocumentKind.DELIVERY_NOTE: say("Delivery note"),
}
EFFECTS = {
    effects.PDF: say("Keep the PDF"),
    effects.RECORD: say("Write number and link onto the order in the shop"),
    effects.PAY: say("Record the payment in the invoicing system"),
    effects.RECORD_CANCELLED: say("Tell the shop that the document was cancelled"),
    effects.TRANSMIT: say("Send the e-invoice"),
    effects.FOLLOW: say("Hear what became of the e-invoice"),
}
TRANSMISSIONS = {
    Stage.UNSENT: Word(say("E-invoice not sent"), "quiet"),
    Stage.UNDER_WAY: Word(say("E-invoice under way"), "busy"),
    Stage.SENT: Word(say("E-invoice sent"), "good"),
    Stage.REFUSED: Word(say("E-invoice refused"), "bad"),
    Stage.FAILED: Word(say("E-invoice stuck"), "bad"),
    Stage.ACCEPTED: Word(say("E-invoice accepted"), "good"),
    Stage.UNDELIVERED: Word(say("E-invoice not delivered"), "quiet"),
    Stage.DECLINED: Word(say("E-invoice turned down"), "bad"),
}
_CODES: dict[str, Word] = {
    **{state.value: word for state, word in STATES.items()},
    **{standing.value: word for standing, word in STANDINGS.items()},
}


def word(code: str) -> Word:
    """For the standing of an order or the state of a document."""
    return _CODES[code]
