"""The register as it is read: days with their rates, and the sums of a month."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from facturier.drafting.company import Company
from facturier.model.message import Message
from facturier.model.money import total
from facturier.takings.treatment import Share, Treatment, taxable


class Sum(Struct, frozen=True):
    """Takings, and what of them is taxable; the rest is VAT."""

    gross: Decimal
    taxable: Decimal

    @property
    def vat(self) -> Decimal:
        return self.gross - self.taxable


class Row(Sum, frozen=True):
    """Takings at one treatment."""

    treatment: Treatment


class Hindrance(Struct, frozen=True):
    """Why a day cannot be closed. number: of the order that is not certain; empty where it is something else."""

    why: Message
    number: str = ""


class Day(Struct, frozen=True):
    """A day of the register. closed: it never changes any more. orders: how many have something on it.

    blocked: why it cannot be closed yet; empty where it is closed, or it simply is not time."""

    day: date
    closed: bool
    rows: Sequence[Row] = ()
    orders: int = 0
    blocked: Sequence[Hindrance] = ()

    @property
    def sum(self) -> Sum:
        return summed(self.rows)


def rows(shares: Iterable[Share]) -> Sequence[Row]:
    """A day's takings: the VAT is taken out of the sum at each rate."""
    sums: dict[Treatment, list[Decimal]] = {}
    for share in shares:
        sums.setdefault(share.treatment, []).append(share.gross)
    return [_row(treatment, total(sums[treatment])) for treatment in sorted(sums)]


def _row(treatment: Treatment, gross: Decimal) -> Row:
    return Row(gross, taxable(gross, treatment.percent), treatment)


def by_treatment(days: Iterable[Day]) -> Sequence[Row]:
    """What a month comes to: the sums of its days, never divided anew."""
    found: dict[Treatment, list[Row]] = {}
    for day in days:
        for row in day.rows:
            found.setdefault(row.treatment, []).append(row)
    return [Row(*_added(found[treatment]), treatment) for treatment in sorted(found)]


def summed(rows: Iterable[Sum]) -> Sum:
    """Of all treatments together."""
    return Sum(*_added(list(rows)))


def _added(rows: Sequence[Sum]) -> tuple[Decimal, Decimal]:
    return total(row.gross for row in rows), total(row.taxable for row in rows)


class Month(Struct, frozen=True):
    """A month of a company's register. first: its first day. Days that are still to come are not there."""

    company: Company
    first: date
    days: Sequence[Day]

    @property
    def rows(self) -> Sequence[Row]:
        return by_treatment(self.days)

    @property
    def sum(self) -> Sum:
        return summed(self.rows)

    @property
    def closed(self) -> bool:
        """Whether all of its days are."""
        return bool(self.days) and all(day.closed for day in self.days)
