"""What is asked once for each poll, beside other polls in the same process."""

from threading import Event, Thread
from typing import Any, cast

from tests.shops.teamsystem.support import VALUES

from facturier.shops.teamsystem import CONNECTOR
from facturier.shops.teamsystem.client import Client
from facturier.shops.teamsystem.lookups import Lookups


class _Waits:
    """A shop that answers when it is let."""

    def __init__(self) -> None:
        self.asked, self.let = Event(), Event()

    def listed(self, row: Any, path: str) -> list[Any]:
        self.asked.set()
        self.let.wait(10)
        return []


def test_a_slow_shop_keeps_no_other_shop_waiting() -> None:
    slow, quick = _Waits(), _Waits()
    quick.let.set()
    settings = CONNECTOR.read(dict(VALUES))
    waiting = Thread(target=lambda: Lookups(cast(Client, slow), settings).country("118"))
    other = Thread(target=lambda: Lookups(cast(Client, quick), settings).country("118"))
    waiting.start()
    assert slow.asked.wait(5)
    other.start()
    other.join(5)
    kept = other.is_alive()
    slow.let.set()
    waiting.join()
    other.join()
    assert not kept
