"""What must be known of an XLSX file before a library opens it: that it does not unfold without end, that its
cells fill no larger table than memory holds, and that every formula comes with its result.
"""

import re
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from facturier.model.message import say
from facturier.shops.files.fault import Unreadable

UNFOLDED = 128 << 20
"""Most bytes of all parts together."""
PARTS = 2_000
ROWS, COLUMNS = 50_000, 400
_PIECE = 1 << 16
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_CELL = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})", re.ASCII)
_VALUES = frozenset(("v", "is"))


def examine(body: bytes) -> None:
    """Raises Unreadable for a file that must not be opened."""
    try:
        with ZipFile(BytesIO(body)) as archive:
            members = archive.infolist()
            if len(members) > PARTS or sum(member.file_size for member in members) > UNFOLDED:
                raise Unreadable(
                    say(
                        "It unfolds to more than %(size)s MB. Split it into several files.",
                        size=UNFOLDED >> 20,
                    )
                )
            for member in members:
                if member.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                    raise BadZipFile("folded in a way that no spreadsheet program uses")
                watch = _Sheet().feed if _SHEET.fullmatch(member.filename) else None
                with archive.open(member) as part:
                    _unfold(part.read, watch)
    except (
        BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ) as error:
        raise Unreadable(
            say("It is no XLSX file, or it is damaged (%(words)s). Save it again.", words=error)
        ) from error


def _unfold(read: Callable[[int], bytes], watch: "Callable[[bytes, bool], None] | None") -> None:
    """Reads a part to its end, so that its length and checksum are what the archive says."""
    while piece := read(_PIECE):
        if watch is not None:
            watch(piece, False)
    if watch is not None:
        watch(b"", True)


def letters(column: int) -> str:
    """The name that spreadsheets give a column; 1 is A."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


class _Sheet:
    """Follows the cells of one sheet."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._row = 0
        self._column = 0
        self._formula = self._value = False
        self._broken = False

    def feed(self, piece: bytes, last: bool) -> None:
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as error:
            raise Unreadable(
                say("It is no XLSX file, or it is damaged (%(words)s). Save it again.", words=error)
            ) from error

    def _doctype(self, *given: Any) -> None:
        raise Unreadable(say("A sheet of it declares a document type; no spreadsheet program writes that."))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(" ")[2]:
            case "row":
                given = attributes.get("r", "")
                self._row = int(given) if given.isdecimal() else self._row + 1
                self._column = 0
                self._within()
            case "c":
                self._cell(attributes)
            case "f":
                self._formula = True
            case local if local in _VALUES:
                self._value = True

    def _cell(self, attributes: dict[str, str]) -> None:
        self._column += 1
        if place := _CELL.fullmatch(attributes.get("r", "")):
            self._column = 0
            for letter in place[1].upper():
                self._column = self._column * 26 + ord(letter) - 64
            self._row = int(place[2])
        self._within()
        self._formula = self._value = False
        self._broken = attributes.get("t") == "e"

    def _within(self) -> None:
        if self._row > ROWS or self._column > COLUMNS:
            raise Unreadable(
                say(
                    "A cell stands in row %(row)s, column %(column)s; at most %(rows)s rows and %(columns)s "
                    "columns are read. Delete what lies beyond the orders, or split the file.",
                    row=self._row,
                    column=self._column,
                    rows=ROWS,
                    columns=COLUMNS,
                ),
                row=self._row,
            )

    def _end(self, name: str) -> None:
        if name.rpartition(" ")[2] != "c":
            return
        column = f"column {letters(self._column)}"
        if self._broken:
            raise Unreadable(
                say("A formula went wrong here. Correct it, or write its result."), self._row, column
            )
        if self._formula and not self._value:
            raise Unreadable(
                say(
                    "A formula without its result stands here. Open the file in a spreadsheet program and save "
                    "it, or write the result."
                ),
                self._row,
                column,
            )
