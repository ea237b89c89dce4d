"""Hearing of new and changed orders in a shop that tells neither when an order changed nor what.

A list gives id, total and status of every order placed since a moment. What was seen of an order is kept as a *mark*
in the cursor, and an order whose mark is not there is read. Marks depend on no order of the list, no clock and no
second shared by several orders; a page's cursor has the marks of its own orders and of those before it, so a poll
that was broken off goes on exactly there.

Only orders of the last days are watched, so that cursors stay small; and where those are many, all of them are looked
at less often than the recent ones, so that looking takes a third of the calls at most. What the list does not show
(an address that was corrected) is noticed because the mark of an open order also has the day in it: it is read again
now and then. Where the vendor's list of updated orders is known, that is asked too.
"""

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

import msgspec
from msgspec import Raw

from facturier.model.message import say
from facturier.model.order import OrderState
from facturier.ports.errors import Misconfigured, Missing, Refused
from facturier.ports.shop import Heard, Page
from facturier.shops.teamsystem import listing
from facturier.shops.teamsystem.client import Client
from facturier.shops.teamsystem.defaults import UPDATED_PLACES
from facturier.shops.teamsystem.mapping import parse_call
from facturier.shops.teamsystem.payload import Mapper
from facturier.shops.teamsystem.settings import Settings
from facturier.shops.teamsystem.wire import Entry, exact

_CURSOR = re.compile(
    r"since (\d{1,11}) newest (\d{1,11}) looked (\d{1,11}) updated (\d{1,11})((?: [\w+/]{8})*) \|((?: [\w+/]{8})*)",
    re.ASCII,
)
_OVERLAP = timedelta(minutes=10)
_RECENT = 3600
_CALLS_A_MINUTE = 20
"""That looking at all orders may take: a third of what we allow ourselves."""


class Position(NamedTuple):
    """A cursor; moments are unix seconds, 0 for never.

    since: orders placed from then on are watched. newest: when the newest known order was placed. looked: when all
    were looked at. updated: up to when the list of updated orders was read. older, recent: marks of orders placed
    more than an hour before the newest, and later.
    """

    since: int
    newest: int = 0
    looked: int = 0
    updated: int = 0
    older: frozenset[str] = frozenset()
    recent: frozenset[str] = frozenset()

    def __str__(self) -> str:
        told = f"since {self.since} newest {self.newest} looked {self.looked} updated {self.updated}"
        return " ".join((told, *sorted(self.older), "|", *sorted(self.recent)))

    @property
    def edge(self) -> int:
        """Orders placed from here on are recent."""
        return max(self.since, self.newest - _RECENT)

    def is_due(self, now: int, page_size: int) -> bool:
        """Whether to look at all of them: always, unless that would take too many calls."""
        calls = (len(self.older) + len(self.recent)) // page_size
        return calls <= _CALLS_A_MINUTE or now - self.looked >= 60 * calls // _CALLS_A_MINUTE

    @classmethod
    def at(cls, moment: datetime) -> "Position":
        return cls(int(moment.timestamp()))

    @classmethod
    def parse(cls, cursor: str) -> "Position":
        """Raises Misconfigured for what is no cursor of this connector."""
        found = _CURSOR.fullmatch(cursor)
        if found is None:
            raise Misconfigured(
                say("The reading position %(cursor)s is damaged. Start the connection again.", cursor=cursor)
            )
        since, newest, looked, updated = (int(part) for part in found.groups()[:4])
        older, recent = (frozenset(part.split()) for part in found.groups()[4:])
        return cls(since, newest, looked, updated, older, recent)


