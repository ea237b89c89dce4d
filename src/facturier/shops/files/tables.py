"""Rows of texts -> orders: the same for CSV and spreadsheets. The first row names the columns."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from facturier.model.message import say
from facturier.shops.files.columns import cleaned, columns
from facturier.shops.files.fault import Fault, Unreadable, nearest
from facturier.shops.files.found import Found
from facturier.shops.files.gathering import Gathering, Record

Row = Sequence[str]


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
        if column.needed and column.name not in (*names, "number"):
            faults.append(
                Fault(row, column.name, say("This column is missing: %(what)s.", what=column.field.words))
            )
    if "number" not in names:
        raise Unreadable(
            say("This column is missing, so that no order can be told from another."), row, "number"
        )
    return names


def _records(rows: Iterable[tuple[int, Row]], names: list[str], faults: list[Fault]) -> Iterator[Record]:
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
        yield Record(row, {name: cell for name, cell in zip(names, cells, strict=False) if cell.strip()})


def _groups(records: Iterable[Record], faults: list[Fault]) -> list[list[Record]]:
    """The rows of each order, which stand together."""
    groups: list[list[Record]] = []
    begun: dict[str, int] = {}
    for record in records:
        number = record.number
        if not number:
            faults.append(Fault(record.row, "number", say("It is empty; each row names its order.")))
        elif groups and groups[-1][0].number == number:
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


def _order(group: list[Record], absent: frozenset[str], faults: list[Fault]) -> Found:
    gathering = Gathering(faults)
    for record in group:
        gathering.add(record)
    raw = msgspec.json.encode([record.cells for record in group])
    return Found(group[0].row, raw, gathering.plain, gathering.rows, absent)
