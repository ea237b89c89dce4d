"""Finding a subdivision (county, province, voivodeship) by what people type for it."""

from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from facturier.drafting.countries.text import words

# The two-letter codes are one letter from too many words.
_SHORTEST = 3


class Entry(Struct, frozen=True, omit_defaults=True):
    """A subdivision: ISO 3166-2 `code`, official `name`, further spellings in `also`."""

    code: str
    name: str
    also: tuple[str, ...] = ()


class Gazetteer:
    """Names and codes of one country's subdivisions. `fillers`: words that say only what kind it is."""

    def __init__(self, entries: Iterable[Entry], fillers: str) -> None:
        self._fillers = frozenset(fillers.split())
        self._names: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        for entry in entries:
            self._names[entry.code] = entry.name
            for spelling in (entry.code, entry.code.partition("-")[2], entry.name, *entry.also):
                self._keys[self._key(spelling)] = entry.code
        self._find = lru_cache(maxsize=2048)(self._look_up)
        self._near = lru_cache(maxsize=2048)(self._look_near)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self._names)

    def name(self, code: str) -> str:
        """Official name of an ISO code; empty for an unknown one."""
        return self._names.get(code, "")

    def find(self, text: str) -> str:
        """The code that `text` certainly means, else empty."""
        return self._find(text)

    def near(self, text: str) -> str:
        """The only code whose spelling is one letter from `text`: a proposal for a person, never a fact."""
        return self._near(text)

    def _look_up(self, text: str) -> str:
        return self._keys.get(self._key(text), "")

    def _look_near(self, text: str) -> str:
        key = self._key(text)
        if key in self._keys:
            return ""
        close = {code for known, code in self._keys.items() if _one_apart(key, known)}
        return close.pop() if len(close) == 1 else ""

    def _key(self, text: str) -> str:
        said = words(text).split()
        return "".join([word for word in said if word not in self._fillers] or said)


def _one_apart(a: str, b: str) -> bool:
    """Whether one letter inserted, dropped or changed, or two neighbours swapped, make `a` into `b`."""
    if len(b) < _SHORTEST or abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    rest_a, rest_b = a[start:], b[start:]
    if len(a) == len(b):
        return rest_a[1:] == rest_b[1:] or (rest_a[2:] == rest_b[2:] and rest_a[:2] == rest_b[:2][::-1])
    return rest_a[1:] == rest_b or rest_a == rest_b[1:]
