"""CSV -> rows of texts."""

import csv
from collections.abc import Iterator
from enum import StrEnum
from io import StringIO

from facturier.model.message import say
from facturier.shops.files.columns import cleaned, columns
from facturier.shops.files.fault import Unreadable


class Separator(StrEnum):
    AUTOMATIC = "automatic"
    COMMA = "comma"
    SEMICOLON = "semicolon"
    TAB = "tab"


_SIGNS = {Separator.COMMA: ",", Separator.SEMICOLON: ";", Separator.TAB: "\t"}


def rows(text: str, separator: Separator) -> Iterator[list[str]]:
    """Every row, empty ones too. Raises Unreadable where quotes do not end or the separator is not to be seen."""
    sign = _SIGNS.get(separator) or _seen(text)
    reader = csv.reader(StringIO(text, newline=""), delimiter=sign, strict=True)
    number = 0
    while True:
        number += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(
                say("The quotes of this row are not right (%(words)s). Was the file cut off?", words=error),
                row=number,
            ) from error
        yield row


def _seen(text: str) -> str:
    """The separator that makes known columns of the first row that is not empty."""
    head = next((line for line in text.splitlines() if line.strip(" ,;\t")), "")
    known = {sign: _known(head, sign) for sign in _SIGNS.values()}
    best = max(known, key=lambda sign: known[sign])
    if not known[best]:
        raise Unreadable(
            say(
                "The first row names no known column. It must hold the names that "
                "“facturier files schema --format csv” shows, separated by comma, semicolon or tab."
            ),
            row=1,
        )
    return best


def _known(head: str, sign: str) -> int:
    return sum(1 for name in head.split(sign) if cleaned(name.strip('" ')) in columns())
