"""The words and figures of the four languages."""

from datetime import date
from decimal import Decimal
from string import Formatter

import msgspec
import pytest

from facturier.model.kinds import DocumentKind, VatCategory
from facturier.systems.book.printing.figures import figures
from facturier.systems.book.printing.paper import Language
from facturier.systems.book.printing.words import country_name, identity_words, words


@pytest.mark.parametrize("language", Language)
def test_a_language_has_every_word_for_every_kind_and_category(language: Language) -> None:
    said = words(language)
    assert set(said.titles) == set(said.payable) == set(DocumentKind)
    assert set(said.categories) == set(VatCategory)
    flat = [*msgspec.structs.astuple(said), *said.titles.values(), *said.payable.values()]
    assert [word for word in flat if isinstance(word, str) and not word.strip()] == []


@pytest.mark.parametrize("language", Language)
def test_a_words_places_are_those_of_the_english_one(language: Language) -> None:
    for name, english in msgspec.structs.asdict(words(Language.ENGLISH)).items():
        if isinstance(english, str):
            assert places(getattr(words(language), name)) == places(english), name


def places(text: str) -> set[str | None]:
    return {place for _, place, _, _ in Formatter().parse(text) if place}


@pytest.mark.parametrize(
    ("language", "amount", "day"),
    [
        (Language.ENGLISH, "1,234,567.80", "2 Mar 2026"),
        (Language.ROMANIAN, "1.234.567,80", "02.03.2026"),
        (Language.ITALIAN, "1.234.567,80", "02/03/2026"),
        (Language.POLISH, "1\xa0234\xa0567,80", "02.03.2026"),
    ],
)
def test_figures_are_written_as_the_language_does(language: Language, amount: str, day: str) -> None:
    write = figures(language)
    assert write.amount(Decimal("1234567.8")) == amount
    assert write.date(date(2026, 3, 2)) == day


def test_an_amount_has_all_its_decimals_and_at_least_two() -> None:
    amount = figures(Language.ROMANIAN).amount
    assert [amount(Decimal(each)) for each in ("0", "-3", "1E+3", "0.1234", "2.5000", "-1234.5")] == [
        *("0,00", "-3,00", "1.000,00", "0,1234", "2,50", "-1.234,50")
    ]


def test_a_quantity_has_no_decimals_that_say_nothing() -> None:
    quantity = figures(Language.POLISH).quantity
    assert [quantity(Decimal(each)) for each in ("2.000", "0.5", "1E+3", "-1")] == [
        "2",
        "0,5",
        "1\xa0000",
        "-1",
    ]


def test_four_digits_are_grouped_like_five() -> None:
    assert figures(Language.POLISH).amount(Decimal(1234)) == "1\xa0234,00"


def test_numbers_of_parties_are_called_as_at_home_and_else_as_the_language_does() -> None:
    assert identity_words("PL", Language.ROMANIAN).tax == "NIP"
    assert identity_words("DE", Language.ENGLISH).tax == "Tax ID"


def test_countries_have_the_languages_names_and_a_wrong_code_stays() -> None:
    assert country_name("RO", Language.ITALIAN) == "Romania"
    assert country_name("DE", Language.POLISH) == "Niemcy"
    assert country_name("XX", Language.POLISH) == "XX"
    assert country_name("", Language.POLISH) == ""
