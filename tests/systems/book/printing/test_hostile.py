"""Whatever a text holds, it is shown as text."""

import pytest
from msgspec.structs import replace
from tests.systems.book.printing.papers import BUYER, line, paper
from tests.systems.book.printing.reading import pages, squeezed, text

from facturier.systems.book.printing.paper import Template
from facturier.systems.book.printing.render import render
from facturier.systems.book.printing.text import BREAK, printable

MARKUP = [
    '#panic("interpreted")',
    "#let x = 1",
    '#import "document.typ": *',
    "*bold* _emphasis_ `raw`",
    '$x^2$ \\ \\u{41} \\\\ \\"',
    '"); #panic("out of the string',
    "<label> @reference // comment /* another */",
    "= Heading - list + enum / term: ~ -- ---",
    "{places} {0} %(name)s %s",
    "https://example.com/#fragment?a=b&c=d",
]


@pytest.mark.parametrize("template", Template)
def test_markup_is_shown_as_it_was_written(template: Template) -> None:
    lines = [line(n, each, "1", "10", description=each, code="#1") for n, each in enumerate(MARKUP, 1)]
    page = text(paper(lines, template=template, mentions="\n".join(MARKUP)))
    for each in MARKUP:
        assert page.count(each) == 3


@pytest.mark.parametrize(
    "field", ["title", "series", "number", "order_number", "payment_method", "reference"]
)
def test_no_field_of_the_paper_is_read_as_markup(field: str) -> None:
    assert '#panic("no")*a*' in text(replace(paper(), **{field: '#panic("no")*a*'}))


def test_diacritics_signs_and_emoji_come_back_as_they_were() -> None:
    names = [
        "ăâîșțĂÂÎȘȚ ąęłżźóćńś ŁŻŹ èéìòù",
        "€ „citat” “quote” ‚x’ – — … ½ № ™",
        "🎁 ☕ 🐑 👩\u200d👩\u200d👧 ❤\ufe0f 🇷🇴",
    ]
    page = text(paper([line(n, name, "1", "10") for n, name in enumerate(names, 1)]))
    assert [name for name in names if name not in page] == []


def test_letters_written_in_two_parts_become_one() -> None:
    assert "Ștefan și Țîrlea" in text(
        paper([line(1, "S\u0326tefan s\u0327i T\u0326i\u0302rlea".replace("\u0327", "\u0326"), "1", "1")])
    )


def test_other_alphabets_are_read_and_none_turns_the_line_around() -> None:
    names = ["Ελληνικά", "Русский", "עברית", "العربية", "ไทย", "ქართული"]
    page = text(paper([line(n, name, "1", "10") for n, name in enumerate(names, 1)]))
    assert [name for name in names[:2] + names[4:] if name not in page] == []
    assert "10,00 10,00 21% 2,10 12,10" in page


def test_characters_that_control_or_turn_text_are_dropped() -> None:
    hostile = "a\x00b\x07c\x1b[0m\u202ed\u2066e\ufefff\ud800g"
    assert printable(hostile, 40) == "abc[0mdefg"
    assert "abc[0mdefg" in text(paper([line(1, hostile, "1", "10")], mentions=hostile))


def test_a_character_without_a_glyph_is_shown_as_missing() -> None:
    assert printable("茶 tea", 40) == "\ufffd tea"
    assert "\ufffd tea" in text(paper([line(1, "茶 tea", "1", "10")]))


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\x0b"])
def test_a_new_line_is_one_however_it_is_written(newline: str) -> None:
    (page,) = pages(paper([line(1, "Fular", "1", "10", description=f"Roșu{newline}Lung")]))
    assert "Roșu\nLung" in page


def test_a_word_too_long_for_its_column_is_broken_and_still_read_whole() -> None:
    long = "Donaudampfschifffahrts" * 12
    page = "".join(pages(paper([line(1, long, "1", "10", code=long)], buyer=_named(long)))).replace("\n", "")
    assert page.count(long) == 3


def _named(name: str) -> object:
    return type(BUYER)(name=name, address=BUYER.address)


def test_a_long_word_is_never_broken_within_a_letter_or_an_emoji() -> None:
    pieces = printable("👩\u200d👩\u200d👧e\u0301" * 20, 20).split(BREAK)
    assert len(pieces) > 4
    assert not [piece for piece in pieces if piece[0] in "\u200d\u0301\ufe0f"]


def test_text_of_any_length_is_printed() -> None:
    assert render(paper([line(1, "x " * 20_000, "1", "10")], mentions="y" * 5_000)).startswith(b"%PDF")


def test_empty_names_are_no_fault() -> None:
    page = squeezed(" ".join(pages(paper([line(1, "", "1", "10")], buyer=type(BUYER)()))))
    assert "Total de plată 12,10 RON" in page
