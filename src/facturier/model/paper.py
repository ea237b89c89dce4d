"""What stands in the PDF of a document."""

import io

from pypdf import PdfReader


def text_of(pdf: bytes) -> str | None:
    """The text of a PDF, or None where none can be read from it."""
    try:
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    except Exception:  # a damaged file fails in many ways inside the reader; all mean "unreadable"
        return None
    return "\n".join(pages).strip() or None
