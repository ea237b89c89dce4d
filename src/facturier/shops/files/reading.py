"""The bytes of a file -> its orders, all of them or none: one fault anywhere, and nothing of it is taken."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import PurePath

from msgspec import Struct

from facturier.model.message import Message, say
from facturier.model.order import Order
from facturier.shops.files import jsons, schema, separated, spreadsheet, tables
from facturier.shops.files.fault import Fault, Unreadable
from facturier.shops.files.filling import filled
from facturier.shops.files.found import Found
from facturier.shops.files.mapping import Conventions, order_of
from facturier.shops.files.separated import Separator
from facturier.shops.files.texts import Encoding, decoded
from facturier.shops.files.values import Reading

LARGEST_FILE = 32 << 20
"""Bytes. A file is read as a whole, since one fault anywhere spoils all of it."""


class Ways(Struct, frozen=True):
    """How the files of a connection are to be understood."""

    conventions: Conventions
    reading: Reading
    separator: Separator = Separator.AUTOMATIC
    encoding: Encoding = Encoding.AUTOMATIC


class Told(Struct, frozen=True):
    """One order of a file. raw: the bytes that told it."""

    raw: bytes
    order: Order


class Content(Struct, frozen=True):
    """What a file holds: orders, or the faults for which none of them is taken."""

    orders: Sequence[Told] = ()
    faults: Sequence[Fault] = ()


Reader = Callable[[bytes, Ways, list[Fault]], list[Found]]


def read(name: str, body: bytes, ways: Ways, written: datetime, now: datetime) -> Content:
    """Never raises for what a file contains. written: when; now: aware UTC both."""
    faults: list[Fault] = []
    try:
        found = _reader(name, body)(body, ways, faults)
    except Unreadable as error:
        return Content(faults=(*faults, error.fault))
    told = []
    for one in found:
        order = _understood(one, ways, written, now, faults)
        if order is not None:
            told.append(Told(one.raw, order))
    if faults:
        return Content(faults=sorted(faults, key=lambda fault: fault.row))
    if not told:
        return Content(faults=(Fault(0, "", say("There is no order in it.")),))
    return Content(orders=told)


def _understood(
    found: Found, ways: Ways, written: datetime, now: datetime, faults: list[Fault]
) -> Order | None:
    def complain(path: str, what: Message) -> None:
        row, field = found.where(path)
        if field not in found.absent:
            faults.append(Fault(row, field, what))

    told = filled(schema.Order, found.plain, ways.reading, complain)
    return None if told is None else order_of(told, ways.conventions, written, now, complain)


def _json(body: bytes, ways: Ways, faults: list[Fault]) -> list[Found]:
    return jsons.orders_in(decoded(body, ways.encoding), faults)


def _json_lines(body: bytes, ways: Ways, faults: list[Fault]) -> list[Found]:
    return jsons.lines_in(decoded(body, ways.encoding), faults)


def _table(body: bytes, ways: Ways, faults: list[Fault], separator: Separator | None = None) -> list[Found]:
    text = decoded(body, ways.encoding)
    return tables.orders_in(separated.rows(text, separator or ways.separator), faults)


def _workbook(body: bytes, ways: Ways, faults: list[Fault]) -> list[Found]:
    return tables.orders_in(spreadsheet.rows(body), faults)


READERS: dict[str, Reader] = {
    ".json": _json,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".csv": _table,
    ".tsv": partial(_table, separator=Separator.TAB),
    ".txt": _table,
    ".xlsx": _workbook,
}

_OTHER_SHEETS = (".xls", ".xlsb", ".xlsm", ".ods")


def _reader(name: str, body: bytes) -> Reader:
    suffix = PurePath(name).suffix.lower()
    if suffix in _OTHER_SHEETS:
        raise Unreadable(say("Spreadsheets named *%(suffix)s are not read. Save it as .xlsx.", suffix=suffix))
    if suffix not in READERS:
        raise Unreadable(
            say(
                "Files named *%(suffix)s are not read. Known are: %(known)s.",
                suffix=suffix or name,
                known=", ".join(READERS),
            )
        )
    if len(body) > LARGEST_FILE:
        raise Unreadable(
            say("It is larger than %(size)s MB. Split it into several files.", size=LARGEST_FILE >> 20)
        )
    if not body.strip():
        raise Unreadable(say("There is nothing in it."))
    return READERS[suffix]
