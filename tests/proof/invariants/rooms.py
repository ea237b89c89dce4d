"""DESIGN 5.7: where documents are found by number, one at a time is on its way in a series."""

from collections.abc import Iterator

from tests.proof.books import Books
from tests.proof.ground import Ground


def breaches(ground: Ground, books: Books) -> Iterator[str]:
    for marks in dict.fromkeys(ground.crowded):
        yield f"{marks} were on their way at once in one series"
