"""What somebody does in the system itself, behind our back."""

from collections.abc import Callable
from decimal import Decimal
from math import inf

from tests.proof.ground import Ground

NAMES = ("issue", "issue elsewhere", "delete last", "renumber", "cancel", "restore", "pay", "change")
PRODUCTS = ("lose a product", "double a product", "sell a product out", "tidy products")
TOUCHES = ("split payments", "pay part", "reword", "issue ahead")
DRAFTS = ("leave unfinished", "leave a page unfinished", "copy unfinished")
UNCREDITS = ("delete credit", "cancel credit")
MORE = (
    "invoice proforma",
    "send e-invoice",
    "delete before",
    "revoke access",
    "subscribe elsewhere",
    "leave elsewhere",
    "spoil e-invoices",
    "send e-invoices",
    "mend e-invoices",
    *PRODUCTS,
    *TOUCHES,
    *DRAFTS,
    *UNCREDITS,
)
"""What belongs to a way of using the system, see `tests.proof.ways`."""
AUTHORITY = ("accept e-invoices", "refuse e-invoices", "turn down e-invoices", "lose e-invoices")
"""What the authority, or the buyer, says of all e-invoices that are under way."""
BESIDE = ("pay beside us", "cancel beside us", "issue beside us")
"""What others do through a connection of their own to the same account."""
ALL = (*NAMES, *MORE, *AUTHORITY, *BESIDE)


def does(name: str) -> Callable[..., None]:
    def deed(ground: Ground, order: int = 0) -> None:
        act = ground.vendor.by_hand.get(name)
        if act is None:
            return
        try:
            ground.tell(act())
        except ground.vendor.refusal as refusal:
            ground.tell(f"is refused: {refusal}")

    return deed


def issue_for(ground: Ground, order: int, more: str = "0") -> None:
    """An invoice of an order of the shop, as another tool would have made it: without a mark of ours. more: by what
    it is dearer than the order."""
    id = ground.placed.get(order, "")
    if (number := ground.front.orders().get(id)) is None:
        return
    price = ground.front.payable(id) + Decimal(more)
    try:
        ground.tell(f"issues {ground.vendor.issue_for(number, price)} for order {number}")
    except ground.vendor.refusal as refusal:
        ground.tell(f"is refused: {refusal}")


def misfortune(
    ground: Ground, order: int = 0, name: str = "", over: bool = False, before: float = inf
) -> None:
    """Something befalls the account, or is over. before: seconds after the start, from which on it does not come."""
    if over != (name in ground.befallen) or ground.clock.monotonic() >= before:
        return
    begins, ends = ground.vendor.misfortunes[name](ground.vendor)
    (ends if over else begins)()
    ground.befallen ^= {name}
    ground.tell(f"{name}{': over' if over else ''}")


def renew(ground: Ground, order: int = 0, before: float = inf) -> None:
    """The old secret is good for nothing from now on. before: seconds after the start when the new one is entered."""
    if ground.clock.monotonic() < before:
        ground.vendor.renew()
