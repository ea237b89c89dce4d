"""The port of an invoicing system, as Oblio can serve it. One fact per method; the rest is next door."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from facturier.model.document import Issued, Statement
from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.model.party import Party
from facturier.model.transmission import Transmission
from facturier.ports.capabilities import Capabilities
from facturier.ports.connector import OpenHttp
from facturier.ports.errors import Refused
from facturier.ports.offers import Check, Offers, SeriesOffer
from facturier.ports.system import Candidate, IntentView, Numbered, Position, Room, Settlement, StockLevel
from facturier.systems.oblio import (
    documents,
    einvoice,
    issuing,
    lifecycle,
    looks,
    payments,
    settle,
    stock,
    wizard,
)
from facturier.systems.oblio.capabilities import declared
from facturier.systems.oblio.client import Client
from facturier.systems.oblio.door import Door
from facturier.systems.oblio.payload import series_of
from facturier.systems.oblio.settings import Settings
from facturier.systems.shared.company import digits, same_company

_WALKED_PAGES = 1000


class Oblio:
    """See `ports.system.System` for what each call promises and raises."""

    def __init__(self, client: Client, settings: Settings, capabilities: Capabilities) -> None:
        self._client = client
        self._settings = settings
        self._capabilities = capabilities

    @property
    def capabilities(self) -> Capabilities:
        return self._capabilities

    def room(self, draft: Draft) -> Room | None:
        """One document of a series after the other: so the next number tells what became of each."""
        return Room("oblio:" + digits(self._settings.company), series_of(draft))

    def position(self, draft: Draft) -> Position:
        """The next number, and how wide Oblio writes it."""
        same_company(draft, self._settings.company)  # before it is noted that something may be there
        series = series_of(draft)
        row = documents.series_row(self._client, series, draft.kind)
        account = "oblio:" + digits(self._settings.company)
        return Position(account, series, row.upcoming, {issuing.WIDTH: str(row.width)})

    def issue(self, draft: Draft, reference: str, position: Position) -> Issued:
        return issuing.issue(self._client, self._settings, draft, reference, position)

    def settle(self, intent: IntentView, known: Mapping[str, Numbered]) -> Settlement:
        return settle.settle(self._client, intent, known)

    def statement(self, document: Issued) -> Statement:
        return documents.statement(self._client, document)

    def pdf(self, document: Issued) -> bytes:
        """By a link that is asked for anew: an old one leads to a page to log in."""
        documents.numbered(document)
        shown = documents.shown(self._client, document.kind, document.series, document.number)
        return documents.pdf(self._client, shown.link)

    def cancel(self, document: Issued) -> None:
        lifecycle.cancel(self._client, document)

    def restore(self, document: Issued) -> None:
        lifecycle.restore(self._client, document)

    def delete(self, document: Issued) -> None:
        lifecycle.delete(self._client, document)

    def pay(self, document: Issued, type: str, amount: Decimal, on: date, account: str = "") -> None:
        payments.pay(self._client, self._settings, document, type, amount, on)

    def transmit(self, document: Issued, *, again: bool = False) -> Transmission:
        return einvoice.transmit(self._client, document, again=again)

    def transmission(self, document: Issued) -> Transmission:
        return einvoice.standing(self._client, document)

    def amend(self, document: Issued, buyer: Party) -> Issued:
        raise Refused(say("Oblio changes an invoice only on its own pages. Correct it there."))

    def invoices_of(self, proforma: Issued) -> tuple[Issued, ...]:
        """Neither a proforma nor an invoice tells of the other."""
        raise Refused(say("Oblio does not tell which invoices were made from a proforma."))

    def cancelled_since(self, since: date) -> Iterator[tuple[str, Candidate]]:
        for row in documents.cancelled(self._client, since):
            look = looks.of_row(row, 1)
            yield row.series_name, replace(look.candidate, number=str(look.number))

    def offers(self) -> Offers:
        return wizard.offers(self._client, self._settings.work_station.strip())

    def ends(self, names: Collection[str]) -> tuple[SeriesOffer, ...]:
        return wizard.ends(self._client, names)

    def ends_since(self, since: date) -> tuple[SeriesOffer, ...]:
        return wizard.all_ends(self._client)

    def check(self) -> tuple[Check, ...]:
        return wizard.check(self._client, self._settings.work_station.strip())

    def stock(self, warehouse: str = "") -> Iterator[StockLevel]:
        return stock.levels(self._client, self._settings.work_station.strip(), warehouse)

    def walk(
        self, series: str, numbers: range, kind: DocumentKind = DocumentKind.INVOICE
    ) -> Iterator[Candidate]:
        """Invoices and stornos of a series, or proformas one by one, which have no list; a gap is a candidate without
        a total that cannot be read."""
        if kind is DocumentKind.PROFORMA:
            yield from looks.proformas(self._client, series, numbers)
            return
        width = documents.width_of(self._client, series)
        seen = looks.listed(self._client, series, width, numbers, _WALKED_PAGES)
        by_number = {look.number: look.candidate for look in seen}
        for number in numbers:
            yield by_number[number]


def open_system(settings: Settings, http: OpenHttp) -> Oblio:
    """A connection. `http` binds budget, clock, evidence and transport to what the client asks for."""
    capabilities = declared(settings.price_decimals)
    door = Door(settings, http, capabilities.deadline)
    return Oblio(Client(door, settings.company.strip()), settings, capabilities)
