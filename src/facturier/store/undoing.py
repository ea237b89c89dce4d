"""Writing that a document does not stand any more: it was cancelled, or deleted by hand in the system."""

from datetime import datetime, timedelta

from django.db import transaction

from facturier.model.message import say
from facturier.store import effects, journal, leases, standing
from facturier.store.models import Document


@transaction.atomic
def cancelled(document: Document, now: datetime, actor: str, horizon: timedelta) -> None:
    """Cancelled in the system: the slot's next ordinal may open, in this same transaction. horizon: how long a write
    of an effect may still land."""
    leases.release(document, now, cancelled_at=now, retired_at=now)
    standing.undone(document, say("Its document %(name)s was cancelled.", name=document))
    journal.note(document, say("Cancelled in the system."), now, actor)
    effects.plan_cancelled(document, now, horizon)


@transaction.atomic
def gone(document: Document, now: datetime, actor: str, why: str, horizon: timedelta) -> None:
    """Deleted in the system by hand, which somebody looked for: its number may be given again, and its sale may
    open the next ordinal, as after a cancel."""
    leases.release(document, now, gone_at=now, retired_at=now)
    reason = say("Its document %(name)s was deleted in the system.", name=document)
    standing.undone(document, reason, look_at=now)
    journal.note(
        document, say("%(by)s: it was deleted in the system. %(why)s", by=actor, why=why), now, actor
    )
    for code in ("GONE", "DISPUTED"):
        journal.close_alarm(code, document, now, actor)
    effects.plan_cancelled(document, now, horizon)
