"""A folder of a test's own, the connection to it, and a poll as the finder does it."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.shops.files.support import table

from facturier.model.order import Order
from facturier.ports.http import Http
from facturier.ports.shop import Heard, Page, Shop, Trouble
from facturier.sandbox.clock import VirtualClock
from facturier.shops.files import CONNECTOR
from facturier.shops.files.sandbox.person import stamp


@dataclass
class Place:
    """heard: everything that was told, in order. cursor: what a store would hold."""

    inbox: Path
    clock: VirtualClock = field(default_factory=VirtualClock)
    heard: list[Heard] = field(default_factory=list)
    cursor: str = ""
    troubles: tuple[Trouble, ...] = ()

    def shop(self, **changes: Any) -> Shop:
        values = {"folder": str(self.inbox), "shop": "till", **changes}
        assert CONNECTOR.shop is not None
        return CONNECTOR.shop(
            CONNECTOR.read(values), lambda url, **parts: Http(url, clock=self.clock, **parts)
        )

    def drop(self, name: str, body: bytes | str, *, older: timedelta = timedelta()) -> Path:
        path = self.inbox / name
        path.write_bytes(body.encode() if isinstance(body, str) else body)
        stamp(path, self.clock.now() - older)
        return path

    def poll(self, **changes: Any) -> list[Page]:
        """One whole poll: pages are stored, and the cursor with them."""
        pages = list(self.shop(**changes).orders(self.cursor))
        for page in pages:
            self.heard.extend(page.orders)
            self.cursor = page.cursor
            if page.troubles is not None:
                self.troubles = page.troubles
        self.clock.advance(timedelta(minutes=1))
        return pages

    def numbers(self) -> list[str]:
        return [one.number for one in self.heard]

    def orders(self) -> list[Order]:
        return [one.order for one in self.heard if one.order]

    def names(self, folder: str = "") -> list[str]:
        """Names of the files that lie there, ours and others', hidden ones apart."""
        where = self.inbox / folder
        return sorted(path.name for path in where.iterdir() if path.is_file() and path.name[0] != ".")


def good(number: str = "1001", price: str = "19.99") -> str:
    return table(f"{number},2026-11-19 14:30,RON,Ana Exemplu,Mug,2,{price},21")


def bad(number: str = "1001") -> str:
    return good(number, "x")
