"""Writing down what happened."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from facturier.model.message import Message
from facturier.store import statements
from facturier.store.models import Alarm, AuditEvent, Document, Order
from facturier.store.writes import Write, inserting

MACHINE = "facturier"


def subject(row: object) -> str:
    """How the journal addresses a row: `order:12`, `document:7`, ..."""
    return f"{type(row).__name__.lower()}:{getattr(row, 'pk')}"  # noqa: B009


def note(row: Order | Document, message: Message, now: datetime, actor: str = MACHINE) -> None:
    """One line of the audit trail, to be read beside `row`."""
    statements.insert(_event(row, message, now, actor))


def noting(row: Order | Document, message: Message, now: datetime, actor: str = MACHINE) -> Write:
    """The same as part of a statement."""
    return inserting(_event(row, message, now, actor))


def _event(row: Order | Document, message: Message, now: datetime, actor: str) -> AuditEvent:
    return AuditEvent(
        organisation_id=row.organisation_id, at=now, actor=actor, subject=subject(row), message=message
    )


def raise_alarm(
    code: str,
    row: object,
    message: Message,
    now: datetime,
    organisation: int | None = None,
    about: str = "",
) -> None:
    """An open alarm of this code on this row exists afterwards, once; `about` tells several on one row apart."""
    on = _about(row, about)
    Alarm.objects.bulk_create(
        [Alarm(code=code, subject=on, message=message, at=now, organisation_id=organisation)],
        ignore_conflicts=True,
    )


def retell(code: str, row: object, message: Message) -> None:
    """The open alarm of this code on this row says something else by now."""
    Alarm.objects.filter(code=code, subject=subject(row), closed_at=None).update(message=message)


def close_alarm(code: str, row: object, now: datetime, by: str = MACHINE, about: str = "") -> None:
    on = _about(row, about)
    Alarm.objects.filter(code=code, subject=on, closed_at=None).update(closed_at=now, closed_by=by)


def close_alarms(code: str, row: object, now: datetime, *, but: Iterable[str], by: str = MACHINE) -> None:
    """Close every alarm of this code that stands on a row, except for what is named in `but`."""
    kept = [_about(row, about) for about in but]
    every = Q(subject=subject(row)) | Q(subject__startswith=f"{subject(row)}/")
    standing = Alarm.objects.filter(every, code=code, closed_at=None).exclude(subject__in=kept)
    standing.update(closed_at=now, closed_by=by)


def _about(row: object, about: str) -> str:
    return f"{subject(row)}/{about}" if about else subject(row)


def told(code: str, row: object) -> Message | None:
    """What the open alarm of this code on this row says."""
    return (
        Alarm.objects.filter(code=code, subject=subject(row), closed_at=None)
        .values_list("message", flat=True)
        .first()
    )


def alarmed(code: str) -> bool:
    """Whether an alarm of this code is open, on whatever row."""
    return Alarm.objects.filter(code=code, closed_at=None).exists()
