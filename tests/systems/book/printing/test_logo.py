"""The logo, and one that cannot be printed."""

import pytest
from pypdf.generic import DictionaryObject
from tests.systems.book.printing.papers import paper
from tests.systems.book.printing.pictures import SVG, png
from tests.systems.book.printing.reading import inside, reader, text

from facturier.model.party import Party
from facturier.ports.errors import Misconfigured
from facturier.systems.book.printing.paper import Seller, Template
from facturier.systems.book.printing.render import check_logo, render

BROKEN = [b"no picture", png(30, 10)[:60], b"<svg", b"GIF89a"]


@pytest.mark.parametrize("template", Template)
def test_a_png_stands_on_the_first_page(template: Template) -> None:
    (page,) = reader(render(paper(template=template, logo=png(300, 100)))).pages
    (picture,) = [
        each.get_object() for each in inside(DictionaryObject, page, "/Resources", "/XObject").values()
    ]
    assert (picture["/Subtype"], picture["/Width"], picture["/Height"]) == ("/Image", 300, 100)


@pytest.mark.parametrize("template", Template)
def test_an_svg_may_hold_text(template: Template) -> None:
    seller = Seller(Party(name="Atelier"))
    assert "Lână" not in text(paper(template=template, seller=seller, lines=[]))
    assert "Lână" in text(paper(template=template, seller=seller, lines=[], logo=SVG))


@pytest.mark.parametrize("shape", [(2000, 10), (10, 2000), (1, 1)])
def test_a_logo_of_any_shape_leaves_the_page_as_it_is(shape: tuple[int, int]) -> None:
    assert len(reader(render(paper(logo=png(*shape)))).pages) == 1


@pytest.mark.parametrize("logo", BROKEN)
def test_what_is_no_picture_is_said_to_be_none(logo: bytes) -> None:
    with pytest.raises(Misconfigured, match="The logo cannot be printed"):
        check_logo(logo)
    with pytest.raises(Misconfigured, match="The logo cannot be printed"):
        render(paper(logo=logo))


@pytest.mark.parametrize("logo", [png(30, 10), SVG])
def test_a_picture_passes_the_check(logo: bytes) -> None:
    check_logo(logo)
    assert render(paper(logo=logo)).startswith(b"%PDF")
