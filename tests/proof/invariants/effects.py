"""I9: every effect once: what was paid, what was written onto the shop's order."""

import re
from collections import Counter
from collections.abc import Iterator

from tests.proof.books import Books
from tests.proof.ground import Ground

MARK = re.compile(r"\[(FX-[A-Z2-7]{4}-[A-Z2-7]{12}(?::cancelled)?)\]")


def breaches(ground: Ground, books: Books) -> Iterator[str]:
    yield from _e_invoices(books)
    written = Counter(mark for comment in books.comments for mark in MARK.findall(comment))
    for mark, times in written.items():
        if times > 1:
            yield f"{mark} was written {times} times onto an order of the shop"
    for document in books.documents:
        remote = books.remote_of(document) if document.number else None
        if remote is None or remote.reference != document.reference or remote.total <= 0:
            continue
        if remote.paid > remote.total:
            yield f"{remote.paid} was recorded as paid for {remote} of order {document.order.number}"


def _e_invoices(books: Books) -> Iterator[str]:
    """Once, and once more for each time that the authority refused it."""
    for remote in books.remotes:
        if remote.sent > 1 + remote.again:
            yield f"the e-invoice of {remote} was sent {remote.sent} times, and refused {remote.again} times"
