"""For other programs: comma-separated values and a spreadsheet. Amounts are in the company's currency."""

import csv
from io import BytesIO, StringIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from facturier.takings.printing.sheet import Line, Sheet

KEYS = ("day", "category", "percent", "gross", "taxable", "vat", "orders", "closed")


def as_csv(sheet: Sheet) -> bytes:
    """UTF-8. The heads are names that never change; days as in ISO 8601, amounts with a point, categories by code
    (EN 16931). Only days, no sums."""
    text = StringIO()
    write = csv.writer(text, lineterminator="\r\n")
    write.writerow(KEYS)
    for line in sheet.lines:
        write.writerow(
            [
                line.day,
                line.treatment.category.value if line.treatment else "",
                f"{line.treatment.percent.normalize():f}" if line.treatment else "",
                line.gross,
                line.taxable,
                line.vat,
                "" if line.orders is None else line.orders,
                "yes" if line.closed else "no",
            ]
        )
    return text.getvalue().encode()


def as_xlsx(sheet: Sheet) -> bytes:
    """One sheet: days, then the sums of the month. A spreadsheet's numbers are binary fractions by its format; to
    the cent they are exact."""
    body = BytesIO()
    with Workbook(body, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        total = book.add_format({"bold": True, "num_format": "#,##0.00", "top": 1})
        day, head = (
            book.add_format({"num_format": "yyyy-mm-dd"}),
            book.add_format({"bold": True, "bottom": 1}),
        )
        page = book.add_worksheet(sheet.first.strftime("%Y-%m"))
        page.set_column(0, 1, 18)
        page.set_column(2, 5, 15)
        page.write(0, 0, sheet.title, bold)
        page.write(1, 0, f"{sheet.company}, {sheet.tax_id}")
        page.write(2, 0, sheet.open)
        page.write_row(4, 0, sheet.heads, head)
        row = 5
        for line in sheet.lines:
            page.write_datetime(row, 0, line.day, day)
            _write(page, row, line, money)
            row += 1
        for line in (*sheet.sums, sheet.whole):
            _write(page, row, line, total)
            row += 1
        page.freeze_panes(5, 0)
    return body.getvalue()


def _write(page: Worksheet, row: int, line: Line, money: Format) -> None:
    page.write_string(row, 1, line.rate)
    for column, amount in enumerate((line.gross, line.taxable, line.vat), 2):
        page.write_number(row, column, amount, money)
    if line.orders is not None:
        page.write_number(row, 5, line.orders)
