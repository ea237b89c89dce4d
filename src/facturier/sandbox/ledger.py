"""What stands in a simulated vendor's own book, for whoever compares it with ours afterwards."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from facturier.model.reference import references_in

PERSON = "person"
"""Who made or cancelled a document, where no call did."""


class Standing(Struct, frozen=True):
    """A document that counts: numbered, neither deleted nor cancelled, no correction, and not known to be reversed.

    series, number: as the vendor writes them. total: in the document's own currency. mark: our reference on it, or
    empty.
    """

    series: str
    number: str
    total: Decimal
    mark: str = ""


def mark_in(*texts: str) -> str:
    """The first of our references in what is printed on a document, or empty."""
    return next(iter(references_in("\n".join(texts))), "")


def twice(standing: Iterable[Standing]) -> dict[str, tuple[Standing, ...]]:
    """Marks of which more than one document stands, each with its documents."""
    found: defaultdict[str, list[Standing]] = defaultdict(list)
    for one in standing:
        if one.mark:
            found[one.mark].append(one)
    return {mark: tuple(documents) for mark, documents in found.items() if len(documents) > 1}
