"""I4: every remote document is explained by one of ours, and the reverse; else an alarm is open."""

from collections.abc import Iterator

from tests.proof.books import Books
from tests.proof.ground import Ground
from tests.proof.remote import Remote

from facturier.model.reference import installation_of
from facturier.store import installation
from facturier.store.models import EXISTS, Document

TOLD = ("DUPLICATE", "STRAY", "LATE-ANSWER", "GONE", "SECOND-INSTALLATION", "HELD-IN-DOUBT")


def breaches(ground: Ground, books: Books) -> Iterator[str]:
    if installation.recovering():  # nothing is sent, and a person is told to have the accounts walked
        return
    marks = set(ground.vendor.marks())
    for remote in books.remotes:
        yield from _unexplained(remote, ground, books)
    for document in books.documents:
        if document.state in EXISTS and document.gone_at is None and document.number:
            yield from _not_there(document, books)
            if document.pk not in ground.guessed:
                yield from _never_made(document, books, marks)


def _unexplained(remote: Remote, ground: Ground, books: Books) -> Iterator[str]:
    if remote.reference and installation_of(remote.reference) == installation.mark():
        owners = [one for one in books.documents if one.reference == remote.reference]
        if not owners and not books.told_unknown(remote.reference):
            yield f"{remote} carries {remote.reference}, of which we know nothing"
        for owner in owners:
            if (owner.series, owner.number) == (remote.series, remote.number):
                continue
            if not _told(owner, books) and not _mistaken(owner, remote, ground, books):
                yield f"{remote} carries the mark of order {owner.order.number}, which is {owner} ({owner.state})"
    elif (
        remote.reverses
        and not remote.by_hand
        and not _reversal(remote, books)
        and not _of_unknown(remote, books)
        and not books.told_reversal(remote)
    ):
        yield f"{remote} reverses {remote.reverses}, and no document of ours says so"


def _mistaken(owner: Document, remote: Remote, ground: Ground, books: Books) -> bool:
    """Whether somebody said of another document of ours that it is this one. Of the same total they are believed, and
    its paper is read no more (docs/proof.md)."""
    return any(
        one.pk in ground.guessed
        and one.pk != owner.pk
        and (one.series, one.number, one.total) == (remote.series, remote.number, remote.total)
        for one in books.documents
    )


def _told(owner: Document, books: Books) -> bool:
    """What is made out of a proforma may show that one's mark, and then it is that one of which is told."""
    shown = (owner, owner.made_from) if owner.made_from is not None else (owner,)
    return any(books.alarmed(one, *TOLD) for one in shown)


def _reversal(remote: Remote, books: Books) -> bool:
    """Whether a document of ours has this number, or a person is asked which one it is: whose answer was lost, or
    that is not under its number any more. A reversal carries no mark: where somebody renumbers it, no more is known;
    and who then says that it was deleted is believed.
    """
    return any(
        (one.series, one.number) == (remote.series, remote.number)
        or books.alarmed(one, "HELD-IN-DOUBT")
        or (
            one.original is not None
            and one.original.number == remote.reverses
            and (one.gone_at is not None or books.alarmed(one, "GONE"))
        )
        for one in books.documents
        if one.original_id is not None
    )


def _of_unknown(remote: Remote, books: Books) -> bool:
    """Whether it reverses one of ours that the book lost with a backup: that one is told, and shows its reversal."""
    return any(
        (one.series, one.number) == (remote.series, remote.reverses) and books.told_unknown(one.reference)
        for one in books.remotes
        if one.reference
    )


def _not_there(document: Document, books: Books) -> Iterator[str]:
    remote = books.remote_of(document)
    if (
        remote is not None
        and remote.reference in ("", document.reference)
        and not _stranger(document, remote)
    ):
        return
    if not books.alarmed(document) and not books.told_by_another(document):
        there = f"is {remote} with {remote.reference or 'no mark'}" if remote else "is not there"
        yield f"{document} of order {document.order.number} {there}"


def _never_made(document: Document, books: Books, marks: set[str]) -> Iterator[str]:
    """A person's document, by its number ours, while nothing in the system ever bore our mark: taken for ours.
    Whoever says so of one of the same total is believed (docs/proof.md)."""
    remote = books.remote_of(document)
    if remote is None or not remote.by_hand or document.original_id is not None:
        return
    if document.reference not in marks and not books.alarmed(document):
        yield f"{document} of order {document.order.number} was never made: {remote} is somebody else's"


def _stranger(document: Document, remote: Remote) -> bool:
    """Somebody else's document under our number. What carries no mark may be a reversal, which never does, or ours on
    a paper that shows none: of our total it may be ours, and no look can tell. Nor is what we cancelled looked at
    again (docs/proof.md)."""
    totals = [document.total] + ([document.stated.total] if document.stated else [])
    if remote.reference or remote.total in totals or document.cancelled_at is not None:
        return False
    return not (document.original_id is not None and remote.reverses)
