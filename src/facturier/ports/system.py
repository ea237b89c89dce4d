"""The port of an invoicing system. A connector implements what its capabilities declare."""

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from facturier.model.document import Issued, Statement
from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.model.party import Party
from facturier.model.transmission import Transmission
from facturier.ports.capabilities import Capabilities
from facturier.ports.offers import Check, Offers, SeriesOffer


class Room(Struct, frozen=True, omit_defaults=True):
    """Where numbers are given out one after the other (DESIGN 5.7).

    shared: the system itself keeps them apart, so several documents may be on their way in it at once; only the
    order of their dates is kept here.
    """

    account: str
    series: str
    shared: bool = False


class Position(Struct, frozen=True, omit_defaults=True):
    """What the account looked like just before a create; committed with the intent.

    account, series: the room that the call occupies (empty: nothing is occupied).
    next_number: the number that a create would get; `facts` is the connector's own notebook.
    """

    account: str = ""
    series: str = ""
    next_number: int | None = None
    facts: dict[str, str] = {}


class IntentView(Struct, frozen=True):
    """What a connector may know of an intent whose answer was lost."""

    draft: Draft
    reference: str
    position: Position
    sent_at: datetime


class Numbered(Struct, frozen=True):
    """A number of a series that the store can explain: whose reference, what total."""

    number: str
    reference: str
    total: Decimal | None


class Candidate(Struct, frozen=True, omit_defaults=True):
    """One document that was looked at. cancelled: None where the system does not tell it there."""

    number: str
    total: Decimal | None = None
    reference: str = ""
    readable: bool = True
    said: str = ""
    cancelled: bool | None = None


class Verdict(StrEnum):
    FOUND = "found"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class Settlement(Struct, frozen=True, omit_defaults=True):
    """Three answers, never two.

    FOUND: `document` is ours. ABSENT: `proof` is a fingerprint of everything that was read; the flow
    concludes only from two equal proofs beyond the doubt horizon. UNKNOWN: `why` and the candidates.
    foreign: references of another installation seen on the way.
    """

    verdict: Verdict
    document: Issued | None = None
    proof: str = ""
    why: str = ""
    candidates: tuple[Candidate, ...] = ()
    foreign: tuple[str, ...] = ()


class StockLevel(Struct, frozen=True, omit_defaults=True):
    """An observation of stock; `at` is the start of the read."""

    at: datetime
    warehouse: str
    code: str
    name: str
    unit: str
    quantity: Decimal


class System(Protocol):
    """Every call may raise the errors of `ports.errors`; those that change something also `InDoubt`.

    Calls that a system's capabilities do not declare are never made. `issue` makes every kind of
    document, credit notes included: `draft.original` and `draft.whole` say what is being corrected.
    Of any other kind, `draft.original` is what it is to be made out of (`Capabilities.makes_from`).
    """

    @property
    def capabilities(self) -> Capabilities: ...

    def room(self, draft: Draft) -> Room | None:
        """The series in which `issue` would consume a number; None where nothing need be kept apart.

        No call is made. `account` must be the same for every connection to the same remote company.
        """
        ...

    def position(self, draft: Draft) -> Position:
        """Read what `settle` will need. Called just before `issue`, with the series' room taken."""
        ...

    def issue(self, draft: Draft, reference: str, position: Position) -> Issued: ...

    def settle(self, intent: IntentView, known: Mapping[str, Numbered]) -> Settlement:
        """One look for a lost document. `known`: numbers of the series that the store explains."""
        ...

    def statement(self, document: Issued) -> Statement: ...

    def pdf(self, document: Issued) -> bytes: ...

    def cancel(self, document: Issued) -> None: ...

    def restore(self, document: Issued) -> None: ...

    def delete(self, document: Issued) -> None: ...

    def pay(self, document: Issued, type: str, amount: Decimal, on: date, account: str = "") -> None:
        """Record a payment of this type. account: into which, of `Offers.accounts`; empty where it offers none."""
        ...

    def transmit(self, document: Issued, *, again: bool = False) -> Transmission:
        """Send the e-invoice to the authority, and say where it stands then.

        Looks first, and sends only what the system itself says was not sent; `again`: also what the authority has
        refused. What would be refused anyway is checked before, where the system can: raises Refused unsent.
        """
        ...

    def transmission(self, document: Issued) -> Transmission:
        """Where the e-invoice stands now."""
        ...

    def amend(self, document: Issued, buyer: Party) -> Issued:
        """Write this buyer onto a document whose e-invoice was not sent, or was refused, and read it afterwards:
        number, date and sums must be what they were.

        Looks first: raises Refused where the e-invoice is on its way or was taken. Safe to repeat.
        """
        ...

    def invoices_of(self, proforma: Issued) -> tuple[Issued, ...]: ...

    def cancelled_since(self, since: date) -> Iterator[tuple[str, Candidate]]:
        """Invoices and credit notes of this date or later that are cancelled, each with its series."""
        ...

    def offers(self) -> Offers: ...

    def ends(self, names: Collection[str]) -> tuple[SeriesOffer, ...]:
        """Of the series with these names (as documents bear them), the number that comes next in each; with no more
        calls than that takes. A series that is not there, or that is over, is left out."""
        ...

    def ends_since(self, since: date) -> tuple[SeriesOffer, ...]:
        """The same of every series of the account in which a document of `since` or later may stand, whatever the
        settings name: after a restore. A series of which it cannot be told is there, without a number."""
        ...

    def check(self) -> tuple[Check, ...]: ...

    def stock(self, warehouse: str = "") -> Iterator[StockLevel]: ...

    def walk(
        self, series: str, numbers: range, kind: DocumentKind = DocumentKind.INVOICE
    ) -> Iterator[Candidate]:
        """Re-read documents by number: for take-over, reconcile and recovery; and before one is undone or followed.

        kind: PROFORMA where the numbers of proformas are meant; else what is sold. Raises NotNow for a proforma whose
        sum nobody tells and whose mark cannot be read: it could not be told from a gap.
        """
        ...


SystemOpener = Callable[..., System]
