"""Intents and attempts: committed before the first byte, answered without a fence, closed once."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256

import msgspec

from facturier.model.draft import Draft
from facturier.ports.exchange import HttpExchange
from facturier.ports.system import Candidate, Position, Room, Settlement
from facturier.store import leases, series
from facturier.store.models import Attempt, Connection, Document, Intent, Look, Outcome, State
from facturier.store.writes import KeyOf, Write, inserting, updating

ANSWERED = "answered"
_MADE = (Outcome.ISSUED, Outcome.ADOPTED)
_encoder = msgspec.json.Encoder(decimal_format="string")


def intend(
    document: Document,
    draft: Draft,
    day: date,
    position: Position,
    now: datetime,
    horizon: timedelta,
    room: Room | None = None,
) -> tuple[Intent, Attempt]:
    """Commit what is about to be done: state SENDING, intent, attempt.

    From here on the document can only leave SENDING by evidence. Raises leases.Fenced, also where `room` was
    lost to another document meanwhile.
    """
    intent = Intent(
        document=document,
        reference=document.reference,
        draft=draft,
        digest=sha256(_encoder.encode(draft)).hexdigest(),
        date=day,
        position=position,
        fence=document.fence,
        created_at=now,
        horizon_at=now + horizon,
    )
    attempt = Attempt(at=now)
    # Most are sent on the day for which they were drafted, and a draft is the longest of all that is written.
    dated = {} if draft == document.draft else {"draft": draft}
    made = leases.write(
        document,
        {"intent": inserting(intent), "attempt": inserting(attempt, intent=KeyOf("intent"))},
        holding=series.held(room, document) if room and not room.shared else None,
        state=State.SENDING,
        reason=None,
        words="",
        **dated,
    )
    intent.pk, attempt.pk, attempt.intent = made["intent"], made["attempt"], intent
    return intent, attempt


def answering(
    attempt: Attempt, outcome: str, words: str, tape: Sequence[HttpExchange], now: datetime
) -> Write:
    """What came back. Written once; later answers change nothing."""
    open_attempt = {"pk": attempt.pk, "answered_at": None}
    return updating(
        Attempt, open_attempt, answered_at=now, outcome=outcome, words=words, exchanges=tuple(tape)
    )


def answered(intent: Intent) -> bool:
    """Whether the system itself said, with a number, that it issued this."""
    return intent.attempts.filter(outcome=ANSWERED).exists()


def given_up(intent: Intent) -> bool:
    """Whether this intent was closed as proved absent, by whoever."""
    return Intent.objects.filter(pk=intent.pk, outcome=Outcome.ABSENT).exists()


def closing(intent: Intent, outcome: Outcome, now: datetime) -> Write:
    """End an intent. Closing a closed one changes nothing."""
    return updating(Intent, {"pk": intent.pk, "closed_at": None}, outcome=outcome, closed_at=now)


def open_intent(document: Document) -> Intent | None:
    return document.intents.filter(closed_at=None).first()


def newest(system: Connection) -> Intent | None:
    """The last document of a connection that may be in its account."""
    found = Intent.objects.filter(document__system=system, outcome__in=[*_MADE, ""])
    return found.order_by("-pk").first()


def made(document: Document) -> Intent | None:
    """The intent by which a document came to be."""
    return document.intents.filter(outcome__in=_MADE).order_by("-pk").first()


def looked(intent: Intent, seen: Settlement, tape: list[HttpExchange], now: datetime) -> None:
    """Keep one look for a lost document."""
    Look.objects.create(
        intent=intent,
        at=now,
        verdict=seen.verdict,
        why=seen.why,
        candidates=seen.candidates,
        exchanges=tuple(tape),
    )


def remember_absence(intent: Intent, proof: str, now: datetime) -> None:
    """The first of two equal looks that found nothing."""
    Intent.objects.filter(pk=intent.pk).update(absent_proof=proof, absent_at=now)


def keep_candidates(intent: Intent, candidates: tuple[Candidate, ...]) -> None:
    Intent.objects.filter(pk=intent.pk).update(candidates=candidates)
