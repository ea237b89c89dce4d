"""Sentences for people, kept as text plus facts so that each reader gets their own language.

A message is made where something happens (often deep inside a pure room) and read much later, on a
screen or a terminal, by somebody whose language the maker did not know. So it is stored untranslated.
"""

from gettext import NullTranslations

from msgspec import Struct


class Message(Struct, frozen=True):
    """`text` is the English source sentence with `%(name)s` places, and the key of its translations."""

    text: str
    facts: dict[str, str] = {}

    def render(self, language: NullTranslations | None = None) -> str:
        """The sentence in `language` (English by default); unknown sentences stay English."""
        sentence = language.gettext(self.text) if language else self.text
        return sentence % self.facts if self.facts else sentence

    def __str__(self) -> str:
        return self.render()


def say(text: str, /, **facts: object) -> Message:
    """A message. `text` must be a literal: the translators' tool collects the first argument of `say`."""
    return Message(text, {name: str(fact) for name, fact in facts.items()})
