"""Both books against each other (invariant I4): every remote document explained by one intent, and the reverse.

A system that cannot list is walked by number, but only where our own book has no document of that number.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from facturier.flows.env import Env, Tape
from facturier.model.message import Message, say
from facturier.model.reference import installation_of
from facturier.ports.budget import Urgency
from facturier.ports.system import Candidate, Room, System
from facturier.store import accounts, installation, journal, orders, series
from facturier.store.models import Connection, Document

LOOK_BACK = timedelta(days=3)
FIRST_WALK = 50


@dataclass
class Reconciled:
    """What one run saw: numbers re-read, documents of other people, and what does not agree."""

    read: int = 0
    foreign: int = 0
    drift: list[Message] = field(default_factory=list)


def reconcile_system(env: Env, connection_id: int) -> Reconciled:
    """Walk every series in which we issued. Raises RemoteError when the system cannot be read."""
    connection = Connection.objects.get(pk=connection_id)
    system = env.system(connection, Tape(), Urgency.READ)
    offers = system.offers()
    accounts.offered(connection, offers, env.clock.now())
    result = Reconciled()
    for offer in offers.series:
        documents = series.documents_in(connection, offer.name, offer.kind)
        if documents and offer.next_number:
            _walk(env, connection, system, offer.name, int(offer.next_number), documents, result)
    return result


def _walk(
    env: Env,
    connection: Connection,
    system: System,
    name: str,
    next_number: int,
    documents: dict[int, Document],
    result: Reconciled,
) -> None:
    example = next(iter(documents.values()))
    room = system.room(example.draft) or Room(str(connection.pk), name)
    start = series.walked_to(Room(room.account, name)) or max(1, min(documents) - FIRST_WALK)
    unexplained = [number for number in range(start, next_number) if number not in documents]
    for candidate in _read(system, name, unexplained):
        result.read += 1
        _judge(env, connection, name, candidate, result)
    for number, document in documents.items():
        if number >= next_number:
            _drift(env, connection, document, result)
    series.walked(Room(room.account, name), next_number)


def _read(system: System, name: str, numbers: list[int]) -> Iterator[Candidate]:
    for number in numbers:
        yield from system.walk(name, range(number, number + 1))


def _judge(env: Env, connection: Connection, name: str, seen: Candidate, result: Reconciled) -> None:
    """A number that our book does not have: whose is it?"""
    if not seen.reference:
        result.foreign += 1
        return
    now = env.clock.now()
    ours = Document.objects.filter(reference=seen.reference).first()
    if ours is not None:
        why = say(
            "%(series)s %(number)s carries the mark of %(name)s: one sale has two documents. "
            "Cancel or credit the one that is wrong.",
            series=name,
            number=seen.number,
            name=ours,
        )
        journal.raise_alarm("DUPLICATE", ours, why, now, connection.organisation_id)
        result.drift.append(why)
    elif installation_of(seen.reference) != installation.mark():
        why = say(
            "Another installation of Facturier issued %(series)s %(number)s in this account. Sending stops; "
            "stop one of the two, then resume.",
            series=name,
            number=seen.number,
        )
        journal.raise_alarm("SECOND-INSTALLATION", connection, why, now, connection.organisation_id)
        installation.stop_sending(why, now)
        result.drift.append(why)
    else:
        why = say(
            "%(series)s %(number)s carries a mark of this installation that it does not know. Was an old backup "
            "restored?",
            series=name,
            number=seen.number,
        )
        journal.raise_alarm("UNKNOWN-MARK", connection, why, now, connection.organisation_id)
        result.drift.append(why)


def _drift(env: Env, connection: Connection, document: Document, result: Reconciled) -> None:
    why = say("%(name)s was issued, and the system's series has not come that far: was it deleted?", name=document)
    journal.raise_alarm("GONE", document, why, env.clock.now(), connection.organisation_id)
    result.drift.append(why)


def reconcile_shop(env: Env, connection_id: int) -> int:
    """Read the shop's last days once more, whatever the cursor says. Returns how many orders had been missed."""
    connection = Connection.objects.get(pk=connection_id)
    shop = env.shop(connection, Tape())
    missed = 0
    for page in shop.orders(shop.cursor_at(env.clock.now() - LOOK_BACK)):
        for heard in page.orders:
            order = orders.take_in(connection, heard, env.clock.now())
            if order is not None:
                missed += 1
                env.nudge("order", order.pk)
    return missed


