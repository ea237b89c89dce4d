"""What a machine reads on the printed page."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, TypeVar

from pypdf import PdfReader
from pypdf.generic import DictionaryObject, PdfObject

from facturier.systems.book.printing.paper import Paper
from facturier.systems.book.printing.render import render

Kind = TypeVar("Kind", bound=PdfObject)


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def pages(paper: Paper) -> list[str]:
    return [page.extract_text() for page in reader(render(paper)).pages]


def text(paper: Paper) -> str:
    """All of it, with every run of blanks as one: where a line was broken does not matter."""
    return squeezed(" ".join(pages(paper)))


def placed(pdf: bytes) -> list[tuple[str, tuple[float, float]]]:
    """Every piece of text with its place on the first page, from the top down."""
    found: list[tuple[str, tuple[float, float]]] = []

    def seen(text: str, current: list[float], matrix: list[float], *font: Any) -> None:
        x, y = matrix[4], matrix[5]
        at = (current[0] * x + current[2] * y + current[4], current[1] * x + current[3] * y + current[5])
        if text.strip():
            found.append((text.strip(), at))

    reader(pdf).pages[0].extract_text(visitor_text=seen)
    return sorted(found, key=lambda piece: (round(piece[1][1]), round(piece[1][0]), piece[0]))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def inside(kind: type[Kind], holder: PdfObject, *names: str) -> Kind:
    """What lies under the last of `names`, each within the one before."""
    found = holder
    for name in names:
        assert isinstance(found, DictionaryObject)
        found = found[name]
    assert isinstance(found, kind)
    return found


def fonts(pdf: bytes) -> Iterator[DictionaryObject]:
    """Descriptors of the fonts of each page."""
    for page in reader(pdf).pages:
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            descendants = font.get_object()["/DescendantFonts"].get_object()
            for descendant in descendants:
                yield descendant.get_object()["/FontDescriptor"].get_object()
