"""A system gave a number that another document of ours has already."""

from contextlib import suppress

from facturier.flows import presence
from facturier.flows.env import Env, Tape
from facturier.model.document import Issued
from facturier.model.message import Message, say
from facturier.ports.budget import Urgency
from facturier.ports.errors import RemoteError
from facturier.store import journal, outcomes, series
from facturier.store.models import Document, Intent
from facturier.store.undoing import GONE


def hold(env: Env, document: Document, intent: Intent, found: Issued) -> None:
    """Most likely somebody deleted the other one in the system: both need a person, and each says so itself. Or that
    one is in another account, whose series has the same name: it is looked for there."""
    now, other = env.clock.now(), series.owner(document, found.series, found.number)
    if other is not None and other.system_id != document.system_id:
        outcomes.held_in_doubt(document, intent, _alike(document, other, found), "", now)
        with suppress(RemoteError):
            presence.vanished(env, other, env.system(other.system, Tape(), Urgency.SETTLE))
        return
    if other is not None:
        journal.raise_alarm(GONE, other, _given(document, found), now, other.organisation_id)
    why = say(
        "The system gave the number %(series)s %(number)s, which another document already has.",
        series=found.series,
        number=found.number,
    )
    outcomes.held_in_doubt(document, intent, why, "", now)


def _given(document: Document, found: Issued) -> Message:
    return say(
        "The system gave its number %(series)s %(number)s to order %(order)s. If somebody deleted it there, "
        "say that it is gone; then the other can be settled.",
        series=found.series,
        number=found.number,
        order=document.order.number,
    )


def _alike(document: Document, other: Document, found: Issued) -> Message:
    return say(
        "%(system)s gave the number %(series)s %(number)s, which order %(order)s has in %(account)s. Two accounts of "
        "one company must not number in the same series: give one of them another.",
        system=document.system,
        series=found.series,
        number=found.number,
        order=other.order.number,
        account=other.system,
    )
