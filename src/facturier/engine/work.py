"""One due thing, carried as far as it goes just now: decide, issue, verify, and the effects of it."""

from facturier.flows import effects
from facturier.flows.advance import advance
from facturier.flows.decide import decide
from facturier.flows.env import Env
from facturier.flows.find import poll
from facturier.model.message import say
from facturier.store import journal
from facturier.store.due import Due, due_effects, is_due
from facturier.store.models import Document, Order

STEPS_AT_ONCE = 4


def work(env: Env, item: Due) -> None:
    """Do what is due. An error that no flow expects becomes an alarm on its row, and is raised."""
    try:
        match item.what:
            case "document":
                _document(env, item.row)
            case "order":
                decide(env, item.row)
            case "effect":
                effects.run(env, item.row)
            case "shop":
                poll(env, item.row)
    except Exception as error:
        _alarm(env, item, error)
        raise


def _document(env: Env, row: int) -> None:
    """Step by step while it is due; a fresh document is verified and recorded in the same go."""
    for _ in range(STEPS_AT_ONCE):
        if not advance(env, row) or not is_due(row, env.clock.now()):
            break
    for effect in due_effects(row, env.clock.now()):
        effects.run(env, effect)


def _alarm(env: Env, item: Due, error: Exception) -> None:
    rows: dict[str, type[Document] | type[Order]] = {"document": Document, "order": Order}
    row = rows.get(item.what)
    found = row.objects.filter(pk=item.row).first() if row else None
    if found is not None:
        why = say(
            "Facturier itself failed here and will try again: %(error)s. Please report it.",
            error=f"{type(error).__name__}: {error}",
        )
        journal.raise_alarm("INTERNAL", found, why, env.clock.now(), found.organisation_id)
