"""What a run asks of a shop, in words that all of them share."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar, Protocol

from facturier.sandbox.clock import SandboxClock
from facturier.sandbox.kit import Sandbox

Deed = Callable[[str], object]
HOST = "shop.test"


class StagedShop(Protocol):
    """A simulated shop, and what buyers and the merchant do in it. Orders go by the shop's own ids.

    form: what stands on the connection's form beside what the simulator says. sells_in: whether it may sell in other
    currencies. counts: it tells how much of each line was shipped. garbles: modules write into its orders. shared:
    another tool that makes documents notes them on its orders. methods: the ways to pay, as the shop calls them.
    disputed: switches of the simulator, with values. refusal: what its
    people raise where the shop would refuse. deeds: by the name that an event gives them; one that makes a new order
    out of an old one returns its id.
    """

    connector: ClassVar[str]
    form: ClassVar[Mapping[str, Any]]
    sells_in: ClassVar[bool]
    counts: ClassVar[bool]
    garbles: ClassVar[bool]
    shared: ClassVar[bool] = False
    methods: ClassVar[tuple[str, ...]]
    disputed: ClassVar[Mapping[str, tuple[Any, ...]]]
    refusal: ClassVar[type[Exception]]
    sandbox: Sandbox

    def __init__(self, seed: int, clock: SandboxClock, country: str, switches: Mapping[str, Any]) -> None: ...

    @property
    def deeds(self) -> Mapping[str, Deed]: ...

    def place(self, goods: int, more: int, method: str, **wanted: Any) -> str:
        """Somebody orders. goods, more: places in the catalogue; more of 0 is one thing alone. wanted, as far as the
        shop knows it: who (`firm`, `abroad`), asked (for an invoice), coupon (percent off), currency."""
        ...

    def hide(self, id: str) -> Callable[[], None]:
        """The order is not to be seen until what is returned is called: the shop's transaction takes its time."""
        ...

    def payable(self, id: str) -> Decimal:
        """What the buyer pays for an order."""
        ...

    def codes(self) -> Sequence[str]:
        """Of all goods in the catalogue."""
        ...

    def orders(self) -> Mapping[str, str]:
        """Numbers by id."""
        ...

    def remove_hooks(self) -> None:
        """Ours are not there any more. Only where it has web hooks."""
        ...

    def notes(self) -> Iterator[str]:
        """All words on all orders."""
        ...
