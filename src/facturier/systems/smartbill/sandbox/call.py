"""One call that has passed the gate: who asks, for which company, with what."""

from datetime import date, datetime
from typing import TypeVar

from msgspec import Struct

from facturier.ports.clock import Clock, business_date
from facturier.systems.smartbill.sandbox.answers import Refusal
from facturier.systems.smartbill.sandbox.book import Book, Company, User
from facturier.systems.smartbill.sandbox.requests import Body
from facturier.systems.smartbill.sandbox.switches import Switches

B = TypeVar("B", bound=Body)
ZONE = "Europe/Bucharest"
BAD_DAY = "Data documentului trebuie sa fie de forma yyyy-MM-dd."


class Scene(Struct):
    """Where things happen: the books, the rules that hold today, and the time."""

    book: Book
    switches: Switches
    clock: Clock

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def today(self) -> date:
        return business_date(self.now, ZONE)


class Call(Struct):
    """query: keys in lower case, empty values left out. accept: the content type of a PDF answer."""

    scene: Scene
    user: User
    company: Company
    made_by: str
    query: dict[str, str]
    body: Body | None = None
    accept: str = ""

    def reading(self, shape: type[B]) -> B:
        """The body; the gate has mapped it to the operation's own shape."""
        if not isinstance(self.body, shape):
            raise TypeError(f"the gate mapped the body to {type(self.body)}, not to {shape}")
        return self.body

    def asked(self, key: str, what: str) -> str:
        """A query parameter; raises Refusal in the vendor's words where it is missing."""
        value = self.query.get(key.lower())
        if value is None:
            raise Refusal(f"{what} trebuie specificat in url in parametrul '{key}'!")
        return value


def day_of(text: str | None, otherwise: date, refusal: str = BAD_DAY) -> date:
    """A `yyyy-MM-dd` day; raises Refusal."""
    if not text:
        return otherwise
    if len(text) != len("yyyy-MM-dd"):
        raise Refusal(refusal)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(refusal) from None
