"""That the buyer on an issued document is another by now. The intent keeps what was sent when it was made."""

from datetime import datetime

from msgspec.structs import replace

from facturier.model.message import Message
from facturier.model.party import Party
from facturier.store import effects, journal
from facturier.store.models import Document, Effect
from facturier.store.writes import inserting, together, updating


def amended(effect: Effect, buyer: Party, revision: str, told: Message, by: str, now: datetime) -> None:
    """The draft says so too, for credit notes are made from it; the line of the audit trail, and the wish for the
    new PDF, come with it. Under the fence of the sending that did it, so once.

    revision: of the order, where nothing but the buyer is another in it than in the document; else empty.
    """
    document = effect.document
    draft = replace(document.draft, buyer=buyer)
    values = {"draft": draft} | ({"revision": revision} if revision else {})
    paper = effects.made(document, effects.PDF, str(document.system_id), f"amended {effect.pk}", now)
    fence = updating(Effect, {"pk": effect.pk, "fence": effect.fence}, facts=effect.facts)
    then = {
        "document": updating(Document, {"pk": document.pk}, **values),
        "noted": journal.noting(document, told, now, by),
        "paper": inserting(paper, unless_there=True),
    }
    if together(fence, then) is not None:
        document.draft = draft
        if revision:
            journal.close_alarm("EDITED-AFTER-ISSUE", document.order, now, by)
