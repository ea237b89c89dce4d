"""What a connector adds so that the whole suite runs over it: one module in `arrangements`, named as it is.

An arrangement knows its simulator from the inside and tells the suite about it in the suite's own words.
Beside it, `traps` has a module of the same name with what the fact sheet warns of. Nothing else in this
suite names a vendor.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Generic, Protocol, TypeVar

from msgspec import Struct

from facturier.drafting.company import Company
from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.ports.connector import Connector
from facturier.ports.offers import VatOffer
from facturier.sandbox.clock import VirtualClock
from facturier.sandbox.kit import Sandbox

Values = Mapping[str, Any]
Switches = Mapping[str, Any]


class Trap(Struct, frozen=True):
    """One trap of a fact sheet: what it is called there, and a check that fails where we fall into it."""

    name: str
    check: Callable[[], object]


class MayLack(Struct, frozen=True):
    """Why a field may be absent, and in what alone the outcome may differ then (`lines.discount`; `*` for any).

    typed: it may also be of another type than it was, as the fact sheet saw it.
    """

    why: str
    differs: tuple[str, ...]
    typed: bool = False


class Entry(Struct, frozen=True):
    """A document in the vendor's own book, whoever made it.

    number: empty for an unfinished document. total, vat: negative on a correction. reference: our mark on
    it, if any. corrects: number of the document that it reverses as a whole. transmitted: how often its e-invoice
    went to the authority. buyer: their name, where it may be asked for.
    """

    kind: DocumentKind
    series: str
    number: str
    total: Decimal
    vat: Decimal
    reference: str = ""
    corrects: str = ""
    paid: Decimal = Decimal(0)
    cancelled: bool = False
    deleted: bool = False
    transmitted: int = 0
    buyer: str = ""


class Arrangement(Protocol):
    """What both sorts of connector say.

    optional: fields of answers that may be absent by the fact sheet, although the outcome is another one then:
    `order: orders.items.#.sku` is what was called, what was asked for, and the field (`*` for any).
    """

    @property
    def optional(self) -> Mapping[str, "MayLack"]: ...

    def make(self, clock: VirtualClock, **switches: Any) -> Sandbox:
        """A fresh account or shop without documents and orders."""
        ...

    def settings(self, sandbox: Sandbox) -> Values:
        """What `Connector.read` takes."""
        ...

    def broken(self, values: Values) -> Mapping[str, Values]:
        """Settings that are wrong, by what is wrong with them; each secret is wrong in one of them."""
        ...


class SystemArrangement(Arrangement, Protocol):
    """An invoicing system.

    company: the issuer of the demo account. series: where each kind is issued. payment_type: one that
    needs nothing else. arithmetics: switches for every way of reckoning that the sheet leaves open.
    limits: switches for every form of the answer to too many calls; none where calls are not limited.
    latest_commit: seconds after which what a call asked for may still be done, at the latest.
    """

    @property
    def company(self) -> Company: ...
    @property
    def series(self) -> Mapping[DocumentKind, str]: ...
    @property
    def payment_type(self) -> str: ...
    @property
    def arithmetics(self) -> Sequence[Switches]: ...
    @property
    def limits(self) -> Sequence[Switches]: ...
    @property
    def latest_commit(self) -> float: ...

    def ledger(self, sandbox: Sandbox) -> Sequence[Entry]:
        """Every document ever made, in the order of making."""
        ...

    def unusable(self) -> Mapping[str, Callable[[Sandbox], None]]:
        """Things that happen to an account until nothing can be issued: expired, used up, new password."""
        ...

    def unknown_vat(self, draft: Draft) -> Draft:
        """The draft with a VAT rate that the account lacks."""
        ...

    def person_issues(self, sandbox: Sandbox, total: str, mark: str = "") -> None:
        """Somebody issues an invoice over `total` by hand, in the series of our invoices."""
        ...

    def person_deletes_last(self, sandbox: Sandbox) -> None:
        """Nothing where the vendor does not let them."""
        ...

    def person_cancels(self, sandbox: Sandbox, number: str) -> None: ...


class ShopArrangement(Arrangement, Protocol):
    """An order source.

    seller, vat: for whom the demonstration orders are invoiced. paging: switches for every way in which
    lists may behave. limits: switches under which calls without a pause are told to wait; none where calls are not
    limited. marks: what other tools leave on an order, with the number that is to be seen.
    harmless: what people write there that is no document. status: one that an order may be given.
    """

    @property
    def seller(self) -> Company: ...
    @property
    def vat(self) -> Sequence[VatOffer]: ...
    @property
    def paging(self) -> Sequence[Switches]: ...
    @property
    def limits(self) -> Sequence[Switches]: ...
    @property
    def marks(self) -> Mapping[str, str]: ...
    @property
    def harmless(self) -> Sequence[str]: ...
    @property
    def status(self) -> str: ...

    def stocked(self, clock: VirtualClock) -> Sandbox:
        """A shop with its demonstration orders."""
        ...

    def paged(self, values: Values, size: int) -> Values:
        """Settings that read `size` orders with each call."""
        ...

    def spellings(self, values: Values) -> Sequence[Values]:
        """The same shop, written otherwise."""
        ...

    def order_ids(self, sandbox: Sandbox) -> Sequence[str]: ...

    def payable_of(self, sandbox: Sandbox, remote_id: str) -> Decimal:
        """What the buyer pays, by the shop's own book."""
        ...

    def place(self, sandbox: Sandbox) -> str:
        """Somebody orders; the remote id."""
        ...

    def acts(self) -> Mapping[str, Callable[[Sandbox, str], None]]:
        """What a merchant does to an order (pay, cancel, refund ...); nothing where the shop refuses it."""
        ...

    def write(self, sandbox: Sandbox, remote_id: str, words: str) -> None:
        """A person or another tool leaves `words` on an order."""
        ...

    def written(self, sandbox: Sandbox, remote_id: str) -> Sequence[str]:
        """All words on an order."""
        ...

    def status_of(self, sandbox: Sandbox, remote_id: str) -> str: ...

    def invoices_of(self, sandbox: Sandbox, remote_id: str) -> int:
        """How many of its own invoices the shop has for an order."""
        ...


A = TypeVar("A", bound=Arrangement)


class Subject(Struct, Generic[A], frozen=True):
    """What a test is about."""

    connector: Connector[Any]
    arrangement: A
