"""A call as a deed sees it, and the ledger that it is about."""

from datetime import date, datetime, time, timedelta
from typing import TypeVar

import msgspec
from msgspec import Struct

from facturier.model.message import say
from facturier.model.shapes import known
from facturier.ports.clock import Clock, business_date, zone_named
from facturier.ports.errors import Misconfigured, NotNow, Refused
from facturier.prepared import execute
from facturier.systems.book import rows
from facturier.systems.book.chain import digest
from facturier.systems.book.models import Ledger

T = TypeVar("T")
AGAIN = timedelta(seconds=2)
PATIENCE = "10s"
_GUARD = """
    SELECT set_config('lock_timeout', %(patience)s, true), set_config('statement_timeout', %(patience)s, true),
        pg_advisory_xact_lock(%(key)s)
"""


class Call(Struct, frozen=True):
    """door: "METHOD /path". asked: the query, decoded. clock: for moments; business dates come with the call."""

    door: str
    asked: dict[str, str]
    body: bytes
    clock: Clock

    def read(self, shape: type[T]) -> T:
        """The body as `shape`. Raises Refused."""
        try:
            return msgspec.json.decode(self.body, type=known(shape))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise Refused(
                say("The book cannot read this call: %(error)s.", error=error), "UNREADABLE"
            ) from error

    def number(self, name: str) -> int:
        """A number of the query. Raises Refused."""
        text = self.asked.get(name, "")
        if not (text.isascii() and text.isdigit()):
            raise Refused(say("“%(text)s” is no number of a document.", text=text), "NO-NUMBER")
        return int(text)

    def not_now(self, words: str) -> NotNow:
        return NotNow(say("The book is busy just now."), self.clock.now() + AGAIN, words)

    def ledger(self) -> Ledger:
        """The book that is asked for, if it is this company's. Raises Misconfigured."""
        name, issuer = self.asked.get("book", ""), self.asked.get("issuer", "")
        ledger = rows.first(Ledger, "WHERE name = %s", name)
        if ledger is None:
            raise Misconfigured(
                say("There is no book named “%(name)s” yet. Test the connection: that opens it.", name=name),
                "NO-SUCH-BOOK",
            )
        belongs(ledger, issuer)
        return ledger


def belongs(ledger: Ledger, issuer: str) -> None:
    """Raises Misconfigured where the book is another company's."""
    if ledger.issuer != issuer:
        raise Misconfigured(
            say(
                "The book “%(name)s” is that of %(owner)s, not of %(issuer)s. Correct the tax number or the "
                "country, or give this company a book of another name.",
                name=ledger.name,
                owner=ledger.issuer,
                issuer=issuer,
            ),
            "ANOTHER-COMPANY",
        )


def guard(ledger: Ledger, reference: str) -> None:
    """Wait for whoever issues or looks for this reference just now; it is ours until the transaction ends.

    From here on no statement of the transaction waits or works longer than PATIENCE.
    """
    key = int(digest(f"{ledger.name}\n{reference}")[:15], 16)
    execute(_GUARD, {"patience": PATIENCE, "key": key})


def today(ledger: Ledger, clock: Clock) -> date:
    return business_date(clock.now(), ledger.zone)


def is_ahead(ledger: Ledger, day: date, clock: Clock) -> bool:
    """Whether a day lies in the book's future. Raises NotNow for tomorrow: a company whose calendar is another than
    its book's dates so in the first hours of each of its days."""
    here = today(ledger, clock)
    if day == here + timedelta(days=1):
        raise NotNow(
            say("In %(zone)s, the time zone of the book, it is not %(day)s yet.", zone=ledger.zone, day=day),
            datetime.combine(day, time.min, zone_named(ledger.zone)),
            "DATE",
        )
    return day > here
