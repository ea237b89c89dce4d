"""I9, as far as clients are kept in the system: whoever buys again is found there, and not entered once more."""

from collections import Counter
from collections.abc import Iterator

from tests.proof.books import Books
from tests.proof.ground import Ground


def breaches(ground: Ground, books: Books) -> Iterator[str]:
    for who, times in Counter(ground.vendor.clients()).items():
        if times > 1:
            yield f"{who} is kept {times} times as a client"
