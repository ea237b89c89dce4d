"""One order by its number: what the newest file that tells of it says."""

from facturier.model.message import say
from facturier.ports.clock import Clock
from facturier.ports.errors import Missing
from facturier.ports.shop import Heard
from facturier.shops.files import folder
from facturier.shops.files.folder import Arrived, Stamp
from facturier.shops.files.poll import content_of, heard
from facturier.shops.files.reading import Told
from facturier.shops.files.settings import Settings

_MAY_HIDE_IT = (".xlsx",)


def order(settings: Settings, clock: Clock, number: str) -> Heard:
    """Files that were read count, and those that wait at rest. Every file is looked at: for a person, not for a
    poll. Raises Missing where no file tells of the order, OSError where the folder cannot be read."""
    stamps = [*folder.put_aside(settings), *folder.at_rest(settings, clock)]
    newest: Told | None = None
    for stamp in sorted(stamps, key=lambda stamp: stamp.age):
        for told in _telling(settings, clock, stamp, number):
            if newest is None or told.order.changed_at >= newest.order.changed_at:
                newest = told
    if newest is None:
        raise Missing(
            say("No file in %(folder)s tells of order %(number)s.", folder=settings.folder, number=number)
        )
    return heard(newest)


def _telling(settings: Settings, clock: Clock, stamp: Stamp, number: str) -> list[Told]:
    arrived = folder.opened(stamp)
    if arrived is None or not _may_tell(arrived, number):
        return []
    content = content_of(arrived, settings, clock.now())
    return [told for told in content.orders if told.order.number == number]


def _may_tell(arrived: Arrived, number: str) -> bool:
    """Whether the number can be in it at all, told without reading it: in bytes of its usual encodings."""
    if not number.isascii() or arrived.stamp.path.suffix.lower() in _MAY_HIDE_IT:
        return True
    return number.encode() in arrived.body or b"\0" in arrived.body or b"\\" in arrived.body
