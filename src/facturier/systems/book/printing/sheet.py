"""A paper in words and figures of its language: what a template places, without anything left to decide."""

from collections.abc import Iterator

from msgspec import Struct

from facturier.model.kinds import DocumentKind
from facturier.systems.book.printing.figures import figures
from facturier.systems.book.printing.foot import Foot, foot
from facturier.systems.book.printing.paper import Language, Paper, Template
from facturier.systems.book.printing.parties import Block, Fact, parties
from facturier.systems.book.printing.table import Table, table
from facturier.systems.book.printing.words import Words, words


class Sheet(Struct, frozen=True):
    """`number` as it is written out (`seria FCT nr. 0012`), `mark` the same in short (`FCT 0012`).

    page: with the places `{page}` and `{pages}`. mentions: label and text, empty if none.
    cancelled: the word that is struck across the page. accent: `#rrggbb`.
    """

    template: Template
    language: Language
    title: str
    number: str
    mark: str
    date: tuple[int, int, int]
    facts: tuple[Fact, ...]
    author: str
    parties: tuple[Block, ...]
    table: Table
    foot: Foot
    notices: tuple[str, ...]
    mentions: Fact
    reference: str
    page: str
    cancelled: str
    accent: str


def sheet(paper: Paper) -> Sheet:
    language = paper.language
    said = words(language)
    return Sheet(
        template=paper.template,
        language=language,
        title=paper.title or said.titles[paper.kind],
        number=_written_out(paper, said),
        mark=_mark(paper.series, paper.number),
        date=(paper.issue_date.year, paper.issue_date.month, paper.issue_date.day),
        facts=tuple(fact for fact in _facts(paper, said) if fact[1]),
        author=paper.seller.party.name,
        parties=parties(paper),
        table=table(paper),
        foot=foot(paper),
        notices=paper.notices,
        mentions=(said.mentions, paper.mentions),
        reference=paper.reference,
        page=said.page,
        cancelled=said.cancelled if paper.cancelled else "",
        accent=paper.accent,
    )


def _mark(series: str, number: str) -> str:
    return f"{series} {number}".strip()


def _written_out(paper: Paper, said: Words) -> str:
    if paper.series:
        return said.numbered.format(series=paper.series, number=paper.number)
    return said.numbered_alone.format(number=paper.number)


def _facts(paper: Paper, said: Words) -> Iterator[Fact]:
    """Dates and references, in the order in which they are looked for; some may be empty."""
    day = figures(paper.language).date
    yield said.issue_date, day(paper.issue_date)
    yield said.due_date, day(paper.due_date) if paper.due_date else ""
    yield said.tax_point, day(paper.tax_point) if paper.tax_point else ""
    order = (paper.order_number, day(paper.order_date) if paper.order_date else "")
    yield said.order, " / ".join(filter(None, order))
    yield said.payment_method, paper.payment_method
    yield said.paid_on, day(paper.paid_on) if paper.paid_on else ""
    if original := paper.original:
        label = said.corrects if paper.kind is DocumentKind.CREDIT_NOTE else said.follows
        facts = {"title": said.titles[original.kind], "number": _mark(original.series, original.number)}
        yield label, said.of_date.format(**facts, date=day(original.issued_on))
