"""Writing down what happened."""

from datetime import datetime

from facturier.model.message import Message
from facturier.store import statements
from facturier.store.models import Alarm, AuditEvent, Document, Order

MACHINE = "facturier"


def subject(row: object) -> str:
    """How the journal addresses a row: `order:12`, `document:7`, ..."""
    return f"{type(row).__name__.lower()}:{getattr(row, 'pk')}"  # noqa: B009


def note(row: Order | Document, message: Message, now: datetime, actor: str = MACHINE) -> None:
    """One line of the audit trail, to be read beside `row`."""
    event = AuditEvent(
        organisation_id=row.organisation_id, at=now, actor=actor, subject=subject(row), message=message
    )
    statements.insert(event)


def raise_alarm(
    code: str, row: object, message: Message, now: datetime, organisation: int | None = None
) -> None:
    """An open alarm of this code on this row exists afterwards, once."""
    Alarm.objects.bulk_create(
        [Alarm(code=code, subject=subject(row), message=message, at=now, organisation_id=organisation)],
        ignore_conflicts=True,
    )


def close_alarm(code: str, row: object, now: datetime, by: str = MACHINE) -> None:
    Alarm.objects.filter(code=code, subject=subject(row), closed_at=None).update(closed_at=now, closed_by=by)


def alarmed(code: str) -> bool:
    """Whether an alarm of this code is open, on whatever row."""
    return Alarm.objects.filter(code=code, closed_at=None).exists()
