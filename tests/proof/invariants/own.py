"""I4, seen from the system: its own check of its book finds nothing wrong, but what other hands change it does."""

from collections.abc import Iterator

from tests.proof.books import Books
from tests.proof.ground import Ground


def breaches(ground: Ground, books: Books) -> Iterator[str]:
    yield from ground.vendor.wrong()
    for name in ground.unseen:
        yield f"somebody changed rows ({name}), and the check of the book is content"
