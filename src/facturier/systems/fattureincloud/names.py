"""Names that people choose from and documents bear.

A thing of the account is called by its own words and its id, `Banca [2]`: so a document needs no call to find it. A
numbering is called by suffix and year, `/A/2026`, for numbers begin anew each year; each kind of document but the
invoice says so in the name, for each has numbers of its own.
"""

import re

from msgspec import Struct

from facturier.model.kinds import DocumentKind

MAIN = "/"
_ID = re.compile(r"\[(\d+)\]\s*$")
_NATURE = re.compile(r"\bN[1-7](?:\.\d)?\b")
_SDI = re.compile(r"\bMP\d\d\b")
_SERIES = re.compile(r"(?P<suffix>.*?)(?:/(?P<year>20\d\d))?")
_SAID = {
    DocumentKind.PROFORMA: " (proforma)",
    DocumentKind.RECEIPT: " (ricevuta)",
    DocumentKind.CREDIT_NOTE: " (nota di credito)",
    DocumentKind.ORDER: " (ordine)",
}
TYPES = {
    DocumentKind.INVOICE: "invoice",
    DocumentKind.PROFORMA: "proforma",
    DocumentKind.RECEIPT: "receipt",
    DocumentKind.CREDIT_NOTE: "credit_note",
    DocumentKind.ORDER: "order",
}


class Numbering(Struct, frozen=True):
    """suffix: empty for the main numbering. year: None where the name tells none. kind: whose numbers are meant."""

    suffix: str
    year: int | None = None
    kind: DocumentKind = DocumentKind.INVOICE


def named(words: str, id: int) -> str:
    return f"{' '.join(words.split())} [{id}]".strip()


def id_of(name: str) -> int | None:
    """0 is an id as good as any."""
    found = _ID.search(name)
    return int(found[1]) if found else None


def sdi_code(name: str) -> str:
    """The SdI code of a payment method in its name, empty where there is none."""
    found = _SDI.search(name)
    return found[0] if found else ""


def nature(name: str) -> str:
    """Why a VAT type charges none (`natura`), as its name says it; empty where it says nothing."""
    found = _NATURE.search(_ID.sub("", name))
    return found[0] if found else ""


def bare(name: str) -> str:
    """A payment method's own words, without SdI code and id."""
    return " ".join(_SDI.sub("", _ID.sub("", name)).split())


def family(suffix: str) -> str:
    """What a route calls a numbering."""
    return suffix or MAIN


def suffix_of(series: str) -> str:
    return numbering(series).suffix


def series_name(kind: DocumentKind, suffix: str, year: int) -> str:
    return f"{suffix}/{year}{_SAID.get(kind, '')}"


def printed(series: str) -> str:
    """A series as it stands behind a number on paper: without the kind, which only the name says."""
    return series.removesuffix(_SAID.get(numbering(series).kind, ""))


def numbering(series: str) -> Numbering:
    """What a series' name says, whether a route chose it or a document bears it."""
    kind = next((kind for kind, said in _SAID.items() if series.endswith(said)), DocumentKind.INVOICE)
    bare = series.removesuffix(_SAID.get(kind, ""))
    found = _SERIES.fullmatch(bare)
    suffix, year = (found["suffix"], found["year"]) if found else (bare, None)
    return Numbering("" if suffix == MAIN else suffix, int(year) if year else None, kind)
