"""What somebody does in the system itself, behind our back."""

from collections.abc import Callable
from math import inf

from tests.proof.ground import Ground

from facturier.systems.smartbill.sandbox import SmartBillSandbox
from facturier.systems.smartbill.sandbox.answers import Refusal
from facturier.systems.smartbill.sandbox.book import Kind
from facturier.systems.smartbill.sandbox.ledger import Entry
from facturier.systems.smartbill.sandbox.seed import new_token

SERIES = "FCT"


def _by_hand(deed: Callable[[SmartBillSandbox, Entry | None], str]) -> Callable[..., None]:
    def done(ground: Ground, order: int = 0) -> None:
        system = ground.system
        if not isinstance(system, SmartBillSandbox):
            return
        there = [entry for entry in system.ledger.entries(Kind.INVOICE, SERIES) if not entry.deleted]
        last = max(there, key=lambda entry: int(entry.number), default=None)
        try:
            ground.tell(deed(system, last))
        except Refusal as refusal:
            ground.tell(f"is refused: {refusal.text}")

    return done


@_by_hand
def issue(system: SmartBillSandbox, last: Entry | None) -> str:
    """Sometimes for the very sum of the last one."""
    price = f"{last.total}" if last and last.total > 0 and int(last.number) % 2 else "55.00"
    return f"issues {system.person.issue(SERIES, price)} for {price}"


@_by_hand
def delete_last(system: SmartBillSandbox, last: Entry | None) -> str:
    return f"deletes {system.person.delete_last(SERIES)}"


@_by_hand
def renumber(system: SmartBillSandbox, last: Entry | None) -> str:
    if last is None:
        return "finds nothing to renumber"
    return f"makes {last.number} {system.person.renumber(SERIES, last.number, int(last.number) + 2)}"


@_by_hand
def cancel(system: SmartBillSandbox, last: Entry | None) -> str:
    return system.person.cancel(SERIES, last.number) if last else "finds nothing to cancel"


@_by_hand
def pay(system: SmartBillSandbox, last: Entry | None) -> str:
    return f"notes {system.person.pay(SERIES, last.number)} as paid" if last else "finds nothing to pay"


def renew_token(ground: Ground, order: int = 0, before: float = inf) -> None:
    """The old one is good for nothing from now on. before: seconds after the start when the new one is entered."""
    if isinstance(ground.system, SmartBillSandbox) and ground.clock.monotonic() < before:
        ground.system.book.users[0].token = new_token(ground.system.random)


@_by_hand
def change(system: SmartBillSandbox, last: Entry | None) -> str:
    """The newest document gets another price."""
    made = system.company().documents
    if last is None or not made or made[-1].number != last.number:
        return "finds nothing to change"
    made[-1].net += 1
    return f"makes {last.number} dearer by 1"
