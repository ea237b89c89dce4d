"""What the book offers, and the test of a connection, which opens the book."""

from pathlib import Path

from facturier.model.message import Message, say
from facturier.ports.errors import Misconfigured, RemoteError
from facturier.ports.offers import Check, Offers, SeriesOffer, VatOffer
from facturier.systems.book.client import Client
from facturier.systems.book.company import opening
from facturier.systems.book.settings import Settings
from facturier.systems.book.wire import Shown


def offers(client: Client, payment_types: tuple[str, ...]) -> Offers:
    shown = client.get("/book", Shown)
    return Offers(
        series=tuple(SeriesOffer(one.name, one.kind, one.next_number) for one in shown.series),
        vat=tuple(VatOffer(f"{rate:f} %", rate) for rate in shown.rates),
        payment_types=payment_types,
    )


def check(client: Client, settings: Settings) -> tuple[Check, ...]:
    """Opens the book, with its first series and its logo; then one line for each thing that was found."""
    try:
        wanted = opening(settings, _logo(settings.logo))
        shown = client.change("PUT", "/book", Shown, wanted)
    except RemoteError as error:
        return (Check(say("The book opens"), False, error.message, error.words),)
    names = ", ".join(one.name for one in shown.series)
    rates = ", ".join(f"{rate:f} %" for rate in shown.rates)
    none = say("Add one with “facturier book series-add”.")
    return (
        Check(say("The book opens"), True, _as_it_is(f"{shown.name}: {settings.company}")),
        Check(say("Series"), bool(names), _as_it_is(names) if names else none),
        Check(say("VAT rates"), True, _as_it_is(rates)),
        Check(say("Logo"), True, _as_it_is(settings.logo) if settings.logo else say("None.")),
    )


def _logo(path: str) -> bytes:
    if not path:
        return b""
    try:
        return Path(path).expanduser().read_bytes()
    except OSError as error:
        raise Misconfigured(
            say("The logo %(path)s cannot be read. Correct its path, or leave it empty.", path=path),
            str(error),
        ) from error


def _as_it_is(text: str) -> Message:
    """What the book itself says, in no language of ours."""
    return Message("%(text)s", {"text": text})
