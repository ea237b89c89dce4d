"""One due thing, carried as far as it goes just now: decide, issue, verify, and the effects of it."""

from collections.abc import Callable
from datetime import timedelta

from django.db import InterfaceError, OperationalError

from facturier.flows import effects, hooks
from facturier.flows.advance import advance
from facturier.flows.decide import decide
from facturier.flows.env import Env
from facturier.flows.find import poll
from facturier.model.message import say
from facturier.store import journal
from facturier.store.due import Due, due_effects, is_due
from facturier.store.models import Connection, Document, Effect, Order

STEPS_AT_ONCE = 4
AFTER_FAILURE = timedelta(minutes=5)
_ROWS: dict[str, type[Document | Order | Effect | Connection]] = {
    "document": Document,
    "order": Order,
    "effect": Effect,
    "shop": Connection,
    "system": Connection,
}


def work(env: Env, item: Due, sent: Callable[[], None] = lambda: None) -> None:
    """Do what is due. An error that no flow expects becomes an alarm on its row, and is raised.

    That the database went away is only raised: the row rests until the claim on it ends, as if the worker had died.

    sent: called when no create call will be made any more; what follows needs no room of a series.
    """
    try:
        match item.what:
            case "document":
                _document(env, item.row, sent)
            case "order":
                decide(env, item.row, only_due=True)
            case "effect":
                effects.run(env, item.row)
            case "shop":
                poll(env, item.row)
            case "system":
                hooks.look_at_told(env, item.row)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        _alarm(env, item, error)
        raise


def _document(env: Env, row: int, sent: Callable[[], None]) -> None:
    """Step by step while it is due; a fresh document is verified and recorded in the same go."""
    for _ in range(STEPS_AT_ONCE):
        advanced = advance(env, row)
        sent()
        if not advanced or not is_due(row, env.clock.now()):
            break
    for effect in due_effects(row, env.clock.now()):
        effects.run(env, effect)


def _alarm(env: Env, item: Due, error: Exception) -> None:
    """Say it on the row, and leave the row alone for a while: it would fail again at once, and for ever."""
    row = _ROWS[item.what].objects.filter(pk=item.row).first()
    if row is None:
        return
    why = say(
        "Facturier itself failed here and will try again: %(error)s. Please report it.",
        error=f"{type(error).__name__}: {error}",
    )
    now = env.clock.now()
    organisation = row.document.organisation_id if isinstance(row, Effect) else row.organisation_id
    journal.raise_alarm("INTERNAL", row, why, now, organisation)
    type(row).objects.filter(pk=row.pk).update(look_at=now + env.pace.of(AFTER_FAILURE))
