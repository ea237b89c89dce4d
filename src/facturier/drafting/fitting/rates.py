"""The wanted lines by VAT rate, in whole cents that sum to what the buyer pays."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from facturier.drafting.totals import RateKey, rate_key
from facturier.drafting.wanted import WantedLine
from facturier.model.cents import spread
from facturier.model.draft import Vat
from facturier.model.money import are_rounded, rounded, total


class Rate(Struct, frozen=True):
    """positions: of the lines among the wanted lines. tax: the shop's VAT, as it is.

    grosses: of each line, in whole cents; they sum to `gross`.
    """

    vat: Vat
    positions: tuple[int, ...]
    lines: tuple[WantedLine, ...]
    grosses: tuple[Decimal, ...]
    gross: Decimal
    tax: Decimal


def rates_of(lines: Sequence[WantedLine], payable: Decimal, places: int) -> list[Rate] | None:
    """Rates in the order of their first line; None where they do not come to `payable`.

    Shops that round only their total give lines with parts of a cent. Those are rounded here by less
    than a cent, rate first, then line. Whole cents stay as they are: none moves from rate to rate.
    """
    unit = Decimal(1).scaleb(-places)
    positions: dict[RateKey, list[int]] = {}
    for position, line in enumerate(lines):
        positions.setdefault(rate_key(line.vat), []).append(position)
    groups = [[lines[position] for position in of_rate] for of_rate in positions.values()]
    sums = [total([line.gross for line in group]) for group in groups]
    grosses = _whole(sums, payable, places, unit)
    if grosses is None:
        return None
    rates = []
    for of_rate, group, gross in zip(positions.values(), groups, grosses, strict=True):
        shares = _line_grosses(group, gross, places, unit)
        if shares is None:
            return None
        tax = total([line.tax for line in group])
        rates.append(Rate(group[0].vat, tuple(of_rate), tuple(group), shares, gross, tax))
    return rates


def _whole(sums: list[Decimal], payable: Decimal, places: int, unit: Decimal) -> list[Decimal] | None:
    """The rates' sums in whole cents: each rounded by itself, else as the rounded total allows."""
    grosses = [rounded(amount, places) for amount in sums]
    if total(grosses) == payable:
        return grosses
    if 2 * abs(total(sums) - payable) > unit:
        return None
    return spread(sums, payable, unit)


def _line_grosses(
    group: list[WantedLine], gross: Decimal, places: int, unit: Decimal
) -> tuple[Decimal, ...] | None:
    grosses = [line.gross for line in group]
    if are_rounded(grosses, places):
        return tuple(grosses)
    shares = spread(grosses, gross, unit)
    return None if shares is None else tuple(shares)
