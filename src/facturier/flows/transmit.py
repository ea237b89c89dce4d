"""The e-invoice: sent at most once, listened for, and sent again where the authority refused it (DESIGN 5.8)."""

from datetime import datetime, timedelta

from facturier.flows import amend, voided
from facturier.flows.env import Env, Tape
from facturier.flows.issued import issued_of
from facturier.flows.never_issued import no_credit, not_through
from facturier.model.message import Message, say
from facturier.model.transmission import FINAL, THROUGH, TROUBLED, Stage, Transmission
from facturier.ports.budget import Urgency
from facturier.ports.errors import Misconfigured, Refused
from facturier.ports.system import System
from facturier.store import effects, journal, transmissions, wishes
from facturier.store.effects import Ending
from facturier.store.models import Document, Effect
from facturier.store.writes import Write

FIRST_LOOK = timedelta(minutes=15)
LONGEST_PAUSE = timedelta(hours=24)
PATIENCE = timedelta(days=15)
LONGEST_WATCH = timedelta(days=90)
"""Somebody may put right by hand what did not go through; then that is seen."""
ALARM = effects.E_INVOICE


def send(env: Env, effect: Effect) -> Ending:
    """Send it, unless it is seen to have been sent. Who lost an answer looks before anything else."""
    document = effect.document
    system = _system(env, effect)
    if why := voided.told(document):
        raise Refused(why)
    if document.original is not None:
        if why := no_credit(document.original):
            raise Refused(why)
        if why := not_through(document.original):
            return _waiting(env, effect, why)
    again = effect.cause != transmissions.FIRST
    if again and effect.state == Effect.State.IN_DOUBT:
        told = system.transmission(issued_of(document))
        if told.stage is Stage.REFUSED and _same_notice(told, effect):
            raise Refused(
                say(
                    "It was to be sent again and the answer was lost. The refusal is still all that can be seen: "
                    "look in %(system)s whether it was sent, then try again.",
                    system=document.system,
                )
            )
        if told.stage is Stage.UNSENT:
            amend.carry_out(env, effect, system)
            told = system.transmit(issued_of(document), again=True)
    else:
        _amended(env, effect, system)
        told = system.transmit(issued_of(document), again=again)
    env.crash("e-invoice sent")
    now = env.clock.now()
    look = now + env.pace.of(FIRST_LOOK)
    # It is as it is after the answer: a look of somebody else's meanwhile is older news.
    then = {**_heard(env, document, told, now), "listening": transmissions.listening(document, now, look)}
    return Ending(then=then)


def _waiting(env: Env, effect: Effect, why: Message) -> Ending:
    """Nothing was sent just now. It is looked at again when what it waits for went through, and now and then."""
    now = env.clock.now()
    pause = env.pace.growing(now - effect.created_at, FIRST_LOOK, LONGEST_PAUSE)
    return Ending(Effect.State(effect.state), look_at=now + pause, reason=why)


def _amended(env: Env, effect: Effect, system: System) -> None:
    """What somebody sent meanwhile is beyond correction, and needs none to be known as sent."""
    try:
        amend.carry_out(env, effect, system)
    except Refused:
        if system.transmission(issued_of(effect.document)).stage in (Stage.UNSENT, Stage.REFUSED):
            raise


def follow(env: Env, effect: Effect) -> Ending:
    """One look. The next comes when as much time has passed again, and none where nothing more is to be heard."""
    document = effect.document
    at = env.clock.now()
    told = _system(env, effect, Urgency.READ).transmission(issued_of(document))
    then = _heard(env, document, told, at)
    if told.stage in FINAL:
        return Ending(then=then)
    now = env.clock.now()
    lasted = now - effect.created_at
    if lasted < env.pace.of(LONGEST_WATCH if told.stage in TROUBLED else PATIENCE):
        pause = env.pace.growing(lasted, FIRST_LOOK, LONGEST_PAUSE)
        return Ending(Effect.State.DUE, look_at=now + pause, then=then)
    if told.stage is Stage.SENT or told.stage in TROUBLED:  # a refusal would have come long ago, or stands
        return Ending(then=then)
    raise Refused(
        say(
            "Nothing was heard of the e-invoice for %(days)s days. Look in %(system)s where it stands.",
            days=PATIENCE.days,
            system=document.system,
        )
    )


def _system(env: Env, effect: Effect, urgency: Urgency = Urgency.ISSUE) -> System:
    """Raises Misconfigured where it sends no e-invoices."""
    system = env.system(effect.document.system, Tape(), urgency, until=effect.lease_until)
    if not system.capabilities.transmits:
        raise Misconfigured(
            say(
                "%(system)s does not send e-invoices as it is set up. Switch them on in the connection, or send "
                "this one by hand.",
                system=effect.document.system,
            )
        )
    return system


def _same_notice(told: Transmission, effect: Effect) -> bool:
    """Of the same day: two on one day cannot be told apart."""
    return effect.facts.get("refused_on", "") in ("", told.refused_on.isoformat() if told.refused_on else "")


def _heard(env: Env, document: Document, told: Transmission, at: datetime) -> dict[str, Write]:
    """Note it, and on the timeline too where it is news; an alarm stands while a person must see to it."""
    before = transmissions.known(document)
    now = env.clock.now()
    if transmissions.in_trouble(document, told):
        journal.raise_alarm(ALARM, document, told.said, now, document.organisation_id)
    else:
        journal.close_alarm(ALARM, document, now)
    if told.stage in THROUGH:
        wishes.revive_refunds(document, now)
    then = {"told": transmissions.telling(document, told, at)}
    if told.stage in THROUGH:
        then["credits"] = transmissions.waking_credits(document, now)
    if before is None or before.told != told:
        then["noted"] = journal.noting(document, told.said, now)
    return then
