"""Rows of texts -> orders: the same for CSV and spreadsheets. The first row names the columns."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from facturier.model.message import say
from facturier.shops.files.columns import LINES, REFUND, REFUNDS, Column, cleaned, columns
from facturier.shops.files.fault import Fault, Unreadable, nearest
from facturier.shops.files.found import Found

Row = Sequence[str]


class _Record(Struct, frozen=True):
    """A row that is not empty: its place, and its cells by column, without the empty ones."""

    row: int
    cells: dict[str, str]


def orders_in(rows: Iterable[Row], faults: list[Fault]) -> list[Found]:
    """The orders of a table; what is wrong with their rows is added to `faults`. Raises Unreadable."""
    numbered = enumerate(rows, 1)
    head = next(((row, cells) for row, cells in numbered if any(cell.strip() for cell in cells)), None)
    if head is None:
        raise Unreadable(say("There is nothing in it: not even a row with the names of the columns."))
    names = _names(head, faults)
    records = _records(numbered, names, faults)
    absent = frozenset(
        column.name for column in columns().values() if column.needed and column.name not in names
    )
    return [_order(group, absent, faults) for group in _groups(records, faults)]


def _names(head: tuple[int, Row], faults: list[Fault]) -> list[str]:
    """The columns' names; a wrong one is a fault of row and column. Raises Unreadable without a number."""
    row, cells = head
    names = [cleaned(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    known = columns()
    for place, name in enumerate(names):
        if name not in known:
            what = say("There is no such column. Nearest: %(nearest)s.", nearest=nearest(name, list(known)))
            faults.append(Fault(row, cells[place].strip()[:60] or f"column {place + 1}", what))
        elif name in names[:place]:
            faults.append(Fault(row, name, say("Two columns have this name.")))
    for column in known.values():
        if column.needed and column.name not in names:
            faults.append(
                Fault(row, column.name, say("This column is missing: %(what)s.", what=column.field.words))
            )
    if "number" not in names:
        raise Unreadable(
            say("This column is missing, so that no order can be told from another."), row, "number"
        )
    return names


def _records(rows: Iterable[tuple[int, Row]], names: list[str], faults: list[Fault]) -> Iterator[_Record]:
    for row, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) < len(names) or any(cell.strip() for cell in cells[len(names) :]):
            what = say(
                "It has %(count)s cells where the first row names %(columns)s columns. A text that holds the "
                "separator must stand in quotes; a file that was cut off must be written again.",
                count=len(cells),
                columns=len(names),
            )
            faults.append(Fault(row, "", what))
            continue
        yield _Record(row, {name: cell for name, cell in zip(names, cells, strict=False) if cell.strip()})


def _groups(records: Iterable[_Record], faults: list[Fault]) -> list[list[_Record]]:
    """The rows of each order, which stand together."""
    groups: list[list[_Record]] = []
    begun: dict[str, int] = {}
    for record in records:
        number = record.cells.get("number", "").strip()
        if not number:
            faults.append(Fault(record.row, "number", say("It is empty; each row names its order.")))
        elif groups and groups[-1][0].cells["number"].strip() == number:
            groups[-1].append(record)
        elif number in begun:
            what = say(
                "Order %(number)s began in row %(row)s and comes again. Put its rows together, or give the "
                "other order a number of its own.",
                number=number,
                row=begun[number],
            )
            faults.append(Fault(record.row, "number", what))
        else:
            begun[number] = record.row
            groups.append([record])
    return groups


def _order(group: list[_Record], absent: frozenset[str], faults: list[Fault]) -> Found:
    known = columns()
    plain: dict[str, Any] = {LINES: []}
    rows: dict[str, int] = {}
    told: dict[str, _Record] = {}
    refunds: dict[str, int] = {}
    for record in group:
        own: dict[str, str] = {}
        for name, cell in record.cells.items():
            column = known.get(name)
            if column is None:
                continue
            if column.of_order:
                _of_order(plain, column, record, told, faults)
            else:
                own[name] = cell
        if REFUND in own:
            _refund(plain, own, record.row, rows, refunds, faults)
        elif own:
            rows[f"{LINES}[{len(plain[LINES])}]"] = record.row
            plain[LINES].append(own)
    raw = msgspec.json.encode([record.cells for record in group])
    return Found(group[0].row, raw, plain, rows, absent)


def _of_order(
    plain: dict[str, Any], column: Column, record: _Record, told: dict[str, _Record], faults: list[Fault]
) -> None:
    """A field of the whole order: said once, or alike in several rows."""
    cell, first = record.cells[column.name], told.setdefault(column.name, record)
    if cell.strip() != first.cells[column.name].strip():
        what = say(
            "“%(value)s”, but row %(row)s of the same order says “%(other)s”.",
            value=cell.strip()[:60],
            row=first.row,
            other=first.cells[column.name].strip()[:60],
        )
        faults.append(Fault(record.row, column.name, what))
    part, _, name = column.path.rpartition(".")
    (plain.setdefault(part, {}) if part else plain)[name or column.path] = first.cells[column.name]


def _refund(
    plain: dict[str, Any],
    own: dict[str, str],
    row: int,
    rows: dict[str, int],
    refunds: dict[str, int],
    faults: list[Fault],
) -> None:
    """A row of money given back. Rows with the same refund number are one refund."""
    name = own.pop(REFUND)
    listed = plain.setdefault(REFUNDS, [])
    place = refunds.setdefault(name.strip(), len(listed))
    path = f"{REFUNDS}[{place}]"
    if place == len(listed):
        rows[path] = row
        listed.append({REFUND: name, "refunded_at": own.pop("refunded_at", ""), LINES: []})
    elif own.pop("refunded_at", listed[place]["refunded_at"]).strip() != listed[place]["refunded_at"].strip():
        faults.append(Fault(row, "refunded_at", say("Rows of one refund tell different moments.")))
    refund = listed[place]
    if "line" in own:
        rows[f"{path}.{LINES}[{len(refund[LINES])}]"] = row
        refund[LINES].append(own)
    elif "adjustment" in refund:
        faults.append(Fault(row, "line", say("Only one row of a refund may name no line.")))
    else:
        rows[f"{path}.adjustment"] = row
        refund["adjustment"] = own.pop("amount", "")
        for extra in own:
            faults.append(
                Fault(row, extra, say("It does not belong to money that is given back beside all lines."))
            )
