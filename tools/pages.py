"""The sentences of the pages' templates: what stands in `translate` and `blocktranslate`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

Sentence = str | tuple[str, str]
"""A text, or one thing and several of it."""

_CALL = re.compile(r"\b(n?)gettext\(|\b_\(")
_STRING = re.compile(
    r"""\s*,?\s*u?('''.*?'''|\"\"\".*?\"\"\"|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""", re.DOTALL
)


def sentences_of(path: Path) -> Iterator[Sentence]:
    """In the order of the file, as Django looks them up when it renders the page."""
    code = templatize(path.read_text(encoding="utf-8"))
    for call in _CALL.finditer(code):
        first = _STRING.match(code, call.end())
        if first is None:
            raise ValueError(f"{path}: no sentence in {code[call.start() : call.start() + 60]!r}")
        if not call[1]:
            yield _text(first)
        elif several := _STRING.match(code, first.end()):
            yield _text(first), _text(several)


def _text(found: re.Match[str]) -> str:
    return str(ast.literal_eval(found[1]))
