"""Which installation this is."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from functools import cache

from facturier.model.message import Message, say
from facturier.model.reference import Slot, installation_of
from facturier.store import statements
from facturier.store.models import Attempt, Installation


def create(now: datetime) -> Installation:
    """Called once by `facturier init`; a second call returns what is there."""
    found, _ = Installation.objects.get_or_create(
        defaults={"identity": uuid.uuid4(), "created_at": now}, pk=1
    )
    return found


@cache
def identity() -> str:
    """The installation's name in every reference. Never changes while a process lives."""
    return str(Installation.objects.get(pk=1).identity)


def mark() -> str:
    """The installation's part of every reference."""
    return installation_of(Slot("", "", "", "", 0).reference(identity()))


def stop_sending(why: Message, now: datetime) -> None:
    """Recovery mode: nothing is sent until a person (or a walk of every account) ends it. Stopping what is stopped
    keeps the first reason and moment."""
    Installation.objects.filter(pk=1, recovery=None).update(recovery=why, recovery_at=now)


def stop_sending_anew(why: Message, now: datetime) -> None:
    """The same, whatever it says of an earlier stop: that is the backup's."""
    Installation.objects.filter(pk=1).update(recovery=why, recovery_at=now)


def row() -> Installation:
    """This installation. Raises DoesNotExist where `facturier init` was not run on the database."""
    found = statements.first(Installation, {"pk": 1})
    if found is None:
        raise Installation.DoesNotExist("`facturier init` was not run on this database")
    return found


def stopped() -> Message | None:
    """Why nothing at all may be sent just now, or None."""
    found = row()
    if found.recovery is None and found.paused_at:
        return found.paused_why or say("All issuing is paused.")
    return found.recovery


def recovering() -> bool:
    """Whether nothing is sent until every account was walked."""
    return row().recovery is not None


def set_back(why: Iterable[Message]) -> bool:
    """Whether nothing is sent for one of these reasons."""
    found = row().recovery
    return found is not None and found.text in [one.text for one in why]


def last_sent() -> datetime:
    """When this book last sent something, as far as it knows; of one that never did, when it was made. What it lost
    when a backup was restored is not older."""
    newest = Attempt.objects.order_by("-pk").values_list("at", flat=True).first()
    return newest or row().created_at


def resume_sending() -> None:
    Installation.objects.filter(pk=1).update(recovery=None, recovery_at=None)


def pause(why: Message | None, now: datetime) -> None:
    """Stop all issuing. Pausing what is paused keeps the first reason."""
    Installation.objects.filter(pk=1, paused_at=None).update(paused_at=now, paused_why=why)


def resume() -> None:
    """End `pause`; recovery mode stays."""
    Installation.objects.filter(pk=1).update(paused_at=None, paused_why=None)
