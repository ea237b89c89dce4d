"""What stops issuing, at any level, and what makes a route stop itself (DESIGN 5.15)."""

from datetime import datetime, timedelta

from facturier.flows.env import Env
from facturier.model.message import Message, say
from facturier.store import accounts, installation, journal
from facturier.store.journal import MACHINE
from facturier.store.models import Document, State

HINDRANCE = "NO-ROOM"
BAND = timedelta(hours=24)
DISPUTES = 2
REFUSALS = 10


def hindered(env: Env) -> Message | None:
    """Why nothing may be sent from this machine just now, or None. An alarm stays open until there is room."""
    why = env.hindrance()
    if why is not None:
        journal.raise_alarm(HINDRANCE, installation.row(), why, env.clock.now())
    return why


def unhindered(env: Env) -> None:
    """Close the alarm of a hindrance that is over. Asked now and then, not with every document."""
    if env.hindrance() is None:
        journal.close_alarm(HINDRANCE, installation.row(), env.clock.now())


def brake(document: Document) -> Message | None:
    """Why nothing may be sent for this document just now, or None."""
    return installation.stopped() or paused(document)


def paused(document: Document) -> Message | None:
    """Why its route, its connections or its organisation wait, or None. Nothing is read."""
    for level in (document.route, document.system, document.order.shop, document.organisation):
        if level.paused_at:
            return level.paused_why or say("Issuing is paused for %(name)s.", name=level)
    return None


def after_dispute(document: Document, now: datetime) -> None:
    """The first difference takes the declared arithmetic's good name, the second pauses the route."""
    accounts.unprove(document.system)
    if accounts.recent(document.route, State.DISPUTED, now, BAND) >= DISPUTES:
        why = say("Paused by itself: the system computed other totals than expected, more than once.")
        accounts.pause(document.route, why, MACHINE, now)


def after_refusal(document: Document, now: datetime) -> None:
    """Many refusals in a day are rarely the orders' fault."""
    if accounts.recent(document.route, State.REFUSED, now, BAND) >= REFUSALS:
        why = say("Paused by itself: the system refused %(count)s documents within a day.", count=REFUSALS)
        accounts.pause(document.route, why, MACHINE, now)
