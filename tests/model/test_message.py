"""Sentences are kept untranslated and can always be shown."""

from gettext import GNUTranslations, NullTranslations
from io import BytesIO

import msgspec
import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from hypothesis import given
from hypothesis import strategies as st

from facturier.model.message import Message, say

GREETING = "%(shop)s has %(count)s orders."


def romanian(**sentences: str) -> NullTranslations:
    """Translations of GREETING, as the program loads them."""
    catalog, file = Catalog(locale="ro"), BytesIO()
    catalog.add(GREETING, sentences["greeting"])
    write_mo(file, catalog)
    file.seek(0)
    return GNUTranslations(file)


def test_a_sentence_with_its_facts() -> None:
    assert say(GREETING, shop="Atelier", count=3).render() == "Atelier has 3 orders."
    assert str(say(GREETING, shop="Atelier", count=3)) == "Atelier has 3 orders."


def test_the_reader_chooses_the_language() -> None:
    said = say(GREETING, shop="Atelier", count=3)
    language = romanian(greeting="%(count)s comenzi în %(shop)s.")
    assert said.render(language) == "3 comenzi în Atelier."
    assert said.render() == "Atelier has 3 orders."


def test_a_sentence_without_translation_stays_english() -> None:
    language = romanian(greeting="%(count)s comenzi în %(shop)s.")
    assert say("Nothing to do.").render(language) == "Nothing to do."


def test_no_sentence_is_none_in_any_language() -> None:
    assert say("").render(romanian(greeting="%(count)s comenzi în %(shop)s.")) == ""


@pytest.mark.parametrize(
    "said",
    [Message(GREETING, {"shop": "Atelier"}), say(GREETING, shop="Atelier", number=3)],
)
def test_a_place_without_its_fact_stays_as_it_stands(said: Message) -> None:
    """A message stored by an older version may lack what today's sentence wants: it is shown all the same."""
    assert said.render() == "Atelier has %(count)s orders."


def test_a_translation_with_a_slip_is_shown_as_far_as_it_goes() -> None:
    language = romanian(greeting="%(magazin)s: 100 % din %(count)s.")
    assert say(GREETING, shop="Atelier", count=3).render(language) == "%(magazin)s: 100 % din 3."


def test_percent_signs() -> None:
    assert say("VAT %").render() == "VAT %"
    assert say("May hold %(series)s.").render() == "May hold %(series)s."
    assert say("VAT of %(rate)s %% is due.", rate=21).render() == "VAT of 21 % is due."


@given(st.text())
def test_facts_are_shown_to_the_letter(fact: str) -> None:
    """Whatever a shop calls its products: no place inside a fact is filled in."""
    assert say("“%(name)s” is %(name)s", name=fact).render() == f"“{fact}” is {fact}"


def test_a_fact_that_looks_like_a_place_is_not_filled_in() -> None:
    assert say("%(a)s and %(b)s", a="%(b)s", b="100%%").render() == "%(b)s and 100%%"


@given(st.dictionaries(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8"))))
def test_a_message_is_stored_whole(facts: dict[str, str]) -> None:
    said = Message("%(a)s", facts)
    assert msgspec.json.decode(msgspec.json.encode(said), type=Message) == said
