"""What stands below the lines: VAT by rate, the sums, the exchange rate."""

from collections.abc import Iterator

from msgspec import Struct

from facturier.systems.book.printing.columns import rate, shows_vat, width_in_one_line
from facturier.systems.book.printing.figures import figures
from facturier.systems.book.printing.paper import Paper
from facturier.systems.book.printing.parties import Fact
from facturier.systems.book.printing.words import words


class VatTable(Struct, frozen=True):
    """VAT by rate. `reasons`: why there is none, for the row of the same place. `widths`: of the columns, in ems."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    reasons: tuple[str, ...]
    widths: tuple[float, ...]


class Foot(Struct, frozen=True):
    """`payable` is the one figure that the eye must find; `before` and `after` stand around it."""

    vat: VatTable | None
    before: tuple[Fact, ...]
    payable: Fact
    after: tuple[Fact, ...]
    exchange: str


def foot(paper: Paper) -> Foot:
    said = words(paper.language)
    return Foot(
        _vat_table(paper) if shows_vat(paper) else None,
        tuple(_before(paper)),
        (said.payable[paper.kind], _money(paper)),
        tuple(_after(paper)),
        _exchange(paper),
    )


def _money(paper: Paper) -> str:
    return f"{figures(paper.language).amount(paper.sums.payable)} {paper.currency}"


def _vat_table(paper: Paper) -> VatTable:
    said, write = words(paper.language), figures(paper.language)
    own = paper.own.currency if paper.own and any(shown.own is not None for shown in paper.vat) else ""
    rows = [
        (
            rate(shown.row, said, write),
            write.amount(shown.row.base),
            write.amount(shown.row.vat),
            *([write.amount(shown.own) if shown.own is not None else ""] if own else []),
        )
        for shown in paper.vat
    ]
    own_head = (said.in_currency.format(what=said.vat, currency=own),) if own else ()
    heads = (said.vat_rate, said.base, said.vat, *own_head)
    return VatTable(
        heads,
        tuple(rows),
        tuple(shown.reason for shown in paper.vat),
        tuple(map(width_in_one_line, heads, zip(*rows, strict=True))),
    )


def _before(paper: Paper) -> Iterator[Fact]:
    said, write = words(paper.language), figures(paper.language)
    if shows_vat(paper):
        yield said.total_net, write.amount(paper.sums.net)
        yield said.total_vat, write.amount(paper.sums.vat)
    if paper.sums.rounding:
        yield said.rounding, write.amount(paper.sums.rounding)


def _after(paper: Paper) -> Iterator[Fact]:
    said, write = words(paper.language), figures(paper.language)
    if paper.sums.paid is not None:
        yield said.paid, write.amount(paper.sums.paid)
    if paper.sums.left is not None:
        yield said.left, write.amount(paper.sums.left)
    if paper.own:
        sums = (
            (said.total_net, paper.own.net),
            (said.total_vat, paper.own.vat),
            (said.total, paper.own.payable),
        )
        for what, amount in sums:
            if amount is not None:
                yield said.in_currency.format(what=what, currency=paper.own.currency), write.amount(amount)


def _exchange(paper: Paper) -> str:
    """Nothing where the rate is not known yet: a proforma in the currency of a system that converts later."""
    exchange = paper.exchange
    if exchange is None or exchange.rate is None:
        return ""
    said, write = words(paper.language), figures(paper.language)
    facts = {
        "source": exchange.source,
        "base": exchange.base,
        "quote": exchange.quote,
        "rate": write.amount(exchange.rate),
    }
    if exchange.day is None:
        return said.exchange.format(**facts)
    return said.exchange_dated.format(**facts, date=write.date(exchange.day))
