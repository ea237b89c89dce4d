"""A simulated account, the connection to it, and what our store would know of its documents."""

from collections import defaultdict
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import replace
from tests.conformance.arrangement import Entry, Subject, SystemArrangement, Values
from tests.conformance.found import SYSTEMS_FOUND
from tests.conformance.line import Line
from tests.conformance.sales import decided, line, sale

from facturier.drafting.credit import credit
from facturier.drafting.decision import Outcome
from facturier.drafting.settings import RouteSettings
from facturier.model.document import Issued
from facturier.model.draft import Draft, Original
from facturier.model.kinds import DocumentKind
from facturier.model.order import Order, Refund, RefundLine
from facturier.model.reference import Slot
from facturier.ports.capabilities import Capabilities
from facturier.ports.clock import business_date
from facturier.ports.errors import InDoubt
from facturier.ports.offers import Offers
from facturier.ports.system import IntentView, Numbered, Settlement, System
from facturier.sandbox.clock import VirtualClock
from facturier.sandbox.faults import Trouble

HOME, AWAY = "this installation", "another installation"


class Ware(StrEnum):
    """What a system may be asked to make."""

    INVOICE = "invoice"
    PROFORMA = "proforma"
    RECEIPT = "receipt"
    ORDER = "order"
    DELIVERY_NOTE = "delivery_note"
    INVOICE_OF_PROFORMA = "invoice_of_proforma"
    INVOICE_OF_ORDER = "invoice_of_order"
    WHOLE_CREDIT = "whole_credit"
    PART_CREDIT = "part_credit"
    UNFINISHED = "unfinished"

    def declared(self, able: Capabilities) -> bool:
        match self:
            case Ware.INVOICE_OF_PROFORMA:
                return able.can_make(DocumentKind.INVOICE, DocumentKind.PROFORMA)
            case Ware.INVOICE_OF_ORDER:
                return able.can_make(DocumentKind.INVOICE, DocumentKind.ORDER)
            case Ware.WHOLE_CREDIT:
                return able.corrects_whole
            case Ware.PART_CREDIT:
                return able.corrects_part
            case Ware.UNFINISHED:
                return able.prepares_only
        return DocumentKind(self.value) in able.kinds


class Made(Struct, frozen=True):
    draft: Draft
    reference: str
    issued: Issued


