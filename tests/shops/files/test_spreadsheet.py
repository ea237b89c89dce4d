"""XLSX: figures as they are shown, and everything that a spreadsheet may hide is said."""

from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from tests.shops.files.support import HEAD, faults, only, orders
from tests.support.workbook import Raw, archive, workbook

from facturier.shops.files.workbook import letters

NAMES = HEAD.split(",")
ROW: list[Any] = [1001, datetime(2026, 11, 19, 14, 30), "RON", "Ana", "Mug", 2, 19.99, 21]  # noqa: DTZ001


def book(*rows: list[Any], **parts: Any) -> bytes:
    return workbook([NAMES, *rows], **parts)


def changed(place: int, cell: Any) -> list[Any]:
    return [*ROW[:place], cell, *ROW[place + 1 :]]


@pytest.mark.parametrize(
    ("cell", "price"),
    [
        (19.99, "19.99"),
        (Raw('<c r="{at}"><v>19.989999999999998</v></c>'), "19.99"),
        (Raw('<c r="{at}"><v>0.30000000000000004</v></c>'), "0.3"),
        (Raw('<c r="{at}"><v>1E-2</v></c>'), "0.01"),
        (Raw('<c r="{at}"><f>2*10</f><v>20</v></c>'), "20"),
        (123456789.123456, "123456789.123456"),
        ("19.99", "19.99"),
    ],
)
def test_figures_are_what_the_spreadsheet_shows(cell: Any, price: str) -> None:
    (order,) = orders("a.xlsx", book(changed(6, cell)))
    assert order.lines[0].unit_gross == Decimal(price)


def test_dates_and_numbers_of_orders_keep_their_form() -> None:
    (order,) = orders("a.xlsx", book(ROW))
    assert order.number == "1001"
    assert order.placed_at.isoformat() == "2026-11-19T12:30:00+00:00"
    assert orders("a.xlsx", book(changed(0, "000042")))[0].number == "000042"


def test_times_do_not_lose_a_second_to_fractions_of_a_day() -> None:
    for minute in range(0, 60, 7):
        moment = datetime(2026, 11, 19, 9, minute, 13)  # noqa: DTZ001 - as a spreadsheet has it
        (order,) = orders("a.xlsx", book(changed(1, moment)))
        assert (order.placed_at.minute, order.placed_at.second) == (minute, 13)


def test_rows_are_counted_as_the_spreadsheet_counts_them() -> None:
    assert only("a.xlsx", book(ROW, [], [None] * 8, changed(0, None)))[:2] == (5, "number")


@pytest.mark.parametrize(
    ("body", "row", "words"),
    [
        (book(changed(6, Raw('<c r="{at}"><f>A1*2</f></c>'))), 2, "formula without its result"),
        (book(changed(6, Raw('<c r="{at}" t="e"><v>#DIV/0!</v></c>'))), 2, "went wrong"),
        (book(ROW, merged=["A2:A3"]), 2, "merged"),
        (book(ROW, changed(0, Raw('<c r="XFD1048576"><v>1</v></c>'))), 1048576, "at most 50000 rows"),
        (workbook([NAMES, ROW], [["a note"]]), 0, "Several sheets hold something: Sheet1, Sheet2"),
        (workbook([]), 0, "nothing in it"),
        (workbook([[], []]), 0, "nothing in it"),
        (b"PK\x03\x04 no zip at all", 0, "no XLSX file"),
        (b"number,placed_at", 0, "no XLSX file"),
        (archive({"readme.txt": "no workbook"}), 0, "no XLSX file"),
        (book(ROW)[:-40], 0, "no XLSX file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), 0, "no XLSX file"),
    ],
)
def test_what_cannot_be_trusted_is_refused(body: bytes, row: int, words: str) -> None:
    found = only("a.xlsx", body)
    assert found[0] == row
    assert words in found[2]


def test_columns_are_named_as_spreadsheets_name_them() -> None:
    names = {1: "A", 26: "Z", 27: "AA", 52: "AZ", 53: "BA", 702: "ZZ", 703: "AAA", 16384: "XFD"}
    assert {column: letters(column) for column in names} == names
    body = book([*ROW, *([None] * 20), Raw('<c r="{at}"><f>A1</f></c>')])
    assert only("a.xlsx", body)[:2] == (2, "column AC")


def test_an_empty_second_sheet_does_not_matter() -> None:
    assert orders("a.xlsx", workbook([NAMES, ROW], []))[0].number == "1001"


def bomb(declared: int | None = None) -> bytes:
    """A gigabyte of blanks in a sheet, folded small; its size may be understated."""
    body = BytesIO()
    with ZipFile(body, "w", ZIP_DEFLATED) as file, file.open("xl/worksheets/sheet1.xml", "w") as sheet:
        for _ in range(200):
            sheet.write(b" " * (1 << 20))
    folded = bytearray(body.getvalue())
    if declared is not None:
        at = folded.rindex(b"PK\x01\x02") + 24
        folded[at : at + 4] = declared.to_bytes(4, "little")
    return bytes(folded)


def test_a_file_that_unfolds_without_end_is_not_unfolded() -> None:
    assert "unfolds to more than 128 MB" in only("a.xlsx", bomb())[2]
    assert "no XLSX file" in only("a.xlsx", bomb(declared=1000))[2]


def test_a_document_type_is_refused() -> None:
    sheet = '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>'
    assert "document type" in only("a.xlsx", archive({"xl/worksheets/sheet1.xml": sheet}))[2]


@pytest.mark.parametrize("name", ["a.xls", "a.ods", "a.xlsb"])
def test_other_spreadsheets_are_told_how_to_be_saved(name: str) -> None:
    assert "Save it as .xlsx" in only(name, b"anything")[2]


def test_a_decimal_comma_in_a_cell_of_text_is_told() -> None:
    assert faults("a.xlsx", book(changed(6, "19,99")))[0][:2] == (2, "price")
