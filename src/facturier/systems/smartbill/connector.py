"""The port of an invoicing system, as SmartBill can serve it. One fact per method; the rest is next door."""

from collections.abc import Collection, Iterator, Mapping
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
from facturier.ports.errors import Missing, NotNow, Refused
from facturier.ports.http import RETRY
from facturier.ports.offers import Check, Offers, SeriesOffer
from facturier.ports.system import Candidate, IntentView, Numbered, Position, Room, Settlement, StockLevel
from facturier.systems.shared.company import digits, same_company
from facturier.systems.shared.same import same
from facturier.systems.shared.text import plain
from facturier.systems.smartbill import issuing, payments, settle, stock, wizard
from facturier.systems.smartbill.answers import as_text
from facturier.systems.smartbill.capabilities import declared
from facturier.systems.smartbill.client import Client, NoPdf, open_client
from facturier.systems.smartbill.looks import Looker
from facturier.systems.smartbill.numbers import (
    Spelling,
    branch,
    next_number,
    series_of,
    series_row,
    series_type,
    statement,
)
from facturier.systems.smartbill.settings import Settings


class SmartBill:
    """See `ports.system.System` for what each call promises and raises."""

    def __init__(self, client: Client, settings: Settings, capabilities: Capabilities) -> None:
        self._client = client
        self._settings = settings
        self._capabilities = capabilities

    @property
    def capabilities(self) -> Capabilities:
        return self._capabilities

    def room(self, draft: Draft) -> Room | None:
        """Drafts take no number. A reversal takes one in the series of its invoice."""
        if draft.prepare_only:
            return None
        account = "smartbill:" + digits(self._settings.company)
        return Room(account, series_of(draft))

    def position(self, draft: Draft) -> Position:
        """The next number, and how wide SmartBill writes it where that can be seen."""
        same_company(draft, self._settings.company)  # before it is noted that something may be there
        room = self.room(draft)
        if room is None:
            return Position()
        row = series_row(self._client, room.series, series_type(draft.kind))
        shown = as_text(row.next_number)
        facts = {"next": shown} if shown.startswith("0") else {}
        return Position(room.account, room.series, next_number(row), facts)

    def issue(self, draft: Draft, reference: str, position: Position) -> Issued:
        return issuing.issue(self._client, self._settings, draft, reference)

    def settle(self, intent: IntentView, known: Mapping[str, Numbered]) -> Settlement:
        return settle.settle(self._client, intent, known, self._settings.pad_width)

    def statement(self, document: Issued) -> Statement:
        return statement(self._client, document)

    def pdf(self, document: Issued) -> bytes:
        """A missing invoice and a failing server look alike here (502), so the invoice's sum is asked too."""
        _numbered(document)
        path = f"{branch(document.kind)}/pdf"
        try:
            return self._client.pdf(path, document.series, document.number)
        except NoPdf:
            if document.kind is not DocumentKind.PROFORMA:
                self.statement(document)
            raise

    def cancel(self, document: Issued) -> None:
        """Safe to repeat: "already cancelled" is a success."""
        self._change("PUT", "cancel", document, "deja anulat")

    def restore(self, document: Issued) -> None:
        """Safe to repeat: "needs no restoring" is a success."""
        self._change("PUT", "restore", document, "nu necesita restaurare")

    def delete(self, document: Issued) -> None:
        """Only the last number of a series can go. The number is never worked out anew: after a lost answer
        the next-last document would be the last, so what stands at this number is looked at first.
        """
        _numbered(document)
        row = series_row(self._client, document.series, series_type(document.kind))
        upto = next_number(row)
        if int(document.number) >= upto:
            raise Missing(say("SmartBill no longer has %(name)s.", name=_name(document)))
        if int(document.number) < upto - 1:
            raise Refused(
                say(
                    "%(name)s is not the last of its series. Cancel or reverse it instead.",
                    name=_name(document),
                )
            )
        self._still_the_same(document)
        path = branch(document.kind)
        self._client.change("DELETE", path, document.series, document.number)

    def pay(self, document: Issued, type: str, amount: Decimal, on: date, account: str = "") -> None:
        payments.pay(self._client, self._settings, document, type, amount, on)

    def transmit(self, document: Issued, *, again: bool = False) -> Transmission:
        raise Refused(say("SmartBill sends e-invoices by itself, as its account is set up."))

    def transmission(self, document: Issued) -> Transmission:
        raise Refused(say("SmartBill sends e-invoices by itself, as its account is set up."))

    def amend(self, document: Issued, buyer: Party) -> Issued:
        raise Refused(say("SmartBill changes no invoice that was issued."))

    def invoices_of(self, proforma: Issued) -> tuple[Issued, ...]:
        """Invoices made from a proforma. Unfinished ones have no number yet and are left out."""
        made = self._client.invoices_of(proforma.series, proforma.number)
        return tuple(
            Issued(kind=DocumentKind.INVOICE, series=one.series, number=one.number.strip())
            for one in made
            if one.number.strip()
        )

    def cancelled_since(self, since: date) -> Iterator[tuple[str, Candidate]]:
        raise Refused(say("SmartBill does not tell which documents are cancelled."))

    def offers(self) -> Offers:
        return wizard.offers(self._client)

    def ends(self, names: Collection[str]) -> tuple[SeriesOffer, ...]:
        return wizard.ends(self._client, names)

    def ends_since(self, since: date) -> tuple[SeriesOffer, ...]:
        return wizard.all_ends(self._client)

    def check(self) -> tuple[Check, ...]:
        return wizard.check(self._client)

    def stock(self, warehouse: str = "") -> Iterator[StockLevel]:
        return stock.levels(self._client, warehouse)

    def walk(
        self, series: str, numbers: range, kind: DocumentKind = DocumentKind.INVOICE
    ) -> Iterator[Candidate]:
        """Invoices and stornos of a series, or proformas; a gap is a candidate without a total, not to be read."""
        looker = Looker(self._client, kind, series, Spelling((), self._settings.pad_width), asks=True)
        for number in numbers:
            look = looker.look(number)
            if kind is DocumentKind.PROFORMA and look.found and look.text is None:
                words = look.candidate.said
                raise NotNow(
                    say("SmartBill sent something else than a PDF."), self._client.now() + RETRY, words
                )
            yield look.candidate

    def _change(self, method: str, what: str, document: Issued, already: str) -> None:
        _numbered(document)
        path = f"{branch(document.kind)}/{what}"
        try:
            self._client.change(method, path, document.series, document.number)
        except Refused as error:
            if already not in plain(error.words):
                raise

    def _still_the_same(self, document: Issued) -> None:
        if document.kind is DocumentKind.PROFORMA or document.total is None:
            return
        same(document, self.statement(document).total)


def open_system(settings: Settings, http: OpenHttp) -> SmartBill:
    """A connection. `http` binds budget, clock, evidence and transport to what the client asks for."""
    capabilities = declared(settings.price_decimals)
    return SmartBill(open_client(settings, http, capabilities.deadline), settings, capabilities)


def _numbered(document: Issued) -> None:
    if not document.number.isdigit():
        raise Refused(say("A document without a number can only be handled in SmartBill itself."))


def _name(document: Issued) -> str:
    return f"{document.series} {document.number}"
