"""The port of an invoicing system, as Fatture in Cloud can serve it. One fact per method; the rest is next door."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal

from facturier.model.document import Issued, Statement
from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.model.party import Party
from facturier.model.transmission import Transmission
from facturier.ports.capabilities import Capabilities
from facturier.ports.connector import OpenHttp
from facturier.ports.errors import NotNow, Refused
from facturier.ports.http import RETRY
from facturier.ports.offers import Check, Offers, SeriesOffer
from facturier.ports.system import Candidate, IntentView, Numbered, Position, Room, Settlement, StockLevel
from facturier.systems.fattureincloud import (
    amending,
    company,
    documents,
    einvoice,
    issuing,
    payments,
    products,
    settle,
    wizard,
)
from facturier.systems.fattureincloud.capabilities import declared
from facturier.systems.fattureincloud.client import Client, Dead, open_client
from facturier.systems.fattureincloud.documents import TooMany
from facturier.systems.fattureincloud.names import TYPES, numbering
from facturier.systems.fattureincloud.settings import Settings

_CORRECTABLE = (None, "not_sent", "error", "discarded", "rejected")


class FattureInCloud:
    """See `ports.system.System` for what each call promises and raises."""

    def __init__(self, client: Client, settings: Settings) -> None:
        self._client = client
        self._settings = settings

    @property
    def capabilities(self) -> Capabilities:
        return declared(self._settings.e_invoice)

    def room(self, draft: Draft) -> Room | None:
        """Each type has numbers of its own in each suffix; dates must not run backwards in them (section 11)."""
        type = TYPES.get(draft.kind)
        return Room(f"fattureincloud:{self._client.company}:{type}", draft.series) if type else None

    def position(self, draft: Draft) -> Position:
        """A lost document is found by its day and mark, not by its number: whose company it is, is asked once."""
        issuing.allowed(draft.series, self._settings)
        company.prove(self._client, self._settings)
        room = self.room(draft)
        return Position(room.account, room.series) if room else Position()

    def issue(self, draft: Draft, reference: str, position: Position) -> Issued:
        return issuing.issue(self._client, self._settings, draft, reference)

    def settle(self, intent: IntentView, known: Mapping[str, Numbered]) -> Settlement:
        return settle.settle(self._client, intent)

    def statement(self, document: Issued) -> Statement:
        return documents.statement(self._client, document)

    def pdf(self, document: Issued) -> bytes:
        """By the link that came with the answer to its making, which costs no call; where there is none, or it has
        died meanwhile, by one that is asked for."""
        if document.pdf_link:
            with suppress(Dead):
                return self._client.file(document.pdf_link)
        there = documents.document(self._client, document)
        if there.url is None:
            raise NotNow(say("Fatture in Cloud tells no PDF of it yet."), self._client.now() + RETRY)
        return self._client.file(there.url)

    def cancel(self, document: Issued) -> None:
        raise Refused(say("In Italy an invoice is credited, not cancelled."))

    def restore(self, document: Issued) -> None:
        raise Refused(say("What was deleted is taken out of the recycle bin in Fatture in Cloud itself."))

    def delete(self, document: Issued) -> None:
        """Into the recycle bin; never what went to SdI, nor what is another document by now."""
        there = documents.document(self._client, document)
        if there.locked or there.ei_status not in _CORRECTABLE:
            raise Refused(say("It was sent to SdI and cannot be deleted. Make a credit note instead."))
        self._client.delete(f"/issued_documents/{there.id}")

    def pay(self, document: Issued, type: str, amount: Decimal, on: date, account: str = "") -> None:
        payments.pay(self._client, document, account, amount, on)

    def transmit(self, document: Issued, *, again: bool = False) -> Transmission:
        self._electronic()
        return einvoice.transmit(self._client, document, again=again)

    def transmission(self, document: Issued) -> Transmission:
        self._electronic()
        return einvoice.standing(self._client, document)

    def amend(self, document: Issued, buyer: Party) -> Issued:
        self._electronic()
        return amending.amend(self._client, document, buyer)

    def _electronic(self) -> None:
        if not self._settings.e_invoice:
            raise Refused(say("E-invoices are switched off in the settings of this connection."))

    def invoices_of(self, proforma: Issued) -> tuple[Issued, ...]:
        raise Refused(say("Fatture in Cloud does not tell which invoices were made from a proforma."))

    def cancelled_since(self, since: date) -> Iterator[tuple[str, Candidate]]:
        raise Refused(say("In Italy an invoice is credited, not cancelled."))

    def offers(self) -> Offers:
        return wizard.offers(self._client, self._settings)

    def ends(self, names: Collection[str]) -> tuple[SeriesOffer, ...]:
        """One call for each numbering; those of years that are over for long are left out."""
        return wizard.ends(self._client, self._settings, names)

    def ends_since(self, since: date) -> tuple[SeriesOffer, ...]:
        return wizard.ends_since(self._client, self._settings, since)

    def check(self) -> tuple[Check, ...]:
        return wizard.check(self._client, self._settings)

    def stock(self, warehouse: str = "") -> Iterator[StockLevel]:
        """There are no warehouses in it: `warehouse` narrows nothing."""
        return products.levels(self._client)

    def walk(
        self, series: str, numbers: range, kind: DocumentKind = DocumentKind.INVOICE
    ) -> Iterator[Candidate]:
        """Documents of a numbering: of the kind that its name says, this year's where it names no year; a number
        that nobody has is a candidate without a total that cannot be read."""
        if not numbers:
            return
        asked = numbering(series)
        year = asked.year or self._client.now().year
        between = f"number >= {min(numbers)} and number <= {max(numbers)}"
        try:
            rows = documents.rows(
                self._client, TYPES[asked.kind], f"{between} and {documents.within(year)}", "number"
            )
            there = {row.number: row for row in rows if (row.numeration or "") == asked.suffix}
        except TooMany as error:
            raise NotNow(
                say("The list of documents changed while it was read."),
                self._client.now() + RETRY,
                str(error),
            ) from error
        for number in numbers:
            row = there.get(number)
            if row is None:
                yield Candidate(str(number), readable=False, said="There is no such document.")
            else:
                yield documents.candidate(row, asked.kind)


def open_system(settings: Settings, http: OpenHttp) -> FattureInCloud:
    """A connection. `http` binds budget, clock, evidence and transport to what the client asks for."""
    return FattureInCloud(open_client(settings, http), settings)
