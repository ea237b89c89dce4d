"""I4: another installation that issues in the same account, in a series of ours, stops us, and a person is told."""

from collections.abc import Iterator

from tests.proof.books import Books
from tests.proof.ground import Ground
from tests.proof.remote import Remote

from facturier.model.reference import installation_of
from facturier.store import installation


def breaches(ground: Ground, books: Books) -> Iterator[str]:
    theirs = [one for one in books.remotes if one.reference and not _is_ours(one)]
    seen = [one for one in theirs if _walked(one, books)]
    if seen and not installation.recovering():
        yield f"{seen[0]} is another installation's, and sending goes on"


def _is_ours(remote: Remote) -> bool:
    return installation_of(remote.reference) == installation.mark()


def _walked(remote: Remote, books: Books) -> bool:
    """Nobody looks at what stood in a series before our first document; there it is they who see us."""
    ours = [
        int(one.number) for one in books.documents if one.series == remote.series and one.number.isdigit()
    ]
    return bool(ours) and int(remote.number) > min(ours)
