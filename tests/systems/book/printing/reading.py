"""What a machine reads on the printed page."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from facturier.systems.book.printing.paper import Paper
from facturier.systems.book.printing.render import render


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def pages(paper: Paper) -> list[str]:
    return [page.extract_text() for page in reader(render(paper)).pages]


def text(paper: Paper) -> str:
    """All of it, with every run of blanks as one: where a line was broken does not matter."""
    return squeezed(" ".join(pages(paper)))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def fonts(pdf: bytes) -> Iterator[DictionaryObject]:
    """Descriptors of the fonts of each page."""
    for page in reader(pdf).pages:
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            descendants = font.get_object()["/DescendantFonts"].get_object()
            for descendant in descendants:
                yield descendant.get_object()["/FontDescriptor"].get_object()
