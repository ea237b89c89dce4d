"""Documents of many lines: repeated heads, sums carried over, page numbers, and totals that never stand alone."""

import re
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from tests.systems.book.printing.papers import in_language, line, paper, summed
from tests.systems.book.printing.pictures import SVG
from tests.systems.book.printing.reading import pages, placed, squeezed

from facturier.systems.book.printing import render as rendering
from facturier.systems.book.printing.figures import figures
from facturier.systems.book.printing.paper import Language, Template
from facturier.systems.book.printing.render import render
from facturier.systems.book.printing.words import words

SAID = words(Language.ROMANIAN)
AMOUNT = r"(-?[\d.]+,\d\d)"
ROW = re.compile(rf"\d buc [\d.,]+ {AMOUNT} \d+% {AMOUNT} {AMOUNT}")
CATALOGUE = [
    line(
        n, f"Produs numărul {n}, cu o denumire ceva mai lungă", "2", f"{1000 + n * 7}.3", ("21", "11")[n % 2]
    )
    for n in range(1, 401)
]


def amounts(found: tuple[str, ...]) -> list[Decimal]:
    return [Decimal(each.replace(".", "").replace(",", ".")) for each in found]


def carried(page: str, label: str) -> list[Decimal] | None:
    found = re.search(rf"{label} {AMOUNT} {AMOUNT} {AMOUNT}", page)
    return amounts(found.groups()) if found else None


@pytest.mark.parametrize("template", Template)
def test_the_sums_of_400_lines_are_carried_from_page_to_page(template: Template) -> None:
    printed = [squeezed(page) for page in pages(paper(CATALOGUE, template=template))]
    assert len(printed) > 8
    so_far = [Decimal(0)] * 3
    for number, page in enumerate(printed, 1):
        brought, forward = carried(page, SAID.brought), carried(page, SAID.carried)
        assert brought == (None if number == 1 else so_far)
        rows = [amounts(found) for found in ROW.findall(page)]
        so_far = [sum(column, before) for before, column in zip(so_far, zip(*rows, strict=True), strict=True)]
        assert forward == (None if number == len(printed) else so_far)
    _, sums = summed(CATALOGUE)
    assert so_far == [sums.net, sums.vat, sums.payable]
    assert sum(len(ROW.findall(page)) for page in printed) == 400


@pytest.mark.parametrize("language", Language)
def test_every_page_has_heads_number_and_its_place_among_all(language: Language) -> None:
    said = words(language)
    printed = [squeezed(page) for page in pages(in_language(language, lines=tuple(CATALOGUE[:90])))]
    assert len(printed) > 2
    for number, page in enumerate(printed, 1):
        assert said.item in page
        assert said.page.format(page=number, pages=len(printed)) in page
        assert "0128" in page
    for before, after in pairwise(printed):
        assert said.carried in before
        assert said.brought in after


def test_a_document_of_one_page_carries_nothing() -> None:
    (page,) = pages(paper(CATALOGUE[:5]))
    assert SAID.carried not in page
    assert SAID.brought not in page


@pytest.mark.parametrize("template", Template)
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("more", [{}, {"cancelled": True, "logo": SVG, "paid": Decimal(5)}])
def test_one_page_looks_alike_whether_or_not_it_was_set_as_one(
    template: Template, language: Language, more: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """But for what two ways of adding up the same lengths make of the last digits."""
    single = paper(CATALOGUE[:4], template=template, language=language, **more)
    one = placed(render(single))
    monkeypatch.setattr(rendering, "fits", lambda paper: False)
    other = placed(render(single))
    assert [text for text, _ in one] == [text for text, _ in other]
    assert [place for _, place in one] == [pytest.approx(place, abs=0.02) for _, place in other]


def test_what_seems_to_fit_on_one_page_and_does_not_is_set_on_two(monkeypatch: pytest.MonkeyPatch) -> None:
    long = paper(CATALOGUE[:60])
    as_ever = render(long)
    monkeypatch.setattr(rendering, "fits", lambda paper: True)
    assert render(long) == as_ever


@pytest.mark.parametrize("template", Template)
def test_the_sums_at_the_foot_are_never_alone_on_a_page(template: Template) -> None:
    """However many lines there are: where the foot no longer fits, the last line goes with it."""
    turned = 0
    for count in range(8, 30):
        printed = [squeezed(page) for page in pages(paper(CATALOGUE[:count], template=template, mentions=""))]
        (foot,) = [page for page in printed if "Total de plată" in page]
        assert ROW.search(foot)
        assert foot is printed[-1]
        turned += len(printed) > 1
    assert 0 < turned < 22


def test_a_description_longer_than_a_page_goes_on_over_pages() -> None:
    long = line(
        1, "Manual", "1", "10", description="\n".join(f"Rândul {n} al descrierii." for n in range(300))
    )
    printed = " ".join(map(squeezed, pages(paper([long, *CATALOGUE[:3]]))))
    assert [n for n in range(300) if f"Rândul {n} al" not in printed] == []
    assert "Total de plată" in printed


def test_mentions_longer_than_a_page_go_on_over_pages() -> None:
    printed = pages(paper(mentions="\n".join(f"Clauza {n} a contractului." for n in range(200))))
    assert len(printed) > 2
    assert [n for n in range(200) if not any(f"Clauza {n} a" in page for page in printed)] == []


@pytest.mark.parametrize("template", Template)
def test_very_large_amounts_are_not_broken_and_leave_room_for_the_names(template: Template) -> None:
    dear = [line(n, f"Mașină de țesut numărul {n}", "12345.678", "98765432.1234") for n in (1, 2)]
    (page,) = pages(paper(dear, template=template))
    write = figures(Language.ROMANIAN).amount
    for each in ("12.345,678 buc", *map(write, (dear[0].price, dear[0].net, dear[0].vat, dear[0].gross))):
        assert page.count(each) == 2
    assert "Mașină de țesut numărul 2" in squeezed(page)


@pytest.mark.parametrize("template", Template)
def test_the_sum_to_pay_is_never_broken(template: Template) -> None:
    for price in ("98765432.1234", "98765.1234", "1.00"):
        dear = paper([line(1, "Mașină", "12345.678", price)], template=template)
        pieces = [text for text, _ in placed(render(dear))]
        assert f"{figures(Language.ROMANIAN).amount(dear.sums.payable)} RON" in pieces


@pytest.mark.parametrize(
    "tall", ["\n".join(f"r{n}." for n in range(150)), " ".join(f"r{n}." for n in range(2000))]
)
def test_a_name_taller_than_a_page_goes_on_over_pages(tall: str) -> None:
    for lines in ([line(1, tall, "1", "10")], [line(1, tall, "1", "10"), CATALOGUE[0]]):
        printed = " ".join(map(squeezed, pages(paper(lines))))
        assert squeezed(tall).split(" ")[-1] in printed
        assert "Total de plată" in printed
