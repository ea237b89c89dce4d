"""Reading every file once, although workers may die between any two steps.

A file is moved to `read` only when a cursor says that its orders are stored: the cursor of a page names the
files that are stored with it, and the next poll begins by moving those aside. Until then a file may be read
again, which changes nothing, since its orders are the same to the byte. Of a bad file nothing is stored, so it
is moved at once.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from msgspec import Struct

from facturier.model.message import say
from facturier.ports.clock import Clock
from facturier.ports.errors import Misconfigured
from facturier.ports.shop import Heard, Page
from facturier.shops.files import aside, folder
from facturier.shops.files.fault import Fault
from facturier.shops.files.folder import READ, Arrived, Stamp
from facturier.shops.files.reading import Content, Told, read
from facturier.shops.files.settings import Settings

FILES = 1000
"""At most so many files in one poll, so that a cursor stays small; the next poll goes on."""
_CURSOR = re.compile(r"(?:since (?P<since>\S+))? ?(?:stored(?P<marks>(?: [0-9a-f]{20})*))?")


class Position(Struct, frozen=True):
    """A cursor. stored: marks of files whose orders are stored, but which still lie in the folder.

    since: only files that were written from this moment on are read, those put aside among them.
    """

    stored: tuple[str, ...] = ()
    since: datetime | None = None

    def __str__(self) -> str:
        parts = [f"since {self.since.isoformat()}"] if self.since else []
        return " ".join((*parts, "stored", *self.stored))

    @classmethod
    def parse(cls, cursor: str) -> "Position":
        """Raises Misconfigured for what is no cursor of this connector."""
        found = _CURSOR.fullmatch(cursor)
        try:
            if found is None:
                raise ValueError(cursor)
            since = datetime.fromisoformat(found["since"]).astimezone(UTC) if found["since"] else None
        except ValueError as error:
            raise Misconfigured(
                say("The reading position %(cursor)s is damaged. Start the connection again.", cursor=cursor)
            ) from error
        return cls(tuple((found["marks"] or "").split()), since)


def content_of(arrived: Arrived, settings: Settings, now: datetime) -> Content:
    """What a file tells, as its connection understands files."""
    if arrived.fault is not None:
        return Content(faults=(arrived.fault,))
    return read(arrived.stamp.path.name, arrived.body, settings.ways(), arrived.stamp.written, now)


def heard(told: Told) -> Heard:
    return Heard(told.raw, told.order, told.order.remote_id, told.order.number)


class Sweep:
    """One poll of a folder. Raises OSError where the folder cannot be read or nothing can be moved in it."""

    def __init__(self, settings: Settings, clock: Clock, cursor: str) -> None:
        self._settings = settings
        self._clock = clock
        self._position = Position.parse(cursor)

    def pages(self) -> Iterator[Page]:
        """At least one page, perhaps empty; the last tells what is bad."""
        waiting: list[Heard] = []
        stored: tuple[str, ...] = ()
        for arrived, orders in self._good():
            for told in orders:
                if len(waiting) == self._settings.page_size:
                    yield Page(tuple(waiting), str(Position(stored, self._position.since)))
                    waiting = []
                waiting.append(heard(told))
            stored = (*stored, arrived.mark)
        yield Page(
            tuple(waiting), str(Position(stored)), troubles=aside.troubles(self._settings, self._faults)
        )

    def _good(self) -> Iterator[tuple[Arrived, Sequence[Told]]]:
        """Good files with their orders, the oldest first; bad ones are moved aside on the way."""
        for stamp in self._unstored(self._stamps())[:FILES]:
            arrived = folder.opened(stamp)
            if arrived is None:
                continue
            content = content_of(arrived, self._settings, self._clock.now())
            if not content.faults:
                yield arrived, content.orders
            elif self._position.since is None:
                aside.condemn(self._settings, stamp, content.faults)

    def _stamps(self) -> list[Stamp]:
        stamps, since = folder.at_rest(self._settings, self._clock), self._position.since
        if since is None:
            return stamps
        stamps += folder.put_aside(self._settings)
        return sorted((stamp for stamp in stamps if stamp.written >= since), key=lambda stamp: stamp.age)

    def _unstored(self, stamps: list[Stamp]) -> list[Stamp]:
        """Those whose orders may not be stored yet; the others are moved to `read`."""
        marks = set(self._position.stored)
        if not marks:
            return stamps
        left = []
        for stamp in stamps:
            arrived = folder.opened(stamp)
            if arrived is None or arrived.mark not in marks:
                left.append(stamp)
            elif stamp.path.parent == self._settings.inbox:
                target = aside.move(stamp.path, self._settings.inbox / READ)
                moved = folder.stamp_of(target) if target is not None else stamp
                if not moved.same(stamp):  # another file had taken its place since it was looked at
                    left.append(moved)
        return left

    def _faults(self, stamp: Stamp) -> Sequence[Fault]:
        """Of a file that lies among the bad ones without a report."""
        arrived = folder.opened(stamp)
        faults = content_of(arrived, self._settings, self._clock.now()).faults if arrived else ()
        return faults or (
            Fault(0, "", say("It was moved here without a reason. Put it into the folder again.")),
        )
