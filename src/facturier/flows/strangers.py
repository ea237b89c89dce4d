"""A number of a series that our book does not have: whose is it?"""

from dataclasses import dataclass, field

from facturier.flows.env import Env
from facturier.model.message import Message, say
from facturier.model.reference import installation_of
from facturier.ports.system import Candidate
from facturier.store import installation, journal, series, strays
from facturier.store.models import UNSETTLED, Connection, Document, Stray
from facturier.store.sales import NOT_COMING

UNKNOWN = "UNKNOWN-OURS"
"""The alarm for a document under our mark of which this book knows nothing; `about` is the mark."""
REVERSED = "REVERSED"
"""The alarm for what reverses a document of ours and is not known here; `about` is its series and number."""


@dataclass
class Reconciled:
    """What one run saw: numbers read that our book does not have, documents of ours that were looked at once more,
    documents of other people, ours that were not known (they will be adopted when their sale comes by), documents
    that could not be read (they are tried again), and what does not agree."""

    read: int = 0
    looked: int = 0
    foreign: int = 0
    strays: int = 0
    unread: int = 0
    drift: list[Message] = field(default_factory=list)


def judge(env: Env, connection: Connection, name: str, seen: Candidate, result: Reconciled) -> None:
    """Note who made it, and raise an alarm where it does not agree with our book."""
    if not seen.reference:
        result.foreign += 1
        if installation.recovering() and (original := _original(connection, name, seen)):
            _reverses(env, connection, name, seen, original, result)
        return
    ours = Document.objects.filter(reference=seen.reference).select_related("order").first()
    if installation_of(seen.reference) != installation.mark():
        why = say(
            "Another installation of Facturier issued %(series)s %(number)s in this account. Sending stops; "
            "stop one of the two for good, then run “facturier reconcile --recover” on the other.",
            series=name,
            number=seen.number,
        )
        installation.stop_sending(why, env.clock.now())
        _alarm(env, "SECOND-INSTALLATION", connection, connection, why, result)
    elif ours is not None and ours.number:
        if _same(ours, name, seen):
            return
        if seen.total == -ours.total:
            if not ours.corrections.filter(state__in=UNSETTLED).exists():  # or it is the one in doubt
                _reverses(env, connection, name, seen, str(ours), result)
            return
        why = say(
            "%(series)s %(number)s carries the mark of %(name)s: one sale has two documents. "
            "Cancel or credit the one that is wrong.",
            series=name,
            number=seen.number,
            name=ours,
        )
        _alarm(env, "DUPLICATE", ours, connection, why, result)
    else:
        kept = strays.keep(connection, name, seen, env.clock.now())
        result.strays += 1
        if (kept.series, kept.number) != (name, seen.number):
            _second(env, connection, name, seen, kept, result)
        elif ours is not None and (ours.retired_at or ours.state in NOT_COMING):
            why = say(
                "%(series)s %(number)s carries the mark of order %(order)s, for which nothing was to be issued. "
                "Cancel it, or issue the order: then it is adopted.",
                series=name,
                number=seen.number,
                order=ours.order.number,
            )
            _alarm(env, "STRAY", ours, connection, why, result)
        elif ours is not None:
            env.nudge("document", ours.pk)
        else:
            _unknown(env, connection, name, seen, result)


def _original(connection: Connection, name: str, seen: Candidate) -> str:
    """What a document without a mark may reverse: one of exactly its sum, that came to light or is in our book."""
    if seen.total is None or seen.total >= 0:
        return ""
    stray = strays.of_total(connection, name, -seen.total)
    found = (
        _label(stray.series, stray.number) if stray else series.not_reversed(connection, name, -seen.total)
    )
    return str(found or "")


def _second(
    env: Env, connection: Connection, name: str, seen: Candidate, first: Stray, result: Reconciled
) -> None:
    """Two under one mark that this book does not know yet: the first will be taken over."""
    if first.total is not None and seen.total == -first.total:
        _reverses(env, connection, name, seen, _label(first.series, first.number), result)
        return
    why = say(
        "%(series)s %(number)s carries the mark of %(name)s: one sale has two documents. "
        "Cancel or credit the one that is wrong.",
        series=name,
        number=seen.number,
        name=_label(first.series, first.number),
    )
    _alarm(env, "DUPLICATE", connection, connection, why, result, seen.reference)


def _reverses(
    env: Env, connection: Connection, name: str, seen: Candidate, original: str, result: Reconciled
) -> None:
    why = say(
        "%(series)s %(number)s (%(total)s) seems to reverse %(original)s, and this book does not know of it. Look at "
        "both in the system. If it does, do not credit %(original)s again, and set its order right in the shop.",
        series=name,
        number=seen.number,
        total=seen.total,
        original=original,
    )
    _alarm(env, REVERSED, connection, connection, why, result, _label(name, seen.number))


def _unknown(env: Env, connection: Connection, name: str, seen: Candidate, result: Reconciled) -> None:
    """Issued after the backup that was restored. Its order may come by again, or never."""
    why = say(
        "%(series)s %(number)s is one of ours that this book does not know: it was issued after the backup was made. "
        "It is taken over when its order asks for it again. If none does, look what it is for: cancel or credit it.",
        series=name,
        number=seen.number,
    )
    _alarm(env, UNKNOWN, connection, connection, why, result, seen.reference)


def _label(name: str, number: str) -> str:
    return f"{name} {number}".strip()


def _same(ours: Document, name: str, seen: Candidate) -> bool:
    """The very document, seen through another connection to the same account."""
    return ours.series == name and ours.number.lstrip("0") == seen.number.lstrip("0")


def _alarm(
    env: Env,
    code: str,
    row: object,
    connection: Connection,
    why: Message,
    result: Reconciled,
    about: str = "",
) -> None:
    journal.raise_alarm(code, row, why, env.clock.now(), connection.organisation_id, about)
    result.drift.append(why)