class Account:
    """One simulated account.

    values: changed settings. metered: see Line. switches: of the simulator.
    """

    def __init__(
        self,
        subject: Subject[SystemArrangement],
        values: Values | None = None,
        *,
        metered: bool = True,
        **switches: Any,
    ) -> None:
        self.subject = subject
        self.arrangement = subject.arrangement
        self.connector = subject.connector
        self.clock = VirtualClock()
        self.sandbox = self.arrangement.make(self.clock, **switches)
        self.values = {**self.arrangement.settings(self.sandbox), **(values or {})}
        self.line = Line(self.sandbox, self.clock, metered=metered)
        self.system = self.open(self.values)
        self.known: defaultdict[str, dict[str, Numbered]] = defaultdict(dict)
        self._offers: Offers | None = None
        self._sales = 0

    def open(self, values: Values) -> System:
        """Another connection to the same account."""
        assert self.connector.system is not None
        return self.connector.system(self.connector.read(dict(values)), self.line.http)

    @property
    def offers(self) -> Offers:
        if self._offers is None:
            self._offers = self.system.offers()
        return self._offers

    @property
    def entries(self) -> list[Entry]:
        """What exists now, in the vendor's own book."""
        return [one for one in self.arrangement.ledger(self.sandbox) if not one.deleted]

    # Drafts

    def order(self, *grosses: str) -> Order:
        """A sale of three things at the account's usual rate, two of them alike."""
        self._sales += 1
        rate = max(one.percent for one in self.offers.vat)
        things = (
            line(gross, rate, "2" if number == 1 else "1", number)
            for number, gross in enumerate(grosses or ("242.00", "19.99"), 1)
        )
        return sale(self.arrangement.company, self.arrangement.company.currency, self._sales, *things)

    def draft(self, ware: Ware = Ware.INVOICE, order: Order | None = None) -> Draft:
        """A draft from the drafting room, with what it is made from already issued."""
        match ware:
            case Ware.INVOICE_OF_PROFORMA | Ware.INVOICE_OF_ORDER:
                first = Ware.PROFORMA if ware is Ware.INVOICE_OF_PROFORMA else Ware.ORDER
                made = first if first.declared(self.system.capabilities) else Ware.INVOICE
                before = original_of(self.issue(self.draft(made, order)).issued)
                named = replace(before, kind=DocumentKind(first.value))
                return replace(self._drafted(Ware.INVOICE, order), original=named)
            case Ware.WHOLE_CREDIT | Ware.PART_CREDIT:
                return self.credit(self.issue(self.draft(Ware.INVOICE, order)), ware is Ware.WHOLE_CREDIT)
            case Ware.UNFINISHED:
                return replace(self._drafted(Ware.INVOICE, order), prepare_only=True)
        return self._drafted(ware, order)

    def credit(self, made: Made, whole: bool) -> Draft:
        """A credit of the whole document, or of one piece of its first line."""
        first = made.draft.lines[0]
        piece = first.price * first.quantity / 2
        refund = Refund(
            "r1", self.clock.now(), piece, (RefundLine(first.sources[0], first.quantity / 2, piece),)
        )
        decision = credit(
            made.draft,
            original_of(made.issued),
            None if whole else refund,
            (),
            whole,
            self.system.capabilities.arithmetic,
            country=self.arrangement.company.country,
        )
        assert decision.draft is not None, decision
        return replace(decision.draft, issue_date=self.today)

    def _drafted(self, ware: Ware, order: Order | None) -> Draft:
        """What the system does not make is drafted as an invoice, to see that it is refused."""
        wanted = DocumentKind(ware.value)
        kind = wanted if wanted in self.system.capabilities.kinds else DocumentKind.INVOICE
        settings = RouteSettings(kind=kind, series=self.arrangement.series[kind])
        decision = decided(
            order or self.order(),
            self.arrangement.company,
            self.system.capabilities,
            self.offers,
            self.today,
            settings,
        )
        assert decision.outcome is Outcome.READY, decision
        assert decision.draft is not None
        return replace(decision.draft, kind=wanted, issue_date=self.today)

    @property
    def today(self) -> date:
        return business_date(self.clock.now(), self.arrangement.company.zone)

    # Issuing, as the flows do it

    def reference(self, draft: Draft, installation: str = HOME) -> str:
        """A mark of its own for each document that is asked for."""
        self._sales += 1
        slot = Slot("issuer", draft.order_number, draft.kind.document_class, draft.part, self._sales)
        return slot.reference(installation)

    def issue(self, draft: Draft, reference: str = "") -> Made:
        mark = reference or self.reference(draft)
        issued = self.system.issue(draft, mark, self.system.position(draft))
        if issued.number:
            entry = Numbered(issued.number, mark, draft.totals.payable)
            self.known[issued.series][issued.number] = entry
        return Made(draft, mark, issued)

    def lose(
        self,
        trouble: Trouble,
        ware: Ware = Ware.INVOICE,
        draft: Draft | None = None,
        *,
        installation: str = HOME,
        seconds: float = 0,
    ) -> IntentView:
        """Issue it and lose the answer of the call that makes it."""
        draft = draft or self.draft(ware)
        position = self.system.position(draft)
        mark = self.reference(draft, installation)
        self.sandbox.faults.add(trouble, create_door(self.subject, ware), times=1, seconds=seconds)
        with pytest.raises(InDoubt):
            self.system.issue(draft, mark, position)
        return IntentView(draft, mark, position, self.clock.now())

    def settle(self, intent: IntentView) -> Settlement:
        return self.system.settle(intent, dict(self.known[intent.position.series]))

    def truth(self, draft: Draft, reference: str) -> list[Entry]:
        """The documents that came of a draft, in the vendor's own book. A reversal may carry no mark."""
        reversed_one = draft.original.number if draft.whole and draft.original else None
        return [one for one in self.entries if one.reference == reference or one.corrects == reversed_one]

    def entry(self, made: Made) -> Entry:
        """What became of it, deleted or not."""
        return next(
            one
            for one in self.arrangement.ledger(self.sandbox)
            if (one.series, one.number) == (made.issued.series, made.issued.number)
            and one.kind in (made.issued.kind, DocumentKind.INVOICE)
        )

    def wait(self, duration: timedelta = timedelta(minutes=20)) -> None:
        """Longer than any block or late commit."""
        self.clock.advance(duration)


@cache
def create_door(subject: Subject[SystemArrangement], ware: Ware) -> str:
    """The call that makes such a document, learned on an account where it does no harm."""
    account = Account(subject)
    draft = account.draft(ware)
    mark = len(account.line.asked)
    account.issue(draft)
    (made,) = (one for one in account.line.since(mark) if one.changes)
    return made.pattern


def original_of(issued: Issued) -> Original:
    assert issued.issued_on is not None
    return Original(issued.kind, issued.series, issued.number, issued.issued_on, issued.remote_id)


def makeable(*wares: Ware) -> list[Any]:
    """Parameters (subject, ware) for what each system declares of `wares` (of all, where none is named)."""
    return [
        pytest.param(subject, ware, id=f"{subject.connector.name}-{ware.value}")
        for subject in SYSTEMS_FOUND
        for ware in wares or Ware
        if ware.declared(Account(subject).system.capabilities)
    ]
