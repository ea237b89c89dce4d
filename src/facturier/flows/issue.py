"""READY -> SENDING -> ISSUED, REFUSED, IN_DOUBT or READY again: the only place where a create call is made."""

from datetime import date, datetime, timedelta

import msgspec
from django.db import IntegrityError

from facturier.flows import (
    numbered_twice,
    preceding,
    presence,
    replacing,
    seen_before,
    silence,
    strangers,
    verify,
)
from facturier.flows.brakes import after_refusal, brake, hindered, paused
from facturier.flows.env import Env, Tape
from facturier.flows.still import not_wanted, outdated
from facturier.model.document import Issued
from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.ports.budget import Urgency
from facturier.ports.clock import business_date
from facturier.ports.errors import InDoubt, Misconfigured, NotNow, Refused, Spent
from facturier.ports.system import Candidate, Position, Room, System
from facturier.store import accounts, evidence, journal, leases, outcomes, series, strays, wishes
from facturier.store.gate import gate
from facturier.store.models import Attempt, Document, Intent, State, Stray
from facturier.store.writes import Write, alone

FIRST_LOOK = timedelta(seconds=5)
ROOM_PAUSE = timedelta(milliseconds=200)
DOUBT_PAUSE = timedelta(seconds=10)
BRAKE_PAUSE = timedelta(minutes=10)
HINDRANCE_PAUSE = timedelta(minutes=1)
MISCONFIGURED_PAUSE, MISCONFIGURED_LONGEST = timedelta(minutes=10), timedelta(hours=4)
LEASE_MARGIN = timedelta(seconds=2)
AHEAD = "SERIES-AHEAD"
"""The alarm of a series whose last date has not come; `about` is its name."""


def send(env: Env, document: Document) -> None:
    """Make one attempt to issue a READY document that the caller has leased."""
    now = env.clock.now()
    asked = gate(document)
    if asked.cancelled and (wish := wishes.cancels(document)):
        outcomes.withdrawn_by(document, wish, now)
        return
    if reason := not_wanted(document):
        outcomes.withdrawn(document, reason, now)
        return
    if why := hindered(env):
        leases.release(document, now + env.pace.of(HINDRANCE_PAUSE), reason=why)
        return
    if why := paused(document) if asked.open else brake(document):
        leases.release(document, now + env.pace.of(BRAKE_PAUSE), reason=why)
        return
    if outdated(document, now):
        outcomes.outdated(document, now)
        env.nudge("order", document.order_id)
        return
    tape: Tape = []
    try:
        urgency = Urgency.ISSUE if document.asked else Urgency.UNASKED
        system = env.system(document.system, tape, urgency, until=document.lease_until)
        room = system.room(document.draft)
        if room and not room.shared and (other := series.occupy(room, document, now)):
            pause = ROOM_PAUSE if other.state in (State.READY, State.SENDING) else DOUBT_PAUSE
            leases.release(document, now + env.pace.of(pause))
            return
        if asked.seen and (known := strays.of(document.reference)):
            if seen_before.is_there(env, document, system, known):
                _adopt_stray(env, document, known)
            return
        if document.original and (why := presence.not_to_credit(env, document.original, system)):
            outcomes.withdrawn(document, why, env.clock.now())
            wishes.tell_unmade(document, env.clock.now())
            return
        if why := preceding.stopped(env, document, system) or replacing.stopped(env, document, system):
            outcomes.held(document, why, env.clock.now())
            return
        position = system.position(document.draft)
    except NotNow as error:
        _not_now(env, document, None, error, tape)
        return
    except Misconfigured as error:
        _misconfigured(env, document, None, error)
        return
    except Refused as error:
        outcomes.refused(document, None, error.message, error.words, env.clock.now())
        return
    env.crash("position read")
    _create(env, document, system, room, position, tape)


def _adopt_stray(env: Env, document: Document, stray: Stray) -> None:
    """It was issued before this book was restored: take it over, with an intent that says so."""
    now = env.clock.now()
    day = stray.seen_at.date()
    position = Position(series=stray.series)
    intent, _ = evidence.intend(document, document.draft, day, position, now, timedelta())
    kind = DocumentKind(document.kind)
    adopt(env, document, intent, Issued(kind, stray.series, stray.number))
    journal.close_alarm(strangers.UNKNOWN, document.system, now, about=document.reference)
    journal.close_alarm(strays.UNWANTED, document, now)


def _create(
    env: Env, document: Document, system: System, room: Room | None, position: Position, tape: Tape
) -> None:
    capabilities = system.capabilities
    now = env.clock.now()
    today = business_date(now, document.company.facts.zone)
    wanted = _wanted_day(document, today)
    day = series.business_day(room, wanted) if room else wanted
    if day > today:
        _ahead(env, document, position.series, day, now)
        return
    if document.fence > 1:  # not its first look: it may have waited for the date
        journal.close_alarm(AHEAD, document.system, now, about=position.series)
    draft = _dated(document.draft, day)
    # The last byte leaves before the lease ends; from then on a commit may still land for the doubt horizon.
    leased = max((document.lease_until or now) - now, env.pace.of(capabilities.deadline))
    horizon = leased + env.pace.of(capabilities.doubt_horizon)
    intent, attempt = evidence.intend(document, draft, day, position, now, horizon, room)
    env.crash("intent committed")
    try:
        env.witness(attempt.pk)
    except Misconfigured as error:
        outcomes.not_sent(document, intent, error.message, error.words, now, now + env.pace.of(BRAKE_PAUSE))
        return
    left = (document.lease_until or now) - env.clock.now()
    if left < env.pace.of(capabilities.deadline) + env.pace.of(LEASE_MARGIN):
        too_late = say("There was too little time left to send this safely.")
        outcomes.not_sent(document, intent, too_late, "", env.clock.now(), env.clock.now())
        return
    _call(env, document, system, intent, attempt, tape)


