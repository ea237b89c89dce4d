"""Which book an errand is about, and reading the words that were given with it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from facturier.model.message import say
from facturier.ports.clock import SystemClock, business_date
from facturier.ports.errors import Misconfigured, Missing, Refused
from facturier.systems.book.models import Ledger
from facturier.systems.book.settings import Settings

CLOCK = SystemClock()
YES = ("yes", "y", "true", "1", "da", "si", "sì", "tak")


def books(connections: Mapping[str, Any], words: Mapping[str, str]) -> dict[str, tuple[Ledger, Settings]]:
    """The ledgers behind the connections by label; only the one that `--book` names. Raises Missing."""
    wanted = words.get("book", "")
    found = {
        label: (ledger, settings)
        for label, settings in connections.items()
        if wanted in ("", label, settings.name)
        and (ledger := Ledger.objects.filter(name=settings.name).first()) is not None
    }
    if not found:
        raise Missing(
            say("There is no book here yet. Make one with “facturier connect system book”.")
            if not wanted
            else say("There is no book “%(name)s”.", name=wanted),
            "NO-SUCH-BOOK",
        )
    return found


def book(connections: Mapping[str, Any], words: Mapping[str, str]) -> tuple[Ledger, Settings]:
    """The only one. Raises Misconfigured where there are several and none was named."""
    found = books(connections, words)
    if len({ledger.pk for ledger, _ in found.values()}) > 1:
        raise Misconfigured(
            say("There are several books. Say which with --book: %(names)s.", names=", ".join(found)),
            "WHICH-BOOK",
        )
    return next(iter(found.values()))


def day(text: str, otherwise: date | None = None) -> date:
    """Raises Refused for what is no date."""
    if not text and otherwise is not None:
        return otherwise
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(say("“%(text)s” is no date. Write it as 2026-10-31.", text=text), str(error)) from error


def today(ledger: Ledger) -> date:
    return business_date(CLOCK.now(), ledger.zone)


def agreed(text: str) -> bool:
    return text.strip().lower() in YES
