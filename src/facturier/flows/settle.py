"""IN_DOUBT -> found and adopted, proved absent, or held for a person (DESIGN 5.4 to 5.7)."""

from datetime import datetime, timedelta

from facturier.flows import account, issue, silence
from facturier.flows.env import Env, Tape
from facturier.model.message import say
from facturier.ports.budget import Urgency
from facturier.ports.errors import InDoubt, Misconfigured, Missing, NotNow, Refused
from facturier.ports.system import IntentView, Room, Settlement, System, Verdict
from facturier.store import accounts, evidence, installation, journal, leases, outcomes, series
from facturier.store.models import Document, Intent, State

PAUSES = [timedelta(seconds=seconds) for seconds in (5, 15, 60, 180)]
UNREACHABLE_PAUSE = timedelta(minutes=5)


def lost(env: Env, document: Document) -> None:
    """A document found SENDING with its lease run out: its worker died, at a moment nobody knows."""
    now = env.clock.now()
    why = say("The worker that was sending this stopped before it could note the answer.")
    outcomes.in_doubt(document, why, "", now, now)
    env.nudge("document", document.pk)


def look(env: Env, document: Document) -> None:
    """One look for a lost document. *Found* may be concluded at any time, *absent* only beyond the horizon."""
    intent = evidence.open_intent(document)
    if intent is None:
        leases.release(document, env.clock.now(), state=State.READY)
        return
    tape: Tape = []
    try:
        system = env.system(document.system, tape, Urgency.SETTLE)
        seen = fresh_look(system, document, intent)
    except NotNow as error:
        silence.heard(env, document.system, tape, error)
        leases.release(document, error.retry_at, words=error.words)
        return
    except Misconfigured as error:
        accounts.trouble(document.system, error, env.clock.now())
        leases.release(document, env.clock.now() + env.pace.of(UNREACHABLE_PAUSE), words=error.words)
        return
    now = env.clock.now()
    evidence.looked(intent, seen, tape, now)
    env.crash("look kept")
    if seen.foreign:
        _second_installation(document, seen, now)
    _conclude(env, document, intent, seen, system)


def fresh_look(system: System, document: Document, intent: Intent) -> Settlement:
    """What the system shows now. A number set apart for another doubt decides nothing, nor does a refusal to show
    it: else nobody would ever be asked. Raises NotNow and Misconfigured."""
    account.same(system, intent)
    room = Room(intent.position.account, intent.position.series)
    view = IntentView(intent.draft, intent.reference, intent.position, intent.created_at)
    try:
        seen = system.settle(view, series.explained(document, room))
    except (Refused, Missing, InDoubt) as error:
        return Settlement(Verdict.UNKNOWN, why=error.words or error.message.render())
    if seen.document and series.quarantined(room, seen.document.number, intent):
        return Settlement(
            Verdict.UNKNOWN, why="number set apart for another doubt", candidates=seen.candidates
        )
    return seen


def _conclude(env: Env, document: Document, intent: Intent, seen: Settlement, system: System) -> None:
    now = env.clock.now()
    if seen.verdict is Verdict.FOUND and seen.document:
        issue.adopt(env, document, intent, seen.document)
    elif now < intent.horizon_at:
        leases.release(document, _next_look(env, intent, now))
    elif seen.verdict is Verdict.UNKNOWN:
        _hold(document, intent, seen, now)
    else:
        _absent(env, document, intent, seen, now, env.pace.of(system.capabilities.look_pause))


def _next_look(env: Env, intent: Intent, now: datetime) -> datetime:
    looks = intent.looks.count()
    pause = env.pace.of(PAUSES[min(looks, len(PAUSES)) - 1])
    return min(now + pause, intent.horizon_at)


def _absent(
    env: Env, document: Document, intent: Intent, seen: Settlement, now: datetime, pause: timedelta
) -> None:
    """Two equal looks with a pause between them, both beyond the horizon."""
    first_counts = intent.absent_at and intent.absent_proof == seen.proof
    if not first_counts:
        evidence.remember_absence(intent, seen.proof, now)
        leases.release(document, now + pause)
    elif intent.absent_at and now - intent.absent_at < pause:
        leases.release(document, intent.absent_at + pause)
    else:
        outcomes.absent(document, intent, now)
        env.nudge("document", document.pk)


def _hold(document: Document, intent: Intent, seen: Settlement, now: datetime) -> None:
    evidence.keep_candidates(intent, seen.candidates)
    intent.candidates = seen.candidates
    why = say(
        "It cannot be told whether this document was issued. Look at the numbers shown and decide: "
        "“this is it” or “it does not exist”."
    )
    outcomes.held_in_doubt(document, intent, why, seen.why, now)


def _second_installation(document: Document, seen: Settlement, now: datetime) -> None:
    why = say(
        "Another installation of Facturier issues in the same account (%(marks)s). Sending stops here; "
        "stop one of the two for good, then run “facturier reconcile --recover” on the other.",
        marks=", ".join(seen.foreign),
    )
    journal.raise_alarm("SECOND-INSTALLATION", document.system, why, now, document.organisation_id)
    installation.stop_sending(why, now)
