"""I6: no remote limit is exceeded. The simulator counts as the vendor does."""

from collections.abc import Iterator

from tests.proof.books import Books
from tests.proof.ground import Ground


def breaches(ground: Ground, books: Books) -> Iterator[str]:
    for moment in ground.exceeded:
        yield f"more calls than are allowed were made at {moment:%d %b %H:%M:%S}"
