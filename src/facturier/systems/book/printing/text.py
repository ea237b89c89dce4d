"""Text of any origin, made fit to be printed: every character has a glyph, every word a place to break."""

import re
import unicodedata
from typing import Any

from facturier.systems.book.printing.faces import drawable

BREAK = "\u200b"
_BLANKS = str.maketrans({"\t": " ", **dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n")})
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")
_UNKNOWN = "\ufffd"
_PIECE = re.compile("[^\u0300-\u036f\u200c\u200d\ufe0e\ufe0f]{1,4}[\u0300-\u036f\u200c\u200d\ufe0e\ufe0f]*")
_PLAIN = re.compile(r"[ -~\xa0-\xac\xae-\u017f\u0218-\u021b]*")


def fit(value: Any, longest: int) -> Any:
    """`value` (of sequences, maps and texts) with `printable` texts."""
    match value:
        case str():
            return printable(value, longest)
        case list() | tuple():
            return [fit(each, longest) for each in value]
        case dict():
            return {key: fit(each, longest) for key, each in value.items()}
        case _:
            return value


def printable(text: str, longest: int) -> str:
    """Without what no page can show.

    Control characters are dropped, and so are those that turn the direction of what follows them: an
    amount must not be read backwards. A character that none of our fonts has becomes U+FFFD, for PDF/A
    allows no missing glyph. `BREAK` marks where words of more than `longest` characters may be broken.
    """
    if not _PLAIN.fullmatch(text):
        text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").translate(_BLANKS))
        text = "".join(_shown(char) for char in text)
    if len(text) > longest:
        text = re.sub(rf"\S{{{longest + 1},}}", lambda word: BREAK.join(_PIECE.findall(word[0])), text)
    return text


def _shown(char: str) -> str:
    if char == "\n" or char in _JOINERS:
        return char
    if unicodedata.category(char) in ("Cc", "Cf", "Cs"):
        return ""
    return char if ord(char) in drawable() else _UNKNOWN
