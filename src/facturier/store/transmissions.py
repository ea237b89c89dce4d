"""E-invoices: what was heard of them last, that it is listened for, and that one is sent again."""

from collections.abc import Mapping
from datetime import datetime

from facturier.model.transmission import THERE, TROUBLED, Stage, Transmission
from facturier.store import effects, journal, statements
from facturier.store.columns import field, stored
from facturier.store.models import Document, Effect, State, Transmitted
from facturier.store.writes import Write, inserting, locking, together

FIRST = "verified"
_TELL = """
    INSERT INTO store_transmitted (document_id, stage, told, told_at)
    SELECT %s, %s, %s::jsonb, %s WHERE true{when}
    ON CONFLICT (document_id) DO UPDATE SET stage = excluded.stage, told = excluded.told, told_at = excluded.told_at
    WHERE store_transmitted.told_at <= excluded.told_at RETURNING id
"""
# What listens already begins anew: its worker, should one be at it, finds that it lost it. Its next look is not its
# first, and closes its alarm.
_LISTEN = """ ON CONFLICT (document_id, what, target, cause) DO UPDATE SET state = 'due', tries = 1, reason = NULL,
    words = '', created_at = excluded.created_at, look_at = excluded.look_at, lease_until = NULL, done_at = NULL,
    fence = store_effect.fence + 1 RETURNING id"""

_WAKE_CREDITS = """
    UPDATE store_effect SET look_at = %s WHERE what = 'transmit' AND state = 'due' AND lease_until IS NULL
    AND document_id IN (SELECT id FROM store_document WHERE original_id = %s){when} RETURNING id
"""


def telling(document: Document, told: Transmission, at: datetime) -> Write:
    """Note what was heard, read at `at`. What was read before never replaces it."""
    value = stored(field(Transmitted, "told"), told)
    return Write(_TELL, [document.pk, told.stage.value, value, at])


def listening(document: Document, now: datetime, first_look: datetime) -> Write:
    """From now on it is asked what became of the e-invoice."""
    effect = effects.made(document, effects.FOLLOW, str(document.system_id), FIRST, now)
    effect.look_at = first_look
    write = inserting(effect)
    return Write(write.sql.replace(" RETURNING id", _LISTEN), write.parameters)


def waking_credits(document: Document, now: datetime) -> Write:
    """The e-invoices of its credit notes, which waited for its own, are looked at now."""
    return Write(_WAKE_CREDITS, [now, document.pk])


def known(document: Document) -> Transmitted | None:
    return statements.first(Transmitted, {"document": document})


def in_trouble(document: Document, told: Transmission) -> bool:
    """Whether a person must see to it: not where the buyer turned down what is credited by now."""
    return told.stage in TROUBLED and not (told.stage is Stage.DECLINED and document.retired_at)


def retired(document: Document, now: datetime) -> None:
    """It is credited in full."""
    told = known(document)
    if told is not None and not in_trouble(document, told.told):
        journal.close_alarm(effects.E_INVOICE, document, now)


def perhaps_there(document: Document) -> bool:
    """Whether the authority has its e-invoice, or may have."""
    told = known(document)
    if told is not None and told.stage in THERE:
        return True
    states = [Effect.State.RUNNING, Effect.State.IN_DOUBT, Effect.State.HELD]
    sendings = document.effects.filter(what=effects.TRANSMIT, state__in=states)
    return any(one.state != Effect.State.HELD or one.facts.get(effects.DOUBT) for one in sendings)


def keep_back(document: Document, until: datetime) -> None:
    """A sending that has not begun begins no sooner."""
    Effect.objects.filter(document=document.pk, what=effects.TRANSMIT, state=Effect.State.DUE).update(
        lease_until=until
    )


def send_first(document: Document, now: datetime) -> bool:
    """The one sending of an e-invoice that the route would have asked for. False where there is one, or was, or where
    the document does not stand."""
    effect = effects.made(document, effects.TRANSMIT, str(document.system_id), FIRST, now)
    standing = locking(
        Document, {"pk": document.pk, "state": State.VERIFIED.value, "cancelled_at": None, "gone_at": None}
    )
    return together(inserting(effect, unless_there=True), {}, holding=standing) is not None


def send_again(
    document: Document, told: Transmission, now: datetime, facts: Mapping[str, str] | None = None
) -> bool:
    """One more sending of an e-invoice that the authority has refused. False where it is not refused (any more), or
    is on its way already: a constraint keeps to one, however many ask at once. facts: what the sending must know."""
    before = Effect.objects.filter(document=document.pk, what=effects.TRANSMIT).count()
    effect = effects.made(document, effects.TRANSMIT, str(document.system_id), f"again {before}", now)
    effect.facts = {"refused_on": told.refused_on.isoformat() if told.refused_on else "", **(facts or {})}
    refused = locking(Transmitted, {"document": document.pk, "stage": Stage.REFUSED.value})
    return together(inserting(effect, unless_there=True), {}, holding=refused) is not None
