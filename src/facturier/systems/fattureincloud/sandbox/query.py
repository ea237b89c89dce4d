"""The `q` filter of lists, by the vendor's own grammar (fact sheet, section 7), and the older bracket form.

A filter becomes a test of one row. Fields are dotted paths; a path that leads nowhere is null.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from facturier.systems.fattureincloud.sandbox.replies import Json, Problem

Test = Callable[[Json], bool]
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<number>\d+(?:\.\d+)?)|(?P<sign>>=|<=|<>|!=|=|>|<|\(|\))"
    r"|(?P<word>[A-Za-z][A-Za-z_.]*))"
)
_FIELD = re.compile(r"[a-z](?:[a-z_.]*[a-z])?")
_SIGNS = ("=", ">", ">=", "<", "<=", "<>", "!=")
_PATTERNS = ("contains", "like", "startswith", "endswith")


def filtered(text: str, fields: frozenset[str]) -> Test:
    """The test that `text` stands for. Raises Problem 422 for what the grammar does not know."""
    tokens = _tokens(text)
    parser = _Parser(tokens, fields)
    test = parser.either()
    if parser.left:
        raise _wrong(text)
    return test


def bracketed(asked: Mapping[str, str], fields: frozenset[str]) -> Test | None:
    """`filter[0][field]=..&filter[0][op]=..&filter[0][value]=..&filter_type=and`, or None where there is none."""
    places = sorted({found[1] for name in asked if (found := re.match(r"filter\[(\w+)\]\[field\]", name))})
    tests = []
    for place in places:
        name, sign = asked[f"filter[{place}][field]"], asked.get(f"filter[{place}][op]", "=")
        if name not in fields or sign not in (*_SIGNS, *_PATTERNS):
            raise _wrong(f"{name} {sign}")
        tests.append(_compared(name, sign, asked.get(f"filter[{place}][value]", "")))
    if not tests:
        return None
    together = any if asked.get("filter_type") == "or" else all
    return lambda row: together(test(row) for test in tests)


def value_at(row: Json, path: str) -> Any:
    value: Any = row
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value


class _Parser:
    """Recursive descent; `and` binds tighter than `or`."""

    def __init__(self, tokens: list[tuple[str, str]], fields: frozenset[str]) -> None:
        self._tokens, self._place, self._fields = tokens, 0, fields

    @property
    def left(self) -> bool:
        return self._place < len(self._tokens)

    def either(self) -> Test:
        tests = [self._both()]
        while self._word("or"):
            tests.append(self._both())
        return lambda row: any(test(row) for test in tests)

    def _both(self) -> Test:
        tests = [self._one()]
        while self._word("and"):
            tests.append(self._one())
        return lambda row: all(test(row) for test in tests)

    def _one(self) -> Test:
        if self._sign("("):
            inner = self.either()
            if not self._sign(")"):
                raise _wrong("(")
            return inner
        return self._comparison()

    def _comparison(self) -> Test:
        kind, name = self._next()
        if kind != "word" or not _FIELD.fullmatch(name) or name not in self._fields:
            raise _wrong(name)
        if self._word("is"):
            negated = self._word("not")
            self._expect("null")
            return lambda row: (value_at(row, name) is None) != negated
        negated = self._word("not")
        if pattern := self._pattern():
            kind, text = self._next()
            if kind != "text":
                raise _wrong(text)
            test = _compared(name, pattern, text)
            return (lambda row: not test(row)) if negated else test
        kind, sign = self._next()
        if kind != "sign" or sign not in _SIGNS or negated:
            raise _wrong(sign)
        if self._word("null"):
            if sign not in ("=", "<>", "!="):
                raise _wrong(sign)
            return lambda row: (value_at(row, name) is None) == (sign == "=")
        kind, text = self._next()
        if kind not in ("text", "number") and text not in ("true", "false", "TRUE", "FALSE"):
            raise _wrong(text)
        return _compared(name, sign, text)

    def _pattern(self) -> str:
        for first, second in (("contains", ""), ("like", ""), ("starts", "with"), ("ends", "with")):
            if self._word(first + second):
                return first + second
            if second and self._word(first):
                self._expect(second)
                return first + second
        return ""

    def _next(self) -> tuple[str, str]:
        if not self.left:
            raise _wrong("")
        self._place += 1
        return self._tokens[self._place - 1]

    def _word(self, wanted: str) -> bool:
        return self._take("word", (wanted, wanted.upper()))

    def _sign(self, wanted: str) -> bool:
        return self._take("sign", (wanted,))

    def _take(self, kind: str, wanted: tuple[str, ...]) -> bool:
        if self.left and self._tokens[self._place][0] == kind and self._tokens[self._place][1] in wanted:
            self._place += 1
            return True
        return False

    def _expect(self, wanted: str) -> None:
        if not self._word(wanted):
            raise _wrong(wanted)


def _tokens(text: str) -> list[tuple[str, str]]:
    found, place = [], 0
    while text[place:].strip():
        token = _TOKEN.match(text, place)
        if token is None or token.lastgroup is None:
            raise _wrong(text)
        value = token[token.lastgroup]
        found.append((token.lastgroup, value[1:-1].replace("''", "'") if value[:1] == "'" else value))
        place = token.end()
    return found


def _compared(name: str, sign: str, wanted: str) -> Test:
    def test(row: Json) -> bool:
        value = value_at(row, name)
        if value is None:
            return sign in ("<>", "!=")
        if isinstance(value, bool):
            return (value == (wanted.casefold() in ("true", "1"))) == (sign == "=")
        if isinstance(value, int | Decimal):
            return _ordered(Decimal(value), _decimal(wanted), sign)
        return _texts(str(value).casefold(), wanted.casefold(), sign)

    return test


def _texts(value: str, wanted: str, sign: str) -> bool:
    match sign:
        case "contains":
            return wanted in value
        case "startswith":
            return value.startswith(wanted)
        case "endswith":
            return value.endswith(wanted)
        case "like":
            pattern = re.escape(wanted).replace("%", ".*").replace("_", ".")
            return re.fullmatch(pattern, value, re.DOTALL) is not None
    return _ordered(value, wanted, sign)


def _ordered(value: Any, wanted: Any, sign: str) -> bool:
    match sign:
        case "=":
            return bool(value == wanted)
        case "<>" | "!=":
            return bool(value != wanted)
        case ">":
            return bool(value > wanted)
        case ">=":
            return bool(value >= wanted)
        case "<":
            return bool(value < wanted)
    return bool(value <= wanted)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except ArithmeticError:
        raise _wrong(text) from None


def _wrong(text: str) -> Problem:
    return Problem(422, f"Invalid query near: {text}")
