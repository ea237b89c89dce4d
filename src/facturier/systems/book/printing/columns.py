"""The columns of figures: which a document has, what they show of a line, and how wide they are."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from msgspec import Struct

from facturier.model.kinds import VatCategory
from facturier.model.totals import VatRow
from facturier.systems.book.printing.figures import Figures, figures
from facturier.systems.book.printing.paper import Paper, PaperLine
from facturier.systems.book.printing.words import Words, words

_EMS = dict.fromkeys("0123456789", 0.572) | dict.fromkeys(".,' \xa0", 0.27) | {"-": 0.33}
_EMS_OF_LETTER, _EMS_IN_HEAD, _MOST_EMS = 0.76, 0.58, 12.0


class Column(Struct, frozen=True):
    """`show` writes a line's figure; `sum` gives it as an amount, where the column is summed up."""

    head: str
    show: Callable[[PaperLine], str]
    sum: Callable[[PaperLine], Decimal] | None = None


def columns(paper: Paper) -> Iterator[Column]:
    said, write = words(paper.language), figures(paper.language)
    price_head, price_note = _price(paper, said)
    yield Column(said.quantity, lambda line: f"{write.quantity(line.quantity)} {line.unit}".strip())
    yield Column(price_head, lambda line: f"{write.amount(line.price)} {price_note(line)}".strip())
    if shows_vat(paper):
        yield _summed(said.net, lambda line: line.net, write)
        yield Column(said.vat_rate, lambda line: rate(line.row, said, write))
        yield _summed(said.vat, lambda line: line.vat, write)
    yield _summed(said.gross, lambda line: line.gross, write)


def shows_vat(paper: Paper) -> bool:
    """Whether there is VAT to speak of: who is outside it altogether has no columns for it."""
    return any(shown.row.category is not VatCategory.OUTSIDE for shown in paper.vat)


def rate(row: VatRow, said: Words, write: Figures) -> str:
    """`21%`, or the word for why there is none."""
    return said.categories[row.category].format(percent=write.quantity(row.percent))


def width(head: str, figures: Iterable[str]) -> float:
    """Ems that a column needs: reckoned here, for typst would lay out every line twice to find it."""
    needed = max((_ems(figure) for figure in figures), default=0.0)
    head_letters = max(*map(len, head.split()), len(head) // 2)  # in two lines, if it has several words
    return min(max(needed, head_letters * _EMS_IN_HEAD), _MOST_EMS)


def width_in_one_line(head: str, figures: Iterable[str]) -> float:
    """The same where the head is not to be broken."""
    return max(len(head) * _EMS_IN_HEAD, *map(_ems, figures))


def _ems(text: str) -> float:
    return sum(_EMS.get(char, _EMS_OF_LETTER) for char in text)


def _summed(head: str, figure: Callable[[PaperLine], Decimal], write: Figures) -> Column:
    return Column(head, lambda line: write.amount(figure(line)), figure)


def _price(paper: Paper, said: Words) -> tuple[str, Callable[[PaperLine], str]]:
    """What the price column says of VAT: in its head, or where the lines differ with each price."""
    ways = {line.price_includes_vat for line in paper.lines}
    if not shows_vat(paper):
        return said.price, lambda line: ""
    if len(ways) == 2:
        return said.price, lambda line: said.with_vat if line.price_includes_vat else said.without_vat
    return said.price_with_vat if True in ways else said.price_without_vat, lambda line: ""
