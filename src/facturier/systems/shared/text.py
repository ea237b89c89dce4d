"""Texts of a vendor, for matching: words without case and diacritics."""

import unicodedata


def plain(text: str) -> str:
    """`text` for loose matching: lower case, without diacritics."""
    split = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in split if not unicodedata.combining(letter))
