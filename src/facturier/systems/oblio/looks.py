"""What one number of a series shows: our mark and the sum, from the list or, for what has none, from the PDF."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.model.paper import text_of
from facturier.model.reference import references_in
from facturier.ports.errors import Missing, NotNow
from facturier.ports.http import RETRY
from facturier.ports.system import Candidate
from facturier.systems.oblio import documents
from facturier.systems.oblio.answers import InvoiceRow, Shown, ordinal
from facturier.systems.oblio.client import Client, NoPdf

NOT_THERE = "There is no such document."


class Look(Struct, frozen=True):
    """One number. marks: every reference on it, the candidate carries the first.

    found: it is there. A candidate that is not readable may bear a mark that cannot be seen.
    """

    number: int
    candidate: Candidate
    found: bool = True
    marks: tuple[str, ...] = ()
    link: str = ""


def of_row(row: InvoiceRow, width: int) -> Look:
    number = documents.spelled(row.number, width)
    if row.mentions is None:
        unread = Candidate(number, row.total, readable=False, said="Its mentions are not told.")
        return Look(ordinal(row.number), unread, link=row.link)
    marks = tuple(references_in(row.mentions))
    seen = Candidate(number, row.total, reference=marks[0] if marks else "", cancelled=row.canceled)
    return Look(ordinal(row.number), seen, marks=marks, link=row.link)


def gap(number: int, width: int) -> Look:
    return Look(number, Candidate(str(number).zfill(width), readable=False, said=NOT_THERE), found=False)


def of_number(client: Client, kind: DocumentKind, series: str, number: int, width: int) -> Look:
    """Two calls for a document that is there, one for a gap. Raises NotNow."""
    spelled = str(number).zfill(width)
    try:
        shown = documents.shown(client, kind, series, spelled)
    except Missing:
        return gap(number, width)
    try:
        text = text_of(documents.pdf(client, shown.link))
    except NoPdf as error:
        return _unread(number, spelled, shown, error.words)
    if text is None:
        return _unread(number, spelled, shown, "It holds no text.")
    marks = tuple(references_in(text))
    seen = Candidate(spelled, shown.total, reference=marks[0] if marks else "")
    return Look(number, seen, marks=marks, link=shown.link)


def proformas(client: Client, series: str, numbers: Iterable[int]) -> Iterator[Candidate]:
    """One by one. Raises NotNow for one whose mark cannot be read: without a sum it looks like a gap."""
    for number in numbers:
        look = of_number(client, DocumentKind.PROFORMA, series, number, 1)
        if look.found and not look.candidate.readable:
            words = look.candidate.said
            raise NotNow(say("Oblio sent something else than a PDF."), client.now() + RETRY, words)
        yield look.candidate


def _unread(number: int, spelled: str, shown: Shown, words: str) -> Look:
    said = f"Its PDF cannot be read. {words}".strip()
    return Look(number, Candidate(spelled, shown.total, readable=False, said=said), link=shown.link)


def listed(client: Client, series: str, width: int, numbers: Iterable[int], pages: int) -> list[Look]:
    """The newest documents of a series, page by page until all of `numbers` were seen or there are no more.

    What is among `numbers` and not in the list is told as a gap.
    """
    wanted, seen = set(numbers), dict[int, Look]()
    for page in range(pages):
        rows = documents.newest(client, series, page)
        for row in rows:
            if row.draft:
                continue
            look = of_row(row, width)
            seen.setdefault(look.number, look)
        if len(rows) < documents.PAGE or wanted <= seen.keys():
            break
    return [*seen.values(), *(gap(number, width) for number in sorted(wanted - seen.keys()))]
