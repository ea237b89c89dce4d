"""What a run asks of an invoicing system, in words that all of them share."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar, NamedTuple, Protocol

from tests.proof.remote import Remote

from facturier.drafting.company import Company
from facturier.drafting.settings import PaymentMap
from facturier.model.kinds import DocumentKind
from facturier.model.reference import Slot
from facturier.sandbox.clock import SandboxClock
from facturier.sandbox.kit import Sandbox

HOST = "sandbox.test"
ELSEWHERE = Slot("issuer", "order", "fiscal", "", 1).reference("another installation")
"""The mark of a document that another installation of Facturier issued in the same account."""
SEEN = ("position read", "intent committed")
"""Points on the way of a document, before its call, at which somebody may do something behind our back."""

Hear = Callable[[str, str, Mapping[str, str], bytes], tuple[int, bytes]]
"""A call of the system's to our address: verb, address, headers and body, to status and body of the answer."""


class Forgery(NamedTuple):
    """A call that the system never made, or not to us, or not now. behind: what stands behind our address."""

    headers: Mapping[str, str] = {}
    body: bytes = b""
    behind: str = ""


Asked = tuple[str, Mapping[str, str]]
"""An errand, and its words."""
Misfortune = Callable[[Any], tuple[Callable[[], object], Callable[[], object]]]
"""Of an account: how it begins and how it ends."""


def a_price(total: Decimal = Decimal(0), number: int = 0) -> str:
    """For what somebody issues by hand: sometimes the very sum of the last document, if there is one."""
    return f"{total}" if total > 0 and number % 2 else "55.00"


