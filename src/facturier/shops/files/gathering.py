"""The rows of one order, gathered into the shape of the schema."""

from typing import Any

from msgspec import Struct

from facturier.model.message import say
from facturier.shops.files.columns import LINES, REFUND, REFUNDS, Column, columns
from facturier.shops.files.fault import Fault

_SHOWN = 60
_WHEN = "refunded_at"


class Record(Struct, frozen=True):
    """A row that is not empty: its place, and its cells by column, without the empty ones."""

    row: int
    cells: dict[str, str]

    @property
    def number(self) -> str:
        return self.cells.get("number", "").strip()


class Gathering:
    """plain, rows: see `found.Found`. What is wrong between the rows is added to `faults`."""

    def __init__(self, faults: list[Fault]) -> None:
        self.plain: dict[str, Any] = {LINES: []}
        self.rows: dict[str, int] = {}
        self._faults = faults
        self._first: dict[str, Record] = {}
        self._refunds: dict[str, int] = {}

    def add(self, record: Record) -> None:
        own: dict[str, str] = {}
        for name, cell in record.cells.items():
            column = columns().get(name)
            if column is None:  # told once, of the first row
                continue
            if column.of_order:
                self._of_order(column, record)
            else:
                own[name] = cell
        if REFUND in own:
            self._refund(own, record.row)
        elif own:
            self.rows[f"{LINES}[{len(self.plain[LINES])}]"] = record.row
            self.plain[LINES].append(own)

    def _of_order(self, column: Column, record: Record) -> None:
        """A field of the whole order: said once, or alike in several rows."""
        first = self._first.setdefault(column.name, record)
        cell, other = record.cells[column.name].strip(), first.cells[column.name].strip()
        if cell != other:
            what = say(
                "“%(value)s”, but row %(row)s of the same order says “%(other)s”.",
                value=cell[:_SHOWN],
                row=first.row,
                other=other[:_SHOWN],
            )
            self._faults.append(Fault(record.row, column.name, what))
        part, _, name = column.path.rpartition(".")
        (self.plain.setdefault(part, {}) if part else self.plain)[name] = first.cells[column.name]

    def _refund(self, own: dict[str, str], row: int) -> None:
        """A row of money given back. Rows with the same refund number are one refund."""
        refund, path = self._refund_of(own, row)
        if "line" in own:
            self.rows[f"{path}.{LINES}[{len(refund[LINES])}]"] = row
            refund[LINES].append(own)
            return
        if "adjustment" in refund:
            self._faults.append(Fault(row, "line", say("Only one row of a refund may name no line.")))
        self.rows[f"{path}.adjustment"] = row
        refund["adjustment"] = own.pop("amount", "")
        for extra in own:
            what = say("It does not belong to money that is given back beside all lines.")
            self._faults.append(Fault(row, extra, what))

    def _refund_of(self, own: dict[str, str], row: int) -> tuple[dict[str, Any], str]:
        """The refund that a row belongs to, and its path; what is the refund's own is taken out of `own`."""
        name, when = own.pop(REFUND), own.pop(_WHEN, "")
        listed: list[dict[str, Any]] = self.plain.setdefault(REFUNDS, [])
        place = self._refunds.setdefault(name.strip(), len(listed))
        path = f"{REFUNDS}[{place}]"
        if place == len(listed):
            self.rows[path] = row
            listed.append({REFUND: name, _WHEN: when, LINES: []})
        elif when and when.strip() != listed[place][_WHEN].strip():
            self._faults.append(Fault(row, _WHEN, say("Rows of one refund tell different moments.")))
        return listed[place], path
