"""Our mark on a document: derived, never random, so that a lost answer can be recognised for ever.

`FX-<installation>-<slot>`: the first part tells two installations on one account apart, the second is
a digest of the sale slot. Twelve base-32 characters of SHA-256 (60 bits) are unambiguous in print.
"""

import re
from base64 import b32encode
from hashlib import sha256

from msgspec import Struct

PATTERN = re.compile(r"FX-([A-Z2-7]{4})-([A-Z2-7]{12})")
_MARK = re.compile(PATTERN.pattern + r"(?::[a-z_]+)?")
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2212"), "-")
_BROKEN_AT = "\u00ad"  # a hyphen at the end of a line: the mark's own, or put there by the printer
_LETTER, _HYPHEN = f"{_BROKEN_AT}?[A-Z2-7]", f"{_BROKEN_AT}?[-{_BROKEN_AT}]"
_PRINTED = re.compile(rf"F{_BROKEN_AT}?X{_HYPHEN}((?:{_LETTER}){{4}}){_HYPHEN}((?:{_LETTER}){{12}})")


def _digest(text: str, length: int) -> str:
    return b32encode(sha256(text.encode()).digest()).decode()[:length]


class Slot(Struct, frozen=True):
    """The sale slot (invariant I1). `issuer` is the legal issuer's country and tax number."""

    issuer: str
    origin: str
    document_class: str
    part: str
    ordinal: int

    def reference(self, installation: str) -> str:
        slot = "\x1f".join((self.issuer, self.origin, self.document_class, self.part, str(self.ordinal)))
        return f"FX-{_digest(installation, 4)}-{_digest(installation + slot, 12)}"


def references_in(text: str) -> list[str]:
    """Every mark found in `text`, in order, also where a PDF broke it with blanks or hyphenated it."""
    plain = re.sub(r"-\s*\n", _BROKEN_AT, text.translate(_HYPHENS))
    squeezed = re.sub(r"\s+", "", plain)
    return ["FX-{}-{}".format(*map(_unbroken, found.groups())) for found in _PRINTED.finditer(squeezed)]


def marks_in(words: str) -> set[str]:
    """The marks of a text that no printer touched, each with the word that may be appended to it
    (`FX-..:cancelled`)."""
    return {match.group() for match in _MARK.finditer(words)}


def _unbroken(part: str) -> str:
    return part.replace(_BROKEN_AT, "")


def installation_of(reference: str) -> str:
    """The installation part of a mark."""
    return reference.split("-")[1]
