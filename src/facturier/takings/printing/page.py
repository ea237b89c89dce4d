"""A month of the register as a PDF, made by typst as the book's documents are. The same month, the same bytes."""

from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import msgspec
import typst
from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal

from facturier.takings.printing.sheet import Line, Sheet

TEMPLATES = Path(__file__).parent


def as_pdf(sheet: Sheet, locale: Locale) -> bytes:
    """PDF/A-3b; days and amounts as the locale writes them."""
    source = b'#import "/register.typ": register\n#register(json(bytes("%b")))' % _string(
        _data(sheet, locale)
    )
    compiler = typst.Compiler(source, root=TEMPLATES, font_paths=_fonts())
    moment = datetime.combine(sheet.first, time(), UTC)
    return cast(bytes, compiler.compile(pdf_standards="a-3b", timestamp=moment, pdf_tags=False))


def _string(data: dict[str, Any]) -> bytes:
    """Within a string of typst two characters mean something."""
    return msgspec.json.encode(data).replace(b"\\", b"\\\\").replace(b'"', b'\\"')


def _data(sheet: Sheet, locale: Locale) -> dict[str, Any]:
    return {
        "title": sheet.title,
        "month": format_skeleton("yMMMM", sheet.first, locale=locale),
        "company": sheet.company,
        "tax_id": sheet.tax_id,
        "language": locale.language,
        "heads": sheet.heads,
        "lines": [_line(line, locale) for line in sheet.lines],
        "sums": [_line(line, locale) for line in sheet.sums],
        "whole": _line(sheet.whole, locale),
        "open": sheet.open,
    }


def _line(line: Line, locale: Locale) -> dict[str, Any]:
    """starts: it is the first line of its day."""
    starts = line.orders is not None
    amounts = {"gross": line.gross, "taxable": line.taxable, "vat": line.vat}
    return {
        "starts": starts,
        "day": format_date(line.day, "short", locale=locale) if line.day and starts else "",
        "rate": line.rate,
        "orders": str(line.orders) if line.orders is not None else "",
        **{name: format_decimal(amount, "#,##0.00", locale=locale) for name, amount in amounts.items()},
    }


@cache
def _fonts() -> typst.Fonts:
    """Those that come with our dependencies: a page looks alike on every machine."""
    folder = Path(str(files("manimgx_fonts")))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
