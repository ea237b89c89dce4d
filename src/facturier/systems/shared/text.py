"""Texts of a vendor, for matching: words without case and diacritics, and what stands in a PDF."""

import io
import unicodedata

from pypdf import PdfReader


def plain(text: str) -> str:
    """`text` for loose matching: lower case, without diacritics."""
    split = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def text_of(pdf: bytes) -> str | None:
    """The text of a PDF, or None where none can be read from it."""
    try:
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    except Exception:  # a damaged file fails in many ways inside the reader; all mean "unreadable"
        return None
    return "\n".join(pages).strip() or None
