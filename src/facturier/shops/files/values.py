"""One value of a file as what it means: exact numbers, moments, yes and no. Nothing is guessed.

JSON gives texts, exact numbers and booleans; tables give texts alone.
"""

import re
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, cast
from zoneinfo import ZoneInfo

from babel.numbers import is_currency
from msgspec import Struct

from facturier.model.message import Message, say
from facturier.shops.files.fault import nearest
from facturier.shops.files.fields import Field, Sort

LONGEST = 500
LARGEST = Decimal(10) ** 9
_EARLIEST = 2000
_PLAIN = {
    ".": re.compile(r"-?\d{1,12}(\.\d{1,12})?", re.ASCII),
    ",": re.compile(r"-?\d{1,12}(,\d{1,12})?", re.ASCII),
}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII)
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_YES, _NO = ("yes", "true", "1"), ("no", "false", "0")
_FORMS = {
    "country": (re.compile("[A-Z]{2}"), say("two-letter code of a country, such as RO")),
    "language": (re.compile("[a-z]{2}"), say("two-letter code of a language, such as ro")),
    "currency": (re.compile("[A-Z]{3}"), say("three-letter code of a currency, such as RON")),
}


class Wrong(ValueError):
    """A value that cannot be taken, and why."""

    def __init__(self, what: Message) -> None:
        super().__init__(what.render())
        self.what = what


class Reading(Struct, frozen=True):
    """How values are written. zone: of moments that name none. point: the decimal sign of texts."""

    zone: ZoneInfo
    point: str = "."


def text_of(raw: Any) -> str:
    """A plain value as text; numbers as they stand. Raises Wrong for objects and lists, and for what is no text."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if isinstance(raw, Decimal):
        return f"{raw:f}" if abs(raw.adjusted()) < LONGEST else str(raw)
    if not isinstance(raw, str):
        raise Wrong(say("An object or a list stands where one value belongs."))
    if _UNFIT.search(raw):
        raise Wrong(say("It holds a control character, or half of one: it cannot be printed on a document."))
    return raw.replace("\r\n", "\n").replace("\r", "\n").strip()


def value_of(field: Field, raw: Any, reading: Reading) -> Any:
    """The value of a field that is neither an object nor a list. Raises Wrong."""
    words = text_of(raw)
    if not words:
        if field.required:
            raise Wrong(say("It is missing: %(what)s.", what=field.words))
        return field.default
    match field.sort:
        case Sort.NUMBER:
            return _number(field, raw if isinstance(raw, Decimal) else words, reading.point)
        case Sort.YES_NO:
            return _yes_no(words)
        case Sort.MOMENT:
            return _moment(words, reading.zone)
        case Sort.CHOICE:
            return _choice(field, words)
    return _text(field, words)


def _text(field: Field, words: str) -> str:
    longest = field.limits.get("longest", LONGEST)
    if len(words) > longest:
        raise Wrong(
            say("It is too long: %(count)s characters, at most %(most)s.", count=len(words), most=longest)
        )
    form = field.limits.get("form")
    if form is None:
        return words
    pattern, wanted = _FORMS[form]
    cased = words.lower() if form == "language" else words.upper()
    if not pattern.fullmatch(cased) or (form == "currency" and not is_currency(cased)):
        raise Wrong(say("“%(value)s” is no %(wanted)s.", value=_short(words), wanted=wanted))
    return cased


def _number(field: Field, raw: Decimal | str, point: str) -> Decimal:
    number = raw if isinstance(raw, Decimal) else _figure(raw, point)
    if not number.is_finite() or abs(number) >= LARGEST:
        raise Wrong(say("The number is too large; it must be below %(most)s.", most=LARGEST))
    decimals = int(field.limits["decimals"])
    if number != number.quantize(Decimal(1).scaleb(-decimals)):
        raise Wrong(
            say("%(value)s has more than %(most)s decimals.", value=_short(text_of(number)), most=decimals)
        )
    least, most = field.limits.get("least"), field.limits.get("most")
    if least is not None and number < least:
        raise Wrong(say("%(value)s is negative; write it without a minus.", value=_short(text_of(number))))
    if most is not None and number > most:
        raise Wrong(say("%(value)s is more than %(most)s.", value=_short(text_of(number)), most=most))
    return number + Decimal(0)


def _figure(words: str, point: str) -> Decimal:
    if _PLAIN[point].fullmatch(words):
        return Decimal(words.replace(",", "."))
    other = "," if point == "." else "."
    if _PLAIN[other].fullmatch(words):
        raise Wrong(
            say(
                "“%(value)s” is written with “%(sign)s”; write %(right)s, or change the decimal sign in the "
                "settings of the connection.",
                value=words,
                sign=other,
                right=words.replace(other, point),
            )
        )
    raise Wrong(
        say(
            "“%(value)s” is no plain number such as %(right)s: no blanks, currency or thousands signs.",
            value=_short(words),
            right=f"1234{point}56",
        )
    )


def _yes_no(words: str) -> bool:
    if words.lower() in _YES:
        return True
    if words.lower() in _NO:
        return False
    raise Wrong(say("“%(value)s” is neither yes nor no.", value=_short(words)))


def _moment(words: str, zone: ZoneInfo) -> datetime:
    """A moment as aware UTC; a day is its first moment. One without a zone is the shop's."""
    try:
        found = datetime.fromisoformat(words) if _MOMENT.fullmatch(words) else None
        if found is not None and found.year >= _EARLIEST:
            return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):  # a 31st of February
        found = None
    raise Wrong(
        say(
            "“%(value)s” is no date such as 2026-11-20 or 2026-11-20 14:30 (year, month, day).",
            value=_short(words),
        )
    )


def _choice(field: Field, words: str) -> Enum:
    known: dict[str, Enum] = {str(one.value): one for one in cast(type[Enum], field.shape)}
    if words.lower() not in known:
        raise Wrong(
            say(
                "“%(value)s” is not known here. Nearest: %(nearest)s.",
                value=_short(words),
                nearest=nearest(words, list(known)),
            )
        )
    return known[words.lower()]


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:57]}..."
