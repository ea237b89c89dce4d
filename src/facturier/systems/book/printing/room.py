"""About how much of a page a document takes: whether one page may do is guessed here, never decided."""

from collections.abc import Iterator

from facturier.systems.book.printing.paper import Paper, PaperLine

_LETTERS_IN_A_LINE, _LETTERS_ACROSS = 40, 100
_LINES_BELOW_EACH_OTHER, _LINES_BETWEEN_ROWS = 24, 1
"""Beside what every document has: parties, dates, sums. Most have less than half of it."""


def fits(paper: Paper) -> bool:
    return sum(_lines(paper)) <= _LINES_BELOW_EACH_OTHER


def _lines(paper: Paper) -> Iterator[int]:
    for line in paper.lines:
        yield _LINES_BETWEEN_ROWS + sum(needed(text, _LETTERS_IN_A_LINE) for text in _texts(line))
    for text in (paper.mentions, *paper.notices):
        yield needed(text, _LETTERS_ACROSS)


def _texts(line: PaperLine) -> tuple[str, ...]:
    """What may stand below each other in a line of the table; see `table`."""
    discount = "-" if line.discount else ""
    return tuple(filter(None, (line.name, line.code, line.description, discount, line.exemption)))


def needed(text: str, letters: int) -> int:
    """Printed lines of about so many letters that a text takes."""
    return len(text) // letters + text.count("\n") + 1
