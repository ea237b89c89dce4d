"""The lines of the document as a table, with what was summed up so far beside each of them."""

from collections.abc import Iterator
from itertools import accumulate

from msgspec import Struct

from facturier.systems.book.printing.columns import columns, width
from facturier.systems.book.printing.figures import Figures, figures
from facturier.systems.book.printing.paper import Paper, PaperLine
from facturier.systems.book.printing.room import needed
from facturier.systems.book.printing.words import Words, words

_LETTERS_IN_A_LINE, _LINES_IN_ONE_PIECE = 40, 30


class Head(Struct, frozen=True):
    """A column: what it is called, how many ems wide it is, and whether it is summed up."""

    label: str
    width: float
    summed: bool


class Row(Struct, frozen=True):
    """One line. `figures` stand below the columns of the same place, `run` below the summed ones.

    notes: what is set small below the name. long: it may have to be broken over pages, as no other line is.
    run: the sums of this line and all before it, so that the page can carry them wherever it breaks.
    """

    number: str
    name: str
    notes: tuple[str, ...]
    long: bool
    figures: tuple[str, ...]
    run: tuple[str, ...]


class Table(Struct, frozen=True):
    """`columns` are those of the figures, after number and name. `carried`, `brought`: words."""

    number: str
    name: str
    columns: tuple[Head, ...]
    rows: tuple[Row, ...]
    carried: str
    brought: str


def table(paper: Paper) -> Table:
    said, write = words(paper.language), figures(paper.language)
    shown = tuple(columns(paper))
    figure_columns = [[column.show(line) for line in paper.lines] for column in shown]
    run_columns = [
        [write.amount(amount) for amount in accumulate(map(column.sum, paper.lines))] if column.sum else []
        for column in shown
    ]
    heads = tuple(
        Head(column.head, width(column.head, [*below, *run[-1:]]), column.sum is not None)
        for column, below, run in zip(shown, figure_columns, run_columns, strict=True)
    )
    reasons = {shown.reason for shown in paper.vat}
    runs = zip(*filter(None, run_columns), strict=True)
    rows = tuple(
        _row(line, tuple(_notes(line, said, write, reasons)), shown_figures, run)
        for line, shown_figures, run in zip(paper.lines, zip(*figure_columns, strict=True), runs, strict=True)
    )
    return Table(said.line, said.item, heads, rows, said.carried, said.brought)


def _row(line: PaperLine, notes: tuple[str, ...], figures: tuple[str, ...], run: tuple[str, ...]) -> Row:
    lines_needed = sum(needed(text, _LETTERS_IN_A_LINE) for text in (line.name, *notes))
    return Row(line.number, line.name, notes, lines_needed > _LINES_IN_ONE_PIECE, figures, run)


def _notes(line: PaperLine, said: Words, write: Figures, reasons: set[str]) -> Iterator[str]:
    """Code, description, discount; and why there is no VAT, unless one of the `reasons` below says so."""
    if line.code:
        yield f"{said.code}: {line.code}"
    if line.description:
        yield line.description
    if line.discount:
        yield said.discount.format(amount=write.amount(line.discount))
    if line.exemption and line.exemption not in reasons:
        yield line.exemption
