"""I5, as far as Facturier moves stock: it leaves once for a sale, whichever of its documents it leaves with."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from tests.proof.books import Books
from tests.proof.ground import Ground

ZERO = Decimal(0)


def breaches(ground: Ground, books: Books) -> Iterator[str]:
    """By what stands in the system: order document and invoice of a sale together move what was ordered at most."""
    moved: dict[str, Decimal] = defaultdict(Decimal)
    sold: dict[str, Decimal] = {}
    for document in books.documents:
        facts, origin = document.snapshot.facts, document.order.origin
        if document.original_id is not None or document.retired_at is not None or facts is None:
            continue
        sold[origin] = max(sold.get(origin, ZERO), sum((line.quantity.ordered for line in facts.lines), ZERO))
        for remote in books.marked(document.reference)[:1]:
            moved[origin] += ZERO if remote.cancelled else remote.moved
    for origin, pieces in moved.items():
        if pieces > sold[origin]:
            yield f"{pieces} pieces left the stock for order {origin}, which is for {sold[origin]}"
