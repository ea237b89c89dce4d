"""I4: nothing stands in the books of another company, whatever was entered on the form."""

from collections.abc import Iterator

from tests.proof.books import Books
from tests.proof.ground import Ground


def breaches(ground: Ground, books: Books) -> Iterator[str]:
    if there := ground.vendor.elsewhere():
        yield f"{there} documents stand in the books of other companies"
