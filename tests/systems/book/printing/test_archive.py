"""The file itself: PDF/A-3b by its metadata, complete in itself, the same whenever it is made."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import msgspec
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject, TextStringObject
from tests.systems.book.printing.papers import in_language, line, paper
from tests.systems.book.printing.reading import fonts, inside, reader

from facturier.systems.book.printing.paper import Attachment, Language, Template
from facturier.systems.book.printing.render import render

PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
DC = "{http://purl.org/dc/elements/1.1/}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
XML = Attachment("factura.xml", b"<Invoice>\xc8\x98</Invoice>", "application/xml", "UBL")


def xmp(pdf: bytes) -> ElementTree.Element:
    """The metadata stream, which must be readable without any decoding."""
    metadata = inside(StreamObject, reader(pdf).trailer, "/Root", "/Metadata")
    assert "/Filter" not in metadata
    return ElementTree.fromstring(metadata.get_data())  # noqa: S314


def said(pdf: bytes, name: str) -> str:
    (element,) = xmp(pdf).iter(name)
    return " ".join(part.strip() for part in element.itertext() if part.strip())


@pytest.mark.parametrize("template", Template)
@pytest.mark.parametrize("language", Language)
def test_it_says_that_it_is_pdf_a_3b(language: Language, template: Template) -> None:
    pdf = render(in_language(language, template=template))
    assert (said(pdf, f"{PDFA}part"), said(pdf, f"{PDFA}conformance")) == ("3", "B")
    root = inside(DictionaryObject, reader(pdf).trailer, "/Root")
    intent = inside(ArrayObject, root, "/OutputIntents")[0].get_object()
    assert intent["/S"] == "/GTS_PDFA1"
    assert inside(StreamObject, intent, "/DestOutputProfile").get_data()
    assert inside(TextStringObject, root, "/Lang") == language.value
    assert "/ID" in reader(pdf).trailer
    assert not reader(pdf).is_encrypted


def test_title_author_and_dates_are_those_of_the_document() -> None:
    pdf = render(paper())
    assert said(pdf, f"{DC}title") == "Factură FCT 0128"
    assert said(pdf, f"{DC}creator") == "Atelierul de Lână S.R.L."
    assert said(pdf, f"{DC}language") == "ro"
    assert said(pdf, f"{XMP}CreateDate").startswith("2026-11-27T00:00:00")
    info = reader(pdf).metadata
    assert info is not None
    assert info.title == "Factură FCT 0128"
    assert info.creation_date == datetime(2026, 11, 27, tzinfo=UTC)


@pytest.mark.parametrize("template", Template)
def test_every_font_is_inside(template: Template) -> None:
    texts = ["Fular", "🎁 cadou", "Ελληνικά", "עברית", "ไทย"]
    pdf = render(paper([line(n, each, "1", "10") for n, each in enumerate(texts, 1)], template=template))
    found = list(fonts(pdf))
    assert len(found) > 4
    assert [font for font in found if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(font)] == []
    assert all("+Noto" in inside(NameObject, font, "/FontName") for font in found)


@pytest.mark.parametrize("template", Template)
def test_the_same_paper_gives_the_same_bytes(template: Template) -> None:
    first = render(paper(template=template))
    for other in (paper(number="0129"), paper(issue_date=date(2026, 1, 2)), paper(language=Language.POLISH)):
        assert render(msgspec.structs.replace(other, template=template)) != first
    assert render(paper(template=template)) == first


def test_many_threads_print_at_once_and_each_gets_its_own_document() -> None:
    papers = [paper(number=f"{n:04}", template=list(Template)[n % 2]) for n in range(24)]
    alone = [render(each) for each in papers]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(render, papers)) == alone
    for each, pdf in zip(papers, alone, strict=True):
        assert f"FCT {each.number}" in reader(pdf).pages[0].extract_text()


def test_a_file_goes_with_the_document() -> None:
    pdf = render(paper(), attachments=(XML,))
    assert reader(pdf).attachments == {"factura.xml": [XML.content]}
    (specification,) = inside(ArrayObject, reader(pdf).trailer, "/Root", "/AF")
    file = specification.get_object()
    assert (file["/AFRelationship"], file["/UF"], file["/Desc"]) == ("/Alternative", "factura.xml", "UBL")
    assert inside(NameObject, file, "/EF", "/F", "/Subtype") == "/application/xml"
    assert said(pdf, f"{PDFA}part") == "3"
    assert reader(render(paper())).attachments == {}


def test_an_attachment_may_be_of_any_bytes() -> None:
    binary = Attachment("a.bin", bytes(range(256)), "application/octet-stream", relation="supplement")
    assert reader(render(paper(), (XML, binary))).attachments["a.bin"] == [bytes(range(256))]
