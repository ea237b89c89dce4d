"""I2 for web hooks: what a remote told us to look at was looked at; a forged call leaves a count and nothing else;
and a person is told of hooks that are not there any more."""

from collections.abc import Iterator
from datetime import timedelta

from tests.proof.books import Books
from tests.proof.ground import SYSTEM, Ground
from tests.proof.line import Line

from facturier.flows.hooks import EVERY, OFF
from facturier.store.models import HookLine, Knock, State

AROUND = timedelta(minutes=10)
"""What was asked about at nearly the moment at which it went may have been answered before."""


def breaches(ground: Ground, books: Books) -> Iterator[str]:
    for knock in Knock.objects.select_related("document").order_by("pk"):
        yield f"a hook told of {knock.document or f'order {knock.remote_id}'}, and nobody looked"
    for role, line in ground.lines.items():
        row = HookLine.objects.filter(connection=ground.connection(role)).first()
        refused = row.refused if row else 0
        if row is not None and refused != line.forged:
            yield f"{line.forged} forged hooks of {role} came, {refused} were counted"
        if row is not None and _unsaid(ground, role, row) and not books.alarmed(row.connection, OFF):
            yield f"the hooks of {role} are gone since {line.lost_at:%d %b %H:%M}, and nobody is told"
    if SYSTEM in ground.lines:
        yield from _stale(ground.lines[SYSTEM], books)


def _unsaid(ground: Ground, role: str, row: HookLine) -> bool:
    """Whether the remote was asked since they are gone; or a system's account was read a day later, and it should
    have been."""
    lost_at = ground.lines[role].lost_at
    if lost_at is None:
        return False
    if row.checked_at and row.checked_at > lost_at + AROUND:
        return True
    read_at = ground.reconciled_at if ground.calm and role == SYSTEM else None
    return bool(read_at and read_at > lost_at + EVERY + AROUND)


def _stale(line: Line, books: Books) -> Iterator[str]:
    """What is paid of a document is known as it stood when the system told of it, or as it stands now."""
    for document in books.documents:
        paid, remote = line.told.get(document.pk), books.remote_of(document)
        if paid is None or remote is None or remote.total <= 0 or document.stated is None:
            continue
        known = document.state == State.VERIFIED and not books.alarmed(document)
        if known and document.stated.paid not in (paid, remote.paid):
            yield f"{remote} was told to be paid with {paid}, and {document.stated.paid} is known of"
