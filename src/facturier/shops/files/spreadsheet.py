"""XLSX -> rows of texts. Numbers become what a spreadsheet shows of them: its 15 digits, no more.

One sheet holds the orders; what else has cells is refused, since orders might be meant by it.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from facturier.model.message import say
from facturier.shops.files.fault import Unreadable
from facturier.shops.files.workbook import examine, letters


def rows(body: bytes) -> list[list[str]]:
    """Every row from the sheet's first on, empty ones too. Raises Unreadable."""
    examine(body)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(body)) as book:
            sheet = _sheet(book)
            return [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    except PasswordError as error:
        raise Unreadable(say("It is locked with a password. Save it without one.")) from error
    except (CalamineError, ValueError, OSError, OverflowError) as error:
        raise _damaged(error) from error
    except (
        BaseException
    ) as error:  # the library's own alarm for a file that it did not expect is no Exception
        if type(error).__name__ == "PanicException":
            raise _damaged(error) from error
        raise


def _damaged(error: BaseException) -> Unreadable:
    return Unreadable(say("It is no XLSX file that can be read (%(words)s). Save it again.", words=error))


def _sheet(book: CalamineWorkbook) -> CalamineSheet:
    filled = []
    for told in book.sheets_metadata:
        if told.typ is SheetTypeEnum.WorkSheet:
            sheet = book.get_sheet_by_name(told.name)
            if sheet.start is not None:
                filled.append(sheet)
    if len(filled) > 1:
        names = ", ".join(sheet.name for sheet in filled)
        raise Unreadable(
            say("Several sheets hold something: %(names)s. Keep the one with the orders.", names=names)
        )
    if not filled:
        raise Unreadable(say("There is nothing in it."))
    _unmerged(filled[0])
    return filled[0]


def _unmerged(sheet: CalamineSheet) -> None:
    """A merged cell has its value in its first row alone: the other rows would seem empty."""
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        raise Unreadable(
            say(
                "The cells from row %(top)s, column %(left)s to row %(bottom)s, column %(right)s are merged. "
                "Part them, and write the value into each row.",
                top=top + 1,
                left=letters(left + 1),
                bottom=bottom + 1,
                right=letters(right + 1),
            ),
            row=top + 1,
        )


def _text(cell: Any) -> str:
    match cell:
        case bool():
            return "yes" if cell else "no"
        case int() | float():
            return f"{Decimal(f'{cell:.15g}'):f}"
        case datetime():  # kept as a fraction of a day, which seldom meets the second
            return (cell + timedelta(milliseconds=500)).replace(microsecond=0).isoformat()
        case date():
            return cell.isoformat()
        case time() | timedelta():
            return str(cell)
    return str(cell)