class StagedSystem(Protocol):
    """A simulated account, and what its people do there. What few of them have is nothing, unless one says otherwise.

    host: under which its calls arrive. company: whose account it is. create, collect: patterns of the calls that make
    a document and that record a payment. called: the point reached just before a document is made. receipt: the
    type of payments that get a receipt.
    limited: calls are counted, and may be blocked. renews: its secret can be changed.
    disputed: switches of the simulator, with their values. refusal: what its people raise.
    by_hand: what they can do, by the name that an event gives it; each tells what it did.
    tells_cancelled: it tells which invoices are cancelled.
    second: another series of invoices, if its accounts have one.
    others: kinds of document beside the invoice that it makes, with a series of each. electronic: what stands on the
    connection's form where it sends e-invoices, None where it cannot; hands, amends: patterns of the calls that hand
    one over, and that correct its buyer. consents: the same where access is granted on its own page, which sends
    people `back`. choices: what else may stand there. misfortunes: what befalls an account. empty: a warehouse
    with no goods of the shop; documents that would discharge them there are refused.
    mistakes: what people enter on its form. mistaken: those that are saved, too.
    saves, sends, papers: patterns of the calls that keep a client, that send or amend an e-invoice, that fetch a PDF.
    looked: the point after a look at what is paid, where whoever pays in that moment cannot make it more than is due.
    touches: what people do `by_hand` with our documents on its pages; uncredits: with our credit notes; drafts: what
    they leave unfinished there beside ours. stocked, stocking: what stands in the route and on the form where goods
    leave its stock.
    calling: switches of how it calls us, with their values; none where it has no web hooks.
    errands: what may be asked of it by name, with words; years_later: the same, when the law wants nothing kept any
    more. yearly: the errand that makes a series whose numbers begin anew each year, its words, and the series.
    expires: the errand that ends a proforma; closes: the one after which nothing is dated yesterday any more.
    verifies: the errand that checks its book; tampered: what others do to its tables, by name, as SQL.
    letterheads: what stands on its form that is taken in when it is tested.
    beside: of `by_hand`, what others do through a connection of their own.
    """

    connector: ClassVar[str]
    host: ClassVar[str]
    company: ClassVar[Company]
    series: ClassVar[str]
    create: ClassVar[str]
    collect: ClassVar[str]
    receipt: ClassVar[str]
    called: ClassVar[str]
    limited: ClassVar[bool]
    renews: ClassVar[bool]
    disputed: ClassVar[Mapping[str, tuple[Any, ...]]]
    refusal: ClassVar[type[Exception]]
    deeds: ClassVar[tuple[str, ...]]
    tells_cancelled: ClassVar[bool] = False
    second: ClassVar[str] = ""
    others: ClassVar[Mapping[DocumentKind, str]]
    electronic: ClassVar[Mapping[str, Any] | None] = None
    hands: ClassVar[str] = ""
    amends: ClassVar[str] = ""
    consents: ClassVar[Mapping[str, Any]] = {}
    back: ClassVar[str] = ""
    choices: ClassVar[Mapping[str, tuple[Any, ...]]]
    misfortunes: ClassVar[Mapping[str, Misfortune]] = {}
    empty: ClassVar[str] = ""
    mistakes: ClassVar[tuple[Mapping[str, Any], ...]]
    mistaken: ClassVar[tuple[Mapping[str, Any], ...]] = ()
    saves: ClassVar[str] = ""
    looked: ClassVar[str] = "never"
    sends: ClassVar[str] = "no such call"
    papers: ClassVar[str] = ""
    touches: ClassVar[tuple[str, ...]] = ()
    drafts: ClassVar[tuple[str, ...]] = ()
    uncredits: ClassVar[tuple[str, ...]] = ()
    stocked: ClassVar[Mapping[str, Any] | None] = None
    stocking: ClassVar[Mapping[str, Any]] = {}
    calling: ClassVar[Mapping[str, tuple[Any, ...]]] = {}
    errands: ClassVar[tuple[Asked, ...]] = ()
    years_later: ClassVar[tuple[Asked, ...]] = ()
    yearly: ClassVar[tuple[str, Mapping[str, str], str] | None] = None
    expires: ClassVar[Asked | None] = None
    closes: ClassVar[Asked | None] = None
    verifies: ClassVar[str] = ""
    tampered: ClassVar[Mapping[str, str]] = {}
    letterheads: ClassVar[tuple[Mapping[str, Any], ...]] = ()
    beside: ClassVar[tuple[str, ...]] = ()
    sandbox: Sandbox

    def __init__(self, seed: int, clock: SandboxClock, switches: Mapping[str, Any]) -> None: ...

    def payment(self, method: str, record: bool) -> PaymentMap:
        """What a method of the shop is called in the system; record: what was paid is recorded there."""
        ...

    def remotes(self) -> Iterator[Remote]:
        """Every numbered document that exists now."""
        ...

    @property
    def by_hand(self) -> Mapping[str, Callable[[], str]]:
        """One for each of `deeds`."""
        ...

    def issue_for(self, number: str, price: Decimal) -> str:
        """Somebody issues the invoice of an order of the shop; its number. Only where there is anything `by_hand`."""
        ...

    def renew(self) -> None:
        """The secret is good for nothing from now on."""
        ...

    def keeps(self, codes: Sequence[str]) -> None:
        """Goods with these codes are in stock. Where nothing is done, stock has tests of its own in tests/systems."""

    def forget(self) -> None:
        """What our process remembers of the account: a run is a process of its own."""

    def marks(self) -> Iterable[str]:
        """Every mark that was ever on a document of its, deleted ones too."""
        return [one.reference for one in self.remotes()]

    def clients(self) -> Iterator[str]:
        """Who is kept as a client there, by what tells one from another."""
        return iter(())

    def elsewhere(self) -> int:
        """How many documents stand in the books of other companies."""
        return 0

    def calls(self, hear: Hear) -> None:
        """Its web hooks arrive there from now on."""

    def remove_hooks(self) -> None:
        """Ours are not there any more, or not all of them."""

    def forgeries(self, address: str) -> Sequence[Forgery]:
        """What others send to our address, to be taken for it."""
        return ()

    def wrong(self) -> Iterator[str]:
        """What the system's own check of its book finds; nothing where it has none."""
        return iter(())

    def secrets(self) -> Mapping[str, str]:
        """Of the account, by the settings' names, as they are now."""
        ...

    def count(self, exceeded: Callable[[], None]) -> None:
        """Call `exceeded` each time that the vendor's own limiter meets a call too many."""
        ...


def switched(name: str, bad: Any, good: Any) -> Misfortune:
    """A switch of the simulator is turned, and back in the end."""

    def turned(on: Any) -> tuple[Callable[[], object], Callable[[], object]]:
        switches = on.sandbox.switches
        return partial(setattr, switches, name, bad), partial(setattr, switches, name, good)

    return turned
