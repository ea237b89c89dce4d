"""I4: what somebody made by hand is undone by nobody but them, whatever number of ours it stands under."""

from collections.abc import Iterator

from tests.proof.books import Books
from tests.proof.ground import Ground
from tests.proof.remote import Remote

from facturier.store import leases


def breaches(ground: Ground, books: Books) -> Iterator[str]:
    """Somebody who gives a number anew between our look and our call is not seen by anybody (docs/proof.md): the call
    comes before the lease ends, in which the look was taken."""
    for remote in books.remotes:
        after = remote.undone_after if remote.by_hand else None
        if after is not None and after > leases.DURATION and not _taken_for_ours(remote, ground, books):
            yield f"{remote} was made by somebody else, and we undid it"


def _taken_for_ours(remote: Remote, ground: Ground, books: Books) -> bool:
    """Of our total, without our mark, or said to be ours by a person: no look can tell (docs/proof.md). What a person
    was believed of, for its total, may have got another number since."""
    for one in books.documents:
        same, total = (one.series, one.number) == (remote.series, remote.number), one.total == remote.total
        if (same and total) or (one.pk in ground.guessed and (same or total)):
            return True
    return False