class Sweep:
    """One poll. Calls: two for a quiet shop, one for each order to read, and what its mapping asks for."""

    def __init__(self, client: Client, settings: Settings, mapper: Mapper, cursor: str) -> None:
        self._client = client
        self._settings = settings
        self._mapper = mapper
        start = Position.at(settings.start)
        told = Position.parse(cursor) if cursor else start
        self._position = told._replace(since=max(told.since, start.since))

    def pages(self) -> Iterator[Page]:
        """At least one page, perhaps empty, oldest order first."""
        began, before = self._client.http.clock.now(), self._position
        if before.is_due(int(began.timestamp()), self._settings.page_size):
            before = before._replace(looked=0, older=frozenset(), recent=before.older | before.recent)
        listed = listing.since(self._client, self._settings, before.edge if before.looked else before.since)
        marks = {entry.orderID: self._mark(entry, began) for entry in listed}
        known = before.recent & frozenset(marks.values())
        todo = [entry for entry in listed if marks[entry.orderID] not in known]
        for first in range(0, len(todo), self._settings.page_size):
            chunk = todo[first : first + self._settings.page_size]
            heard = tuple(self._heard(entry) for entry in chunk)
            known |= {marks[entry.orderID] for entry in chunk}
            yield Page(heard, str(before._replace(recent=known)), len(todo))
        yield Page(tuple(self._updated(began)), str(self._after(before, listed, marks, began)))

    def _after(
        self, before: Position, listed: Sequence[Entry], marks: dict[str, str], began: datetime
    ) -> Position:
        """With which the next poll begins. before: looked is 0 where all orders are in the list."""
        placed = {entry.orderID: int(entry.placed_at.timestamp()) for entry in listed}
        newest = max([before.newest, *placed.values()])
        now = int(began.timestamp())
        after = before._replace(
            since=max(before.since, newest - int(self._settings.watched.total_seconds())),
            newest=newest,
            looked=before.looked or now,
            updated=now if self._settings.updated_orders else 0,
        )
        recent = {marks[id] for id in placed if placed[id] >= after.edge}
        older = {marks[id] for id in placed if after.since <= placed[id] < after.edge}
        return after._replace(older=before.older | older, recent=frozenset(recent))

    def _updated(self, began: datetime) -> Iterator[Heard]:
        """Orders of the list of updated ones, if that is known; those of the first minutes are read twice."""
        call = parse_call(self._settings.updated_orders, UPDATED_PLACES)
        if call is None or not self._position.updated:
            return
        first = self._position.updated - int(_OVERLAP.total_seconds())
        facts = {"since": str(first), "until": str(int(began.timestamp()) + 1)}

        def page(skip: int) -> list[Raw]:
            asked = {**facts, "limit": str(self._settings.page_size), "skip": str(skip)}
            return self._client.updated(list[Raw], call, asked)

        for entry in listing.whole(self._client.http, page):
            try:
                heard = one(self._client, self._mapper, entry.orderID)
            except Missing:
                continue
            if heard.order is None or heard.order.placed_at >= self._settings.start:
                yield heard

    def _heard(self, entry: Entry) -> Heard:
        """What is listed and yet refused is heard with that as its trouble."""
        try:
            raw = self._client.read("/orders/order.json", {"orderID": entry.orderID})
        except (Missing, Refused) as error:
            return Heard(msgspec.json.encode(entry), None, entry.orderID, entry.orderID, str(error))
        return self._mapper.heard(entry, raw)

    def _mark(self, entry: Entry, now: datetime) -> str:
        """48 bits: with a few thousand orders watched, one change in many billions would be overlooked."""
        told = f"{entry.orderID} {entry.status} {exact(entry.total)} {entry.placed_at.isoformat()}"
        if self._settings.reread_hours and self._mapper.state_of(entry.status) is OrderState.OPEN:
            told += f" {int(now.timestamp()) // (self._settings.reread_hours * 3600)}"
        return b64encode(sha256(told.encode()).digest()[:6]).decode()


def one(client: Client, mapper: Mapper, id: str) -> Heard:
    """One order, looked up in the list first: that alone tells its date. Raises Missing."""
    entry = listing.of(client, id)
    if entry is None:
        raise Missing(say("The shop has no order %(number)s.", number=id))
    return mapper.heard(entry, client.read("/orders/order.json", {"orderID": id}))
