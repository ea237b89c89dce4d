"""The port of an invoicing system, served by the book. One fact per method."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal

from facturier.model.document import Issued, Statement
from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.model.party import Party
from facturier.model.reference import installation_of
from facturier.model.transmission import Transmission
from facturier.ports.capabilities import Capabilities
from facturier.ports.connector import OpenHttp
from facturier.ports.errors import Missing, Refused
from facturier.ports.offers import Check, Offers, SeriesOffer
from facturier.ports.system import (
    Candidate,
    IntentView,
    Numbered,
    Position,
    Room,
    Settlement,
    StockLevel,
    Verdict,
)
from facturier.systems.book import wizard
from facturier.systems.book.capabilities import CURRENCIES, KINDS, MAX_LINES, PAYMENT_TYPES, declared
from facturier.systems.book.client import Client, open_client
from facturier.systems.book.company import issuer_of, letterhead
from facturier.systems.book.settings import Settings
from facturier.systems.book.wire import Asking, Looked, Next, Paying, Stated, Written

AT_ONCE = 500


class Book:
    """See `ports.system.System` for what each call promises and raises."""

    def __init__(self, client: Client, settings: Settings) -> None:
        self._client = client
        self._settings = settings
        self._capabilities = declared(settings.country)

    @property
    def capabilities(self) -> Capabilities:
        return self._capabilities

    def room(self, draft: Draft) -> Room:
        """The book keeps numbers apart by itself; only the order of dates is asked of the caller."""
        return Room(f"book:{self._settings.name}", self._series(draft), shared=True)

    def position(self, draft: Draft) -> Position:
        room = self.room(draft)
        on = draft.issue_date.isoformat() if draft.issue_date else ""
        found = self._client.get("/position", Next, series=room.series, kind=draft.kind.value, on=on)
        return Position(room.account, found.series, found.next_number)

    def issue(self, draft: Draft, reference: str, position: Position) -> Issued:
        self._check(draft)
        asking = Asking(draft, reference, self._series(draft), letterhead(self._settings))
        return self._client.change("POST", "/documents", Written, asking).issued

    def settle(self, intent: IntentView, known: Mapping[str, Numbered]) -> Settlement:
        """One look by reference. It waits for whoever is issuing it, so *absent* is the book's own word."""
        mark, draft = intent.reference, intent.draft
        seen = self._client.get("/references", Looked, reference=mark, installation=installation_of(mark))
        if seen.found is None:
            return Settlement(Verdict.ABSENT, proof=f"no document has {mark}", foreign=seen.foreign)
        issued = seen.found.issued
        if (issued.kind, issued.currency, issued.total) == (draft.kind, draft.currency, draft.totals.payable):
            return Settlement(Verdict.FOUND, document=issued, foreign=seen.foreign)
        why = "the document with this reference has another sum, currency or kind"
        return Settlement(
            Verdict.UNKNOWN, why=why, candidates=(_candidate(seen.found),), foreign=seen.foreign
        )

    def statement(self, document: Issued) -> Statement:
        return self._client.get("/statement", Stated, **_name(document)).statement

    def pdf(self, document: Issued) -> bytes:
        return self._client.pdf(**_name(document))

    def cancel(self, document: Issued) -> None:
        """Safe to repeat."""
        if not self._capabilities.cancels:
            raise Refused(say("In this company's country an invoice is credited, not cancelled."), "CANCEL")
        self._client.change("PUT", "/cancelled", Stated, **_name(document))

    def restore(self, document: Issued) -> None:
        raise Refused(say("What is cancelled stays cancelled. Issue the document again."), "RESTORE")

    def delete(self, document: Issued) -> None:
        raise Refused(say("Nothing is ever deleted from the book. Cancel or credit the document."), "DELETE")

    def pay(self, document: Issued, type: str, amount: Decimal, on: date, account: str = "") -> None:
        """Noted only if as much is unpaid as was seen just before: a repeated call cannot note it twice."""
        unpaid = self.statement(document).unpaid
        if unpaid < amount:
            raise Refused(
                say(
                    "Only %(unpaid)s of %(number)s is unpaid, less than the %(amount)s to note.",
                    unpaid=unpaid,
                    number=f"{document.series} {document.number}",
                    amount=amount,
                ),
                "PAYMENT-EXCEEDS",
            )
        paying = Paying(document.series, document.number, type, amount, on, unpaid)
        self._client.change("POST", "/payments", Stated, paying)

    def transmit(self, document: Issued, *, again: bool = False) -> Transmission:
        raise Refused(say("The book does not send e-invoices."))

    def transmission(self, document: Issued) -> Transmission:
        raise Refused(say("The book does not send e-invoices."))

    def amend(self, document: Issued, buyer: Party) -> Issued:
        raise Refused(say("What stands in the book is never changed."))

    def invoices_of(self, proforma: Issued) -> tuple[Issued, ...]:
        made = self._client.get("/followers", list[Written], **_name(proforma))
        return tuple(one.issued for one in made)

    def cancelled_since(self, since: date) -> Iterator[tuple[str, Candidate]]:
        """Whoever walks a series sees it."""
        raise Refused(say("The book lists no cancelled documents."), "CANCELLED")

    def offers(self) -> Offers:
        return wizard.offers(self._client, PAYMENT_TYPES)

    def ends(self, names: Collection[str]) -> tuple[SeriesOffer, ...]:
        """The book tells all of itself in one call."""
        return tuple(one for one in self.offers().series if one.name in names)

    def ends_since(self, since: date) -> tuple[SeriesOffer, ...]:
        return tuple(one for one in self.offers().series if one.next_number)  # a family has no documents

    def check(self) -> tuple[Check, ...]:
        return wizard.check(self._client, self._settings)

    def stock(self, warehouse: str = "") -> Iterator[StockLevel]:
        raise Refused(say("The book keeps no stock."), "STOCK")

    def walk(
        self, series: str, numbers: range, kind: DocumentKind = DocumentKind.INVOICE
    ) -> Iterator[Candidate]:
        """Documents of a series; a number that nobody has is a candidate without a total that cannot be read."""
        for start in range(0, len(numbers), AT_ONCE):
            some = numbers[start : start + AT_ONCE]
            asked = {"first": str(min(some)), "last": str(max(some))}
            there = self._client.get("/documents", list[Written], series=series, **asked)
            found = {int(one.issued.number): one for one in there}
            for number in some:
                yield _candidate(found[number]) if number in found else Candidate(str(number), readable=False)

    def _series(self, draft: Draft) -> str:
        if draft.kind is DocumentKind.CREDIT_NOTE and self._settings.credit_series:
            return self._settings.credit_series
        return draft.series

    def _check(self, draft: Draft) -> None:
        """What is refused without asking; the service looks again for itself."""
        issuer, country = issuer_of(self._settings.tax_id, self._settings.country), self._settings.country
        if issuer_of(draft.company_tax_id, country) != issuer:
            raise Refused(say("This is a document of %(other)s.", other=draft.company_tax_id), "COMPANY")
        if draft.kind not in KINDS or draft.prepare_only:
            raise Refused(
                say("The book cannot make a document of the kind %(kind)s.", kind=draft.kind), "KIND"
            )
        if len(draft.lines) > MAX_LINES:
            raise Refused(
                say("The book takes %(most)s lines in a document. Split the order.", most=MAX_LINES), "LINES"
            )
        if draft.currency not in CURRENCIES:
            raise Refused(
                say("The book does not know the currency %(code)s.", code=draft.currency), "CURRENCY"
            )


def open_system(settings: Settings, http: OpenHttp) -> Book:
    """A connection. `http` binds clock, evidence and transport to what the client asks for."""
    deadline = declared(settings.country).deadline.total_seconds()
    issuer = issuer_of(settings.tax_id, settings.country)
    return Book(open_client(http, settings.name, issuer, deadline), settings)


def _name(document: Issued) -> dict[str, str]:
    """Raises Missing for a document without a number: the book has none such."""
    if not document.number:
        raise Missing(say("A document without a number is none of the book's."), "NO-NUMBER")
    return {"series": document.series, "number": document.number}


def _candidate(written: Written) -> Candidate:
    issued = written.issued
    return Candidate(issued.number, issued.total, written.reference, cancelled=written.cancelled)
