"""Writing that a document does not stand any more: it was credited as a whole, cancelled, or deleted by hand in the
system. And that it does again, where its credit note was deleted."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import F, QuerySet

from facturier.model.message import Message, say
from facturier.store import effects, journal, leases, sales, standing, transmissions, wishes
from facturier.store.models import EXISTS, NOTHING_THERE, Document, State

_TO_UNDO = ("EDITED-AFTER-ISSUE", "CANCELLED-AFTER-ISSUE", "ISSUED-ELSEWHERE", "REFUND-UNDONE")
"""Alarms of an order that ask for its documents to be undone."""
GONE, CANCELLED_THERE, RESTORED_THERE = "GONE", "CANCELLED-THERE", "RESTORED-THERE"
"""Alarms of a document that somebody deleted or cancelled in the system, or brought back there when it was cancelled
from here."""
_BESIDE = "beside"
"""`about` of the alarm of two documents that stand in one slot. It is raised on the older one."""


def stands(document: Document) -> bool:
    """Whether it is there and counts: it was neither cancelled nor deleted, nor is it credited as a whole."""
    made = document.state in EXISTS and document.cancelled_at is None and document.gone_at is None
    return made and (document.retired_at is None or document.credited < document.total)


def credited(credit: Document, original_id: int, now: datetime) -> None:
    """Count a credit against its original; a fully credited original retires and frees the next ordinal."""
    Document.objects.filter(pk=original_id).update(credited=F("credited") - credit.total)
    original = Document.objects.get(pk=original_id)
    if original.credited >= _made(original):
        if original.retired_at is None:
            original.retired_at = now
            Document.objects.filter(pk=original.pk).update(retired_at=now)
            transmissions.retired(original, now)
        make_way(original, now)
        _tell_no_more(original, now)
    journal.note(original, say("Credited by %(name)s.", name=credit), now)


def undone_by(document: Document) -> list[Document]:
    """The credit notes because of which this document may be issued: of what was in its slot before."""
    older = _before(document).filter(gone_at=None, cancelled_at=None)
    counted = Document.objects.filter(original__in=older, state=State.VERIFIED, gone_at=None)
    return list(counted.select_related("system", "order", "original").order_by("pk"))


def _made(document: Document) -> Decimal:
    """What it comes to: of one that the system made for more than was meant, nobody has said which it is."""
    stated = document.stated.total if document.state == State.DISPUTED and document.stated else document.total
    return max(document.total, stated)


@transaction.atomic
def cancelled(document: Document, now: datetime, actor: str, horizon: timedelta) -> None:
    """Cancelled in the system: the slot's next ordinal may open, in this same transaction. horizon: how long a write
    of an effect may still land."""
    leases.release(document, now, cancelled_at=now, retired_at=now)
    make_way(document, now)
    standing.undone(document)
    _tell_no_more(document, now, actor)
    journal.note(document, say("Cancelled in the system."), now, actor)
    journal.close_alarm(CANCELLED_THERE, document, now, actor)
    effects.plan_cancelled(document, now, horizon)


@transaction.atomic
def gone(document: Document, now: datetime, actor: str, why: str, horizon: timedelta) -> None:
    """Deleted in the system by hand, which somebody looked for: its number may be given again, and its sale may
    open the next ordinal, as after a cancel. What a credit note had credited is not credited any more."""
    leases.release(document, now, gone_at=now, retired_at=now)
    if document.original_id is not None:
        _uncredited(document, document.original_id, now)
    else:
        make_way(document, now)
        standing.undone(document, look_at=now)
    _tell_no_more(document, now, actor)
    journal.note(
        document, say("%(by)s: it was deleted in the system. %(why)s", by=actor, why=why), now, actor
    )
    for code in (GONE, CANCELLED_THERE, RESTORED_THERE):
        journal.close_alarm(code, document, now, actor)
    effects.plan_cancelled(document, now, horizon)


def _uncredited(credit: Document, original_id: int, now: datetime) -> None:
    """The reverse of `credited`, where it was counted: not before it was verified."""
    original = Document.objects.select_for_update(no_key=True).get(pk=original_id)
    if credit.state == State.VERIFIED:
        original.credited += credit.total
        Document.objects.filter(pk=original.pk).update(credited=original.credited)
    deleted = say("Its credit note %(name)s was deleted in the system.", name=credit)
    journal.note(original, deleted, now)
    wishes.come_to_nothing(credit, deleted, now)
    if original.retired_at is not None and stands(original):
        _stand_again(original, now)


def _tell_no_more(document: Document, now: datetime, by: str = journal.MACHINE) -> None:
    """What asked for it to be undone ends with that; of its order, when nothing of it is left to undo."""
    journal.close_alarm("DISPUTED", document, now, by)
    journal.close_alarm("DUPLICATE", document, now, by, about=_BESIDE)
    wishes.tell_no_more(document, now, by)
    if not sales.living(document.order):
        for code in _TO_UNDO:
            journal.close_alarm(code, document.order, now, by)


def make_way(document: Document, now: datetime) -> None:
    """It does not stand any more, or never will."""
    if older := older_that_stands(document):
        _stand_again(older, now)


def older_that_stands(document: Document) -> Document | None:
    """An older one of its slot, whose credit note was deleted when this one had been made in its place, or was on its
    way."""
    if document.ordinal == 1:
        return None
    older = _before(document).exclude(retired_at=None)
    return next((one for one in older.order_by("-ordinal") if stands(one)), None)


def _before(document: Document) -> QuerySet[Document]:
    """What was in its slot before it."""
    slot = Document.objects.filter(sale=document.sale_id, part=document.part)
    return slot.filter(ordinal__lt=document.ordinal)


def in_its_place(older: Document) -> Message:
    return say("%(name)s stands again, so nothing is issued in its place.", name=older)


def _stand_again(document: Document, now: datetime) -> None:
    """Nothing undoes it any more, so its slot is taken again. What was to be issued in its place and was not sent
    is withdrawn; where it was, or may be, two documents of one sale stand, and a person must undo one of them."""
    newer = _newer(document)
    if newer is not None and not _withdrawn(newer, document, now):
        why = say(
            "The credit note of %(name)s was deleted in the system, and %(other)s was issued in its place "
            "meanwhile: one sale has two documents. Cancel or credit the one that is wrong.",
            name=document,
            other=newer,
        )
        journal.raise_alarm("DUPLICATE", document, why, now, document.organisation_id, about=_BESIDE)
        return
    Document.objects.filter(pk=document.pk).update(retired_at=None)
    wishes.hold_reissues(
        document, say("%(name)s stands again: its credit note was deleted.", name=document), now
    )
    standing.again(document, now)
    journal.close_alarm("DUPLICATE", document, now, about=_BESIDE)


def _newer(document: Document) -> Document | None:
    """What is in its slot by now, locked until the transaction ends."""
    slot = Document.objects.filter(sale=document.sale_id, part=document.part, retired_at=None)
    return slot.exclude(pk=document.pk).select_for_update(no_key=True).first()


def _withdrawn(newer: Document, older: Document, now: datetime) -> bool:
    """False where it was sent, or a worker has it just now."""
    if newer.state not in NOTHING_THERE or (newer.lease_until and newer.lease_until > now):
        return False
    why = in_its_place(older)
    Document.objects.filter(pk=newer.pk).update(
        state=State.WITHDRAWN, retired_at=now, look_at=None, reason=why
    )
    journal.note(newer, why, now)
    return True
