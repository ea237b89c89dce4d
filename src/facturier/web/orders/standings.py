"""The row of states above the list: only those that orders are in, what needs a person first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from facturier.store.models import Standing
from facturier.web.orders.filters import Wanted
from facturier.web.words import STANDINGS, Word

ORDER = (
    Standing.IN_DOUBT,
    Standing.DISPUTED,
    Standing.REFUSED,
    Standing.HELD,
    Standing.WAITING,
    Standing.NEW,
    Standing.READY,
    Standing.SENDING,
    Standing.ISSUED,
    Standing.VERIFIED,
    Standing.CLOSED,
    Standing.WITHDRAWN,
)


@dataclass(frozen=True)
class Tab:
    """address: the query part that shows this state, other filters kept. count: as people read it."""

    word: Word
    count: str
    address: str
    current: bool


def tabs(counts: Mapping[str, int], wanted: Wanted, most: int) -> Sequence[Tab]:
    """counts: of all orders, each at most `most`. The state that is shown stays, even if nothing is in it now."""
    return [
        Tab(
            word=STANDINGS[standing],
            count=f"{most}+" if counts[standing] >= most else str(counts[standing]),
            address=wanted.address(standing=standing, cause=""),
            current=wanted.standing == standing,
        )
        for standing in ORDER
        if counts[standing] or wanted.standing == standing
    ]
