"""A document that was issued before this book was restored: its mark was seen in an account, under a number."""

from collections.abc import Sequence
from datetime import timedelta

from facturier.flows import silence
from facturier.flows.env import Env, Tape
from facturier.model.kinds import DocumentKind
from facturier.model.message import Message, say
from facturier.ports.errors import NotNow, RemoteError
from facturier.ports.system import Candidate, System
from facturier.store import leases, outcomes, strays
from facturier.store.models import Document, Stray

LATER_PAUSE = timedelta(minutes=10)


def is_there(env: Env, document: Document, system: System, stray: Stray) -> bool:
    """It was seen some time ago: whether it is still there, and can be taken over. Raises RemoteError of `system`.

    False: the document is put aside. Where the number is gone, or somebody else's, by now, it is as if never seen;
    what is in an account to which the document does not go (the route names another by now) needs a person.
    """
    elsewhere = stray.system_id != document.system_id
    seen = _elsewhere(env, document, stray) if elsewhere else _under_its_number(document, system, stray)
    if seen is None:
        return False
    now = env.clock.now()
    if _shown(document, seen):
        if not elsewhere or _same_account(document, system, stray):
            return True
        outcomes.held(document, _of_another_account(stray), now)
    elif any(one.readable or one.total is None for one in seen):
        strays.forget(stray)
        leases.release(document, now)
    else:
        outcomes.not_sent(document, None, _unread(stray), "", now, now + env.pace.of(LATER_PAUSE))
    return False


def _under_its_number(document: Document, system: System, stray: Stray) -> Sequence[Candidate]:
    number = int(stray.number) if stray.number.isdigit() else 0
    if not number:
        return ()
    return list(system.walk(stray.series, range(number, number + 1), DocumentKind(document.kind)))


def _shown(document: Document, seen: Sequence[Candidate]) -> bool:
    return any(one.reference == document.reference for one in seen)


def _elsewhere(env: Env, document: Document, stray: Stray) -> Sequence[Candidate] | None:
    """The same, where it was seen. None: that account cannot be read, and the document waits."""
    tape = Tape()
    try:
        return _under_its_number(document, env.system(stray.system, tape), stray)
    except NotNow as error:
        silence.heard(env, stray.system, tape, error)
        outcomes.not_sent(document, None, error.message, error.words, env.clock.now(), error.retry_at)
    except RemoteError as error:
        outcomes.held(document, _unreadable(stray, error), env.clock.now())
    return None


def _same_account(document: Document, system: System, stray: Stray) -> bool:
    """Another connection may lead to the very account."""
    if stray.system.connector != document.connector:
        return False
    return _shown(document, _under_its_number(document, system, stray))


def _of_another_account(stray: Stray) -> Message:
    return say(
        "%(name)s in %(account)s carries the mark of this sale, so it has its document. Set the route back to that "
        "connection and try again: then it is taken over. If it is not to stand, delete it there, then try again.",
        name=stray,
        account=stray.system,
    )


def _unreadable(stray: Stray, error: RemoteError) -> Message:
    return say(
        "%(name)s in %(account)s may be this document, and that account cannot be read: %(why)s Put the connection "
        "right, then try again.",
        name=stray,
        account=stray.system,
        why=error.message,
    )


def _unread(stray: Stray) -> Message:
    return say(
        "%(series)s %(number)s may be this document, and cannot be read just now.",
        series=stray.series,
        number=stray.number,
    )