def _wanted_day(document: Document, today: date) -> date:
    """As its draft says, but none that has not come. Nothing dates a credit note but the day on which it is sent:
    what its draft says is the day of an earlier attempt."""
    if document.original_id is not None:
        return today
    return min(document.draft.issue_date or today, today)


def _ahead(env: Env, document: Document, name: str, day: date, now: datetime) -> None:
    """A clock was wrong once. Dates never run backwards, and none is given that has not come."""
    why = say(
        "The last document of this series is dated %(day)s, which has not come yet. Nothing is sent in it until "
        "then; use another series, or correct that document and the series' date.",
        day=day,
    )
    journal.raise_alarm(AHEAD, document.system, why, now, document.organisation_id, about=name)
    outcomes.not_sent(document, None, why, "", now, now + env.pace.of(BRAKE_PAUSE))


def _dated(draft: Draft, day: date) -> Draft:
    due = day + timedelta(days=draft.due_days) if draft.due_days is not None else draft.due_date
    return msgspec.structs.replace(draft, issue_date=day, due_date=due)


def _call(env: Env, document: Document, system: System, intent: Intent, attempt: Attempt, tape: Tape) -> None:
    del tape[:]
    try:
        found = system.issue(intent.draft, intent.reference, intent.position)
    except (NotNow, Misconfigured, Refused, InDoubt) as error:
        _keep(env, evidence.answering(attempt, type(error).__name__, error.words, tape, env.clock.now()))
        _unhappy(env, document, intent, error, tape)
        return
    env.crash("answer read")
    now = env.clock.now()
    answer = evidence.answering(attempt, evidence.ANSWERED, "", tape, now)
    try:
        _conclude(env, document, intent, found, answer, now)
    except leases.Fenced:
        _keep(env, answer)
        _too_late(env, document, intent, found)
        raise


def _keep(env: Env, answer: Write) -> None:
    """What came back, whoever holds the document by now."""
    alone(answer)
    env.crash("answer kept")


def _conclude(
    env: Env, document: Document, intent: Intent, found: Issued, answer: Write, now: datetime
) -> None:
    """The document exists: write it down with the answer that says so, and with its total where that is in it."""
    follows = verify.by_answer(document, found, now)
    try:
        outcomes.issued(document, intent, found, now, answer, follows)
    except IntegrityError:
        _keep(env, answer)
        numbered_twice.hold(env, document, intent, found)
        return
    env.crash("issued written")
    if follows is not None:
        accounts.well(document.system, now)
    env.nudge("document" if follows is None else "effects", document.pk)


def _too_late(env: Env, document: Document, intent: Intent, found: Issued) -> None:
    """Somebody else went on meanwhile. Where they proved it absent, this answer proves them wrong."""
    if not evidence.given_up(intent):
        return
    now = env.clock.now()
    why = say(
        "%(series)s %(number)s of order %(order)s was answered after it was taken to be absent. Look whether the "
        "order has two documents.",
        series=found.series,
        number=found.number,
        order=document.order.number,
    )
    journal.raise_alarm("LATE-ANSWER", document, why, now, document.organisation_id)
    seen = Candidate(found.number, document.total, document.reference)
    strays.keep(document.system, found.series, seen, now)


def _unhappy(
    env: Env,
    document: Document,
    intent: Intent,
    error: NotNow | Misconfigured | Refused | InDoubt,
    tape: Tape,
) -> None:
    now = env.clock.now()
    match error:
        case NotNow():
            _not_now(env, document, intent, error, tape)
        case Misconfigured():
            _misconfigured(env, document, intent, error)
        case Refused():
            outcomes.refused(document, intent, error.message, error.words, now)
            after_refusal(document, now)
        case InDoubt():
            outcomes.in_doubt(document, error.message, error.words, now, now + env.pace.of(FIRST_LOOK))


def _not_now(env: Env, document: Document, intent: Intent | None, error: NotNow, tape: Tape) -> None:
    now = env.clock.now()
    silence.heard(env, document.system, tape, error)
    outcomes.not_sent(document, intent, error.message, error.words, now, error.retry_at)
    if isinstance(error, Spent):
        accounts.wait(document, error.retry_at, now)


def _misconfigured(env: Env, document: Document, intent: Intent | None, error: Misconfigured) -> None:
    """Not the order's fault: it stays ready, and the connection says what a person must mend.

    The longer nobody does, the more seldom it is tried: calls are counted, and some are paid for.
    """
    now = env.clock.now()
    lasts = accounts.trouble(document.system, error, now)
    pause = env.pace.growing(lasts / 2, MISCONFIGURED_PAUSE, MISCONFIGURED_LONGEST)
    outcomes.not_sent(document, intent, error.message, error.words, now, now + pause)


def adopt(env: Env, document: Document, intent: Intent, found: Issued) -> None:
    """The document exists: write it down. A number that another document of ours owns is a dispute."""
    try:
        outcomes.adopted(document, intent, found, env.clock.now())
    except IntegrityError:
        numbered_twice.hold(env, document, intent, found)
        return
    env.crash("issued written")
    env.nudge("document", document.pk)
