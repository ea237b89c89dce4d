"""Which country a number of the shop's own stands for.

The vendor has a list of them whose shape is not documented. So each entry is asked for whatever tells a country: a
code of two letters, else a name in Italian or English. What is told in two ways that differ is not used.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from babel import Locale

LISTED: Any = list[Any] | dict[str, Any]
_UIDS = ("uid", "id", "country_uid", "countryUID")
_LANGUAGES = ("it", "en")


def table(told: list[Any] | dict[str, Any]) -> dict[str, str]:
    """Number -> ISO 3166-1 code, of every entry that can be understood."""
    found = {uid: _iso(entry) for uid, entry in _entries(told)}
    return {uid: code for uid, code in found.items() if code}


def _entries(told: list[Any] | dict[str, Any]) -> Iterator[tuple[str, Any]]:
    if isinstance(told, dict):
        yield from ((str(uid), entry) for uid, entry in told.items() if str(uid).isdecimal())
    for entry in told if isinstance(told, list) else ():
        if isinstance(entry, dict):
            uid = next((str(entry[name]) for name in _UIDS if name in entry), "")
            if uid.isdecimal():
                yield uid, entry


def _iso(entry: Any) -> str:
    words = [entry] if isinstance(entry, str) else list(entry.values()) if isinstance(entry, dict) else []
    texts = [word.strip() for word in words if isinstance(word, str)]
    codes = {text.upper() for text in texts if len(text) == 2 and text.upper() in _names().values()}
    names = {_names()[text.casefold()] for text in texts if text.casefold() in _names()}
    told = codes | names
    return told.pop() if len(told) == 1 else ""


@cache
def _names() -> dict[str, str]:
    """Names of countries in small letters, in the languages of such a shop."""
    return {
        name.casefold(): code
        for language in _LANGUAGES
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code.isalpha()
    }
