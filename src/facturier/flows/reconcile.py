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
from facturier.ports.offers import SeriesOffer
from facturier.ports.system import Candidate, System
from facturier.store import accounts, installation, journal, orders, series, strays
from facturier.store.models import Connection, Document, State

LOOK_BACK = timedelta(days=3)


@dataclass
class Reconciled:
    """What one run saw: numbers re-read, documents of other people, ours that were not known (they will be
    adopted when their sale comes by), documents that could not be read (they are tried again), and what does
    not agree."""

    read: int = 0
    foreign: int = 0
    strays: int = 0
    unread: int = 0
    drift: list[Message] = field(default_factory=list)


def reconcile_system(env: Env, connection_id: int, look_back: int = 0) -> Reconciled:
    """Walk every series in which we issue, from where the last walk ended.

    look_back: how many numbers to re-read in a series that was never walked (a restored book).
    Raises RemoteError when the system cannot be read.
    """
    connection = Connection.objects.get(pk=connection_id)
    system = env.system(connection, Tape(), Urgency.READ)
    offers = system.offers()
    accounts.offered(connection, offers, env.clock.now())
    result = Reconciled()
    ours = series.names_of(connection)
    for offer in offers.series:
        if offer.name in ours and offer.next_number:
            _walk(env, connection, system, offer, look_back, result)
    return result


def _walk(
    env: Env, connection: Connection, system: System, offer: SeriesOffer, look_back: int, result: Reconciled
) -> None:
    next_number = int(offer.next_number)
    documents = series.documents_in(connection, offer.name, offer.kind)
    never = min(documents, default=next_number)
    start = series.walked_to(connection, offer.name) or max(1, min(never, next_number - look_back))
    unexplained = [number for number in range(start, next_number) if number not in documents]
    upto = next_number
    for number, candidate in _read(system, offer.name, unexplained):
        result.read += 1
        if _unread(candidate):
            result.unread += 1
            upto = min(upto, number)
        else:
            _judge(env, connection, offer.name, candidate, result)
    for number, document in documents.items():
        if number >= next_number:
            _drift(env, document, connection, result)
    series.walked(connection, offer.name, upto)


def _read(system: System, name: str, numbers: list[int]) -> Iterator[tuple[int, Candidate]]:
    for number in numbers:
        for candidate in system.walk(name, range(number, number + 1)):
            yield number, candidate


def _unread(seen: Candidate) -> bool:
    """It is there (it has a sum), but whose it is could not be read. A gap has neither."""
    return not seen.readable and seen.total is not None


def _judge(env: Env, connection: Connection, name: str, seen: Candidate, result: Reconciled) -> None:
    """A number that our book does not have: whose is it?"""
    if not seen.reference:
        result.foreign += 1
        return
    ours = Document.objects.filter(reference=seen.reference).select_related("order").first()
    if installation_of(seen.reference) != installation.mark():
        why = say(
            "Another installation of Facturier issued %(series)s %(number)s in this account. Sending stops; "
            "stop one of the two for good, then run “facturier reconcile --recover” on the other.",
            series=name,
            number=seen.number,
        )
        installation.stop_sending(why, env.clock.now())
        _alarm(env, "SECOND-INSTALLATION", connection, connection, why, result)
    elif ours is not None and ours.number:
        if _same(ours, name, seen):
            return
        why = say(
            "%(series)s %(number)s carries the mark of %(name)s: one sale has two documents. "
            "Cancel or credit the one that is wrong.",
            series=name,
            number=seen.number,
            name=ours,
        )
        _alarm(env, "DUPLICATE", ours, connection, why, result)
    else:
        strays.keep(connection, name, seen, env.clock.now())
        result.strays += 1
        if ours is not None and (
            ours.retired_at or ours.state in (State.WITHDRAWN, State.HELD, State.REFUSED)
        ):
            why = say(
                "%(series)s %(number)s carries the mark of order %(order)s, for which nothing was to be issued. "
                "Cancel it, or issue the order: then it is adopted.",
                series=name,
                number=seen.number,
                order=ours.order.number,
            )
            _alarm(env, "STRAY", ours, connection, why, result)
        elif ours is not None:
            env.nudge("document", ours.pk)


def _same(ours: Document, name: str, seen: Candidate) -> bool:
    """The very document, seen through another connection to the same account."""
    return ours.series == name and ours.number.lstrip("0") == seen.number.lstrip("0")


def _alarm(
    env: Env, code: str, row: object, connection: Connection, why: Message, result: Reconciled
) -> None:
    journal.raise_alarm(code, row, why, env.clock.now(), connection.organisation_id)
    result.drift.append(why)


def _drift(env: Env, document: Document, connection: Connection, result: Reconciled) -> None:
    why = say(
        "%(name)s was issued, and the system's series has not come that far: was it deleted?", name=document
    )
    _alarm(env, "GONE", document, connection, why, result)


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
