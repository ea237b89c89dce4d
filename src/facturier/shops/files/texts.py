"""The bytes of a text file as text. What cannot be told for certain is refused, never guessed.

UTF-8 and UTF-16 show by themselves. Old files of Windows do not say whether they are Central European (cp1250)
or Western (cp1252): they are taken only where both readings are the same.
"""

import codecs
from enum import StrEnum

from facturier.model.message import say
from facturier.shops.files.fault import Unreadable


class Encoding(StrEnum):
    AUTOMATIC = "automatic"
    UTF_8 = "utf-8"
    UTF_16 = "utf-16"
    CP1250 = "cp1250"
    CP1252 = "cp1252"
    ISO_8859_2 = "iso-8859-2"
    ISO_8859_15 = "iso-8859-15"


_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def decoded(body: bytes, encoding: Encoding) -> str:
    """The text without its mark. Raises Unreadable with the row and the way out."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return _strictly(body[len(mark) :], name)
    if encoding is not Encoding.AUTOMATIC:
        return _strictly(body, "utf-16-le" if encoding is Encoding.UTF_16 else encoding.value)
    if wide := _wide(body):
        return _strictly(body, wide)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _of_windows(body)


def _wide(body: bytes) -> str:
    """UTF-16 without a mark: every other byte of mostly Latin text is zero."""
    if b"\0" not in body[:200]:
        return ""
    return "utf-16-le" if body[1:2] == b"\0" else "utf-16-be"


def _strictly(body: bytes, encoding: str) -> str:
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(
            say(
                "It is not %(encoding)s: the byte at place %(place)s fits nothing. Save it as UTF-8.",
                encoding=encoding,
                place=error.start + 1,
            ),
            row=body[: error.start].count(b"\n") + 1,
        ) from error


def _of_windows(body: bytes) -> str:
    for row, line in enumerate(body.split(b"\n"), 1):
        central, western = (_maybe(line, name) for name in ("cp1250", "cp1252"))
        if central is None and western is None:
            raise Unreadable(say("It is no text in an encoding that is known here. Save it as UTF-8."), row)
        if central != western:
            raise Unreadable(
                say(
                    "Its encoding cannot be told: this row may read “%(central)s” (cp1250) or “%(western)s” "
                    "(cp1252). Save the file as UTF-8, or choose its encoding in the settings of the connection.",
                    central=_around(central, western),
                    western=_around(western, central),
                ),
                row,
            )
    return body.decode("cp1252")


def _maybe(line: bytes, encoding: str) -> str | None:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return None


def _around(text: str | None, other: str | None) -> str:
    """The words about the first difference; both encodings have one character for each byte."""
    if text is None:
        return "-"
    place = next(
        (at for at, pair in enumerate(zip(text, other or "", strict=False)) if pair[0] != pair[1]), 0
    )
    return text[max(place - 12, 0) : place + 12].strip()
