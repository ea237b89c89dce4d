"""One call that has passed the gate: who asks, for which company, with what."""

from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from msgspec import Struct

from facturier.ports.clock import Clock, business_date
from facturier.systems.fattureincloud.sandbox import requests
from facturier.systems.fattureincloud.sandbox.books import Access, Book, Company
from facturier.systems.fattureincloud.sandbox.hooks import Hooks
from facturier.systems.fattureincloud.sandbox.replies import Problem, no_permission, required
from facturier.systems.fattureincloud.sandbox.switches import Switches

T = TypeVar("T")
ZONE = "Europe/Rome"


class Scene(Struct):
    """Where things happen: the books, the rules that hold today, and the time."""

    book: Book
    switches: Switches
    clock: Clock
    hooks: Hooks

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def today(self) -> date:
        return business_date(self.now, ZONE)

    @property
    def stamped(self) -> str:
        """The moment as `created_at` tells it, without a zone."""
        return f"{self.now.astimezone(ZoneInfo(self.switches.created_zone)):%Y-%m-%d %H:%M:%S}"


class Call(Struct):
    """ids: the numbers in the path, in order, without the company's. root: the address that was called."""

    scene: Scene
    access: Access
    asked: dict[str, str]
    content: bytes
    root: str
    path: str
    ids: tuple[str, ...] = ()
    place: Company | None = None

    @property
    def company(self) -> Company:
        if self.place is None:
            raise TypeError(f"{self.path} is of no company")
        return self.place

    @property
    def id(self) -> int:
        return int(self.ids[0])

    def reading(self, shape: type[T]) -> T:
        """The body; an empty one where the shape allows it."""
        return requests.read(self.content or b"{}", shape)

    def needs(self, resource: str, *, write: bool = False) -> None:
        if not self.access.may(resource, write):
            raise no_permission()

    def wanted(self, name: str) -> Any:
        """A query parameter; raises Problem 422 where it is missing."""
        if not self.asked.get(name):
            raise required(name)
        return self.asked[name]


def told_of(call: Call, document: dict[str, Any], event: str) -> None:
    """Whoever subscribed to it hears of it."""
    call.scene.hooks.tell(call.company, f"issued_documents.{document['type']}s.{event}", document["id"])


def one_of(rows: dict[int, Any], id: int) -> Any:
    if id not in rows:
        raise Problem(404, "Not found.")
    return rows[id]
