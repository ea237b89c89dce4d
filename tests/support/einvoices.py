"""What happens to an e-invoice, in words that its tests share."""

from collections.abc import Callable
from datetime import timedelta

from tests.support.cloud import cloud, order
from tests.support.world import World

from facturier.store import effects as planned
from facturier.store.models import Document, Effect

Make = Callable[..., World]
NUMBERING = "/A"


def sell(world: World, until: timedelta = timedelta(hours=1)) -> Document:
    world.hear(order("1001"))
    world.run(until=until)
    return world.document()


def sending() -> Effect:
    return Effect.objects.filter(what=planned.TRANSMIT).latest("pk")


def times(world: World) -> int:
    """How often an e-invoice went to SdI, in the simulator's book."""
    return sum(len(each) for each in cloud(world).company().handed_over.values())


def discard(world: World, code: str = "00311") -> None:
    cloud(world).person.discard(world.document().number, code, numeration=NUMBERING)


def answers(world: World, status: str) -> None:
    cloud(world).person.sdi_answers(world.document().number, status, numeration=NUMBERING)


def refused(world: World) -> Document:
    document = sell(world, timedelta(minutes=1))
    discard(world)
    world.run(until=timedelta(hours=1))
    return document
