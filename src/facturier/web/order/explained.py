"""Where an order or a document stands, in plain words: what happened, what happens next, and when."""

from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_datetime
from django.utils import timezone
from django.utils.translation import get_language

from facturier.flows.brakes import brake
from facturier.model.message import Message, say
from facturier.store.evidence import open_intent
from facturier.store.models import Document, Order, Standing, State


@dataclass(frozen=True)
class Explained:
    """tone: busy, good, warn, bad or quiet. words: somebody else's own. busy: it goes on without anybody."""

    tone: str
    what: Message
    next: Message | None = None
    words: str = ""


def order_explained(order: Order, document: Document | None) -> Explained:
    """document: the order's newest sale document; while one is on its way or made, it tells the story."""
    if document is not None and document.state not in (State.HELD, State.WITHDRAWN):
        return document_explained(document)
    reason = order.reason or (document.reason if document else None)
    match Standing(order.standing):
        case Standing.NEW:
            return Explained(
                "busy", say("The shop told of this order just now."), say("It is decided in a moment.")
            )
        case Standing.WAITING:
            return Explained("quiet", reason or say("The order waits."), _looked_at_again(order))
        case Standing.HELD:
            return Explained(
                "warn",
                reason
                if reason and not order.findings
                else say("Held: nothing is sent until this is put right."),
                say("Correct it here, or in the shop; then it is decided anew by itself."),
            )
        case Standing.CLOSED if order.closed_by:
            return Explained(
                "quiet", reason or say("Closed."), say("Open it again if it should get a document.")
            )
    return Explained("quiet", reason or say("No document is made for this order."))


def document_explained(document: Document) -> Explained:
    facts = {"name": document, "system": document.system}
    match State(document.state):
        case State.READY:
            return _ready(document)
        case State.SENDING:
            what = say("It is being sent to %(system)s.", **facts)
            return Explained("busy", what, say("This takes a few seconds."))
        case State.IN_DOUBT:
            return _in_doubt(document)
        case State.HELD_IN_DOUBT:
            what = say("%(system)s does not let us tell whether this document was issued.", **facts)
            return Explained(
                "bad", what, say("Nothing is sent again until you decide. See below."), document.words
            )
        case State.ISSUED:
            what = say("Issued as %(name)s.", **facts)
            return Explained(
                "busy", what, say("%(system)s is asked for its total now.", **facts), document.words
            )
        case State.VERIFIED:
            return _verified(document)
        case State.DISPUTED:
            what = document.reason or say("%(system)s made something else than was meant.", **facts)
            return Explained(
                "bad", what, say("Nothing follows from it until you decide. See below."), document.words
            )
        case State.REFUSED:
            what = document.reason or say("%(system)s refused it.", **facts)
            put_right = say("Nothing was issued. Put it right, then try again.")
            return Explained("bad", what, put_right, document.words)
    return Explained("quiet", document.reason or say("Withdrawn before anything was sent."))


def moment(at: datetime) -> str:
    """Day and time in the reader's zone and language."""
    return format_datetime(timezone.localtime(at), "d MMM, HH:mm", locale=get_language() or "en")


def _looked_at_again(order: Order) -> Message:
    if order.look_at is None:
        return say("It is decided anew when the shop changes it.")
    return say("It is decided anew when the shop changes it, and at %(at)s.", at=moment(order.look_at))


def _ready(document: Document) -> Explained:
    if (paused := brake(document)) is not None:
        return Explained("warn", say("Ready, but issuing is paused."), paused)
    if document.reason is not None and document.look_at is not None:
        again = say("It is tried again at %(at)s.", at=moment(document.look_at))
        return Explained("warn", document.reason, again, document.words)
    next_turn = say("It is sent when its turn in the series comes, usually within seconds.")
    return Explained("busy", say("Ready to be sent to %(system)s.", system=document.system), next_turn)


def _in_doubt(document: Document) -> Explained:
    what = say("It was sent to %(system)s, but the answer was lost.", system=document.system)
    intent = open_intent(document)
    if intent is None or document.look_at is None:
        return Explained("warn", what, say("Facturier looks there until it knows."), document.words)
    soon = say(
        "Facturier looks there until it knows: next at %(look)s. It cannot be called absent before %(horizon)s, "
        "and until then nothing is sent again.",
        look=moment(document.look_at),
        horizon=moment(intent.horizon_at),
    )
    return Explained("warn", what, soon, document.words)


def _verified(document: Document) -> Explained:
    facts = {
        "name": document,
        "system": document.system,
        "total": document.total,
        "currency": document.currency,
    }
    if document.gone_at is not None:
        return Explained("quiet", say("%(name)s was deleted in %(system)s by hand.", **facts))
    if document.cancelled_at is not None:
        return Explained("quiet", say("%(name)s was cancelled in %(system)s.", **facts))
    if document.original is not None:
        back = {"original": document.original, "amount": -document.total, **facts}
        return Explained("good", say("%(name)s takes %(amount)s %(currency)s of %(original)s back.", **back))
    if document.credited >= document.total > 0:
        return Explained("quiet", say("%(name)s was credited as a whole.", **facts))
    if document.credited:
        left = document.total - document.credited
        what = say(
            "%(name)s was credited in part: %(left)s %(currency)s of it still stand.", left=left, **facts
        )
        return Explained("good", what)
    if document.accepted_by:
        return Explained(
            "good", say("%(name)s, accepted by %(by)s as it is.", by=document.accepted_by, **facts)
        )
    if document.stated is None:
        return Explained("good", say("Issued by %(system)s.", **facts))
    return Explained(
        "good",
        say("%(name)s: %(system)s says %(total)s %(currency)s, to the cent what the buyer pays.", **facts),
    )
