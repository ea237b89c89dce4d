"""The translators' tool: what it collects, and what it calls wrong."""

import ast

import pytest
from babel.messages.catalog import Catalog, Message

from tools import texts


def only_call(source: str) -> ast.Call:
    (call,) = texts.calls(ast.parse(source))
    return call


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('say("Paid.")', "Paid."),
        ('say("One sentence " "on two lines.")', "One sentence on two lines."),
        ('labelled(say("Series"))', "Series"),
        ('gettext("Paid.")', "Paid."),
    ],
)
def test_literals_are_collected_wherever_they_stand(source: str, found: str) -> None:
    first = only_call(source).args[0]
    assert isinstance(first, ast.Constant)
    assert first.value == found


def test_a_method_that_shows_a_message_is_no_sentence() -> None:
    assert list(texts.calls(ast.parse("output.say(message)"))) == []


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ('say("%(name)s is paid.", name=x)', 0),
        ('say("May hold %(series)s and 5 %.")', 0),
        ('say("%(name)s is paid.", **facts)', 0),
        ('say("%(name)s is paid.", nam=x)', 1),
        ('say("%(name)s is paid.", name=x, day=y)', 1),
        ('say("VAT of %(rate)s % is due.", rate=x)', 1),
        ('say("VAT of %(rate)s %% is due.", rate=x)', 0),
    ],
)
def test_a_sentence_is_given_the_facts_that_it_names(source: str, wrong: int) -> None:
    call = only_call(source)
    text = ast.literal_eval(call.args[0])
    assert len(list(texts.faults(text, call))) == wrong


@pytest.mark.parametrize(
    ("message", "lacks"),
    [
        (None, ["not translated"]),
        (Message("%(name)s is paid.", ""), ["not translated"]),
        (Message("%(name)s is paid.", "%(name)s este plătită.", flags=["fuzzy"]), ["marked as unfinished"]),
        (Message("%(name)s is paid.", "%(nume)s este plătită."), ["other places than the English sentence"]),
        (Message("%(name)s is paid.", "Este plătită %(name)s."), []),
    ],
)
def test_what_a_translation_lacks(message: Message | None, lacks: list[str]) -> None:
    assert list(texts.lacks("%(name)s is paid.", message)) == lacks


def test_the_source_has_only_sentences_that_can_be_collected() -> None:
    catalog, wrong = texts.collect()
    assert wrong == []
    assert isinstance(catalog, Catalog)
    assert len(catalog) > 500


def test_romanian_uses_commas_below_and_never_cedillas() -> None:
    for path in texts.translations():
        for message in texts.load(path):
            assert not set(str(message.string)) & set("şţŞŢ"), message.id
