"""A tiny writer of XLSX files, so that tests can make every sort of good and bad one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from msgspec import Struct

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's days have no zone


class Raw(Struct, frozen=True):
    """A cell as it is to stand in the sheet, `{at}` for its place: formulas, errors, wild places."""

    xml: str


Cell = Any


def workbook(
    rows: Sequence[Sequence[Cell]], *more: Sequence[Sequence[Cell]], merged: Sequence[str] = ()
) -> bytes:
    """A file with one sheet, or several. Cells: str, numbers, bool, datetime, Raw; None for no cell at all."""
    sheets = [rows, *more]
    parts = {f"xl/worksheets/sheet{place}.xml": _sheet(one, merged) for place, one in enumerate(sheets, 1)}
    return archive({**_frame(len(sheets)), **parts})


def archive(parts: Mapping[str, str | bytes]) -> bytes:
    body = BytesIO()
    with ZipFile(body, "w", ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return body.getvalue()


def _sheet(rows: Sequence[Sequence[Cell]], merged: Sequence[str]) -> str:
    told = "".join(
        f'<row r="{row}">{"".join(_cell(cell, row, column) for column, cell in enumerate(cells))}</row>'
        for row, cells in enumerate(rows, 1)
    )
    merges = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    after = f'<mergeCells count="{len(merged)}">{merges}</mergeCells>' if merged else ""
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{told}</sheetData>{after}</worksheet>'


def place(row: int, column: int) -> str:
    """`A1` for row 1, column 0."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def _cell(cell: Cell, row: int, column: int) -> str:
    at = place(row, column)
    match cell:
        case None:
            return ""
        case Raw():
            return cell.xml.replace("{at}", at)
        case bool():
            return f'<c r="{at}" t="b"><v>{int(cell)}</v></c>'
        case int() | float() | Decimal():
            return f'<c r="{at}"><v>{cell}</v></c>'
        case datetime():
            days = (cell - _EPOCH).total_seconds() / 86400
            return f'<c r="{at}" s="1"><v>{days!r}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'


def _frame(count: int) -> dict[str, str]:
    numbers = range(1, count + 1)
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kinds}.worksheet+xml"/>'
        for n in numbers
    )
    sheets = "".join(f'<sheet name="Sheet{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    styles = f'<Relationship Id="rId{count + 1}" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kinds}.styles+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}{styles}'
        "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/>'
        "</cellXfs></styleSheet>",
    }
