"""Sentences for people, kept as text plus facts so that each reader gets their own language.

A message is made where something happens (often deep inside a pure room) and read much later, on a
screen or a terminal, by somebody whose language the maker did not know. So it is stored untranslated.
"""

import re
from gettext import NullTranslations

from msgspec import Struct

_PLACE = re.compile(r"%(?:\((\w+)\)s|%)")


class Message(Struct, frozen=True):
    """`text` is the English source sentence with `%(name)s` places, and the key of its translations."""

    text: str
    facts: dict[str, str] = {}

    def render(self, language: NullTranslations | None = None) -> str:
        """The sentence in `language` (English by default); unknown sentences stay English.

        Showing a sentence never fails: a place without its fact stays as it stands.
        """
        # Under the empty text a catalogue of translations keeps its own header.
        sentence = language.gettext(self.text) if language and self.text else self.text
        return _PLACE.sub(self._filled, sentence) if self.facts else sentence

    def _filled(self, place: re.Match[str]) -> str:
        return self.facts.get(place[1], place[0]) if place[1] else "%"

    def __str__(self) -> str:
        return self.render()


def say(text: str, /, **facts: object) -> Message:
    """A message. `text` must be a literal: the translators' tool collects the first argument of `say`."""
    return Message(text, {name: str(fact) for name, fact in facts.items()})
