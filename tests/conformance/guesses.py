"""Judging drifts: whatever is neither refused, nor held with a reason, nor harmless, was guessed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from msgspec import Struct
from tests.conformance.arrangement import MayLack
from tests.conformance.drift import Drift, How, drifts
from tests.conformance.wire import Recorded, documents, with_body

Judge = Callable[[list[Recorded], Recorded], Iterable[str]]
"""What is wrong with the outcome of answers of which one (named beside them) drifted: names of what differs, or
words in brackets."""


def differences(one: Any, other: Any, name: str = "") -> Iterator[str]:
    """Where two outcomes differ, by the names of the fields: `lines.gross`."""
    if type(one) is not type(other):
        yield name
    elif isinstance(one, Struct):
        for field in one.__struct_fields__:
            path = f"{name}.{field}".lstrip(".")
            yield from differences(getattr(one, field), getattr(other, field), path)
    elif isinstance(one, tuple | list) and len(one) == len(other):
        for mine, theirs in zip(one, other, strict=True):
            yield from differences(mine, theirs, name)
    elif one != other:
        yield name


class Drifting:
    """Drifts recorded answers, and keeps what is wrong with the outcomes.

    deed: what the answers are read for; the names of optional fields begin with it. brief: only what stands at the
    top of a payload and of its entries, left out once and mistyped once.
    A field of one sort of value (an amount, an amount of zero) is drifted in one way once, however many payloads
    have it.
    """

    def __init__(self, optional: Mapping[str, MayLack], deed: str, *, brief: bool = False) -> None:
        self.tried = 0
        self._wrong: dict[str, str] = {}
        self._optional = {name: one for name, one in optional.items() if name.startswith(f"{deed}: ")}
        self._deed = deed
        self._brief = brief
        self._used: set[str] = set()
        self._seen: set[tuple[str, ...]] = set()

    def over(self, answers: list[Recorded], judge: Judge, *, entries: bool = True) -> None:
        """entries: leave out entries of lists, too; all of them at last."""
        for place, one in documents(answers):
            resource = one.resource
            for drift in self._new(one, resource, entries):
                self.tried += 1
                name = f"{self._deed}: {resource}.{drift.field.lstrip('.')}".rstrip(".")
                wrong = set(judge(with_body(answers, place, drift.body()), one))
                wrong = self._inexcusable(name, wrong, drift.how)
                if wrong:
                    told = f"{', '.join(sorted(wrong))} ({one.url} at {drift.where})"
                    self._wrong.setdefault(f"{name} {drift.how}", told)

    def verdict(self, *, whole: bool = True) -> str:
        """All that is wrong, empty where nothing is. whole: also that a field is named as optional without need."""
        lines = [f"{name}: {wrong}" for name, wrong in sorted(self._wrong.items())]
        unused = sorted(set(self._optional) - self._used) if whole else []
        return "\n".join([*lines, *(f"{name} is named as optional without need" for name in unused)])

    def _new(self, one: Recorded, resource: str, entries: bool) -> Iterator[Drift]:
        for drift in drifts(one.body, 3 if self._brief else 99):
            key = (resource, drift.field, drift.how, "" if self._brief else drift.sort)
            if self._brief and drift.how not in (How.REMOVED, How.TEXT, How.NUMBER):
                continue
            entry = drift.how is How.REMOVED and drift.field.endswith("#")
            entry = entry or (drift.how is How.EMPTIED and drift.sort == "listTrue")
            if key not in self._seen and (entries or not entry):
                self._seen.add(key)
                yield drift

    def _inexcusable(self, name: str, wrong: set[str], how: How) -> set[str]:
        """What no optional field of this name explains."""
        for pattern, lacking in self._optional.items():
            if (how.absence or lacking.typed) and fnmatchcase(name, pattern):
                excused = {one for one in wrong if any(fnmatchcase(one, other) for other in lacking.differs)}
                if excused:
                    self._used.add(pattern)
                wrong = wrong - excused
        return wrong
