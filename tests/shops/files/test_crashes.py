"""A worker that dies, or a disk that fails, at every single step of the file system that a poll or a write takes."""

import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from tests.shops.files.place import Place, bad, good
from tests.shops.files.test_results import INVOICE, SAID

from facturier.ports.errors import RemoteError
from facturier.shops.files import results

STEPS: tuple[tuple[Any, str], ...] = (
    (os, "open"),
    (os, "fstat"),
    (os, "scandir"),
    (os, "fsync"),
    (os, "close"),
    (Path, "replace"),
    (Path, "mkdir"),
    (Path, "write_text"),
    (Path, "unlink"),
)


class Died(BaseException):
    """The end of a worker."""


class Fate:
    """Lets the steps of the file system pass, until the one at which it strikes, before it or just after."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.taken = 0
        self._at: int | None = None
        self._strike: BaseException | None = None
        self._after = False
        for owner, name in STEPS:
            patch.setattr(owner, name, self._watched(getattr(owner, name)))

    def strike(self, at: int, how: BaseException, *, after: bool) -> None:
        self.taken, self._at, self._strike, self._after = 0, at, how, after

    def spare(self) -> None:
        self.taken, self._at = 0, None

    def _watched(self, step: Callable[..., Any]) -> Callable[..., Any]:
        def taken(*given: Any, **named: Any) -> Any:
            self.taken += 1
            struck = self.taken == self._at and self._strike is not None
            if struck and not self._after:
                raise self._strike  # type: ignore[misc]
            done = step(*given, **named)
            if struck:
                raise self._strike  # type: ignore[misc]
            return done

        return taken


@pytest.fixture
def fate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fate]:
    made = Fate(monkeypatch)
    yield made
    made.spare()


def ways() -> Iterator[tuple[BaseException, bool]]:
    """What strikes, and whether the step was done before it did."""
    yield Died(), False
    yield Died(), True
    yield OSError(5, "Input/output error"), False


def attempt(act: Callable[[], object]) -> None:
    """Whatever comes out is a worker's death or an error of the family."""
    with suppress(Died, RemoteError):
        act()


def fill(place: Place, turn: int) -> list[str]:
    place.drop(f"{turn}-a.csv", good(f"{turn}-a"))
    place.drop(f"{turn}-b.csv", bad())
    place.drop(f"{turn}-c.csv", good(f"{turn}-c"))
    return [f"{turn}-a", f"{turn}-c"]


def test_a_poll_struck_at_any_step_loses_nothing_and_reads_nothing_anew(place: Place, fate: Fate) -> None:
    """Every order is heard, at last; what is heard again is the same to the byte; no file is lost or doubled."""
    fill(place, 0)
    place.poll()
    fate.spare()
    fill(place, 1)
    place.poll()
    steps = fate.taken
    assert steps > 15
    turn, expected = 1, {"0-a", "0-c", "1-a", "1-c"}
    for how, after in ways():
        for step in range(1, steps + 1):
            turn += 1
            expected |= set(fill(place, turn))
            fate.strike(step, how, after=after)
            attempt(place.poll)
            fate.spare()
            place.poll()
    place.poll()
    place.poll()
    assert set(place.numbers()) == expected
    heard: dict[str, set[bytes]] = {}
    for one in place.heard:
        heard.setdefault(one.number, set()).add(one.raw)
    assert all(len(raws) == 1 for raws in heard.values())
    assert place.names() == []
    kept = [name for name in place.names("read") if (place.inbox / "read" / name).stat().st_size]
    assert len(kept) == len(expected)
    condemned = [name for name in place.names("bad") if not name.endswith(".report.txt")]
    full = [name for name in condemned if (place.inbox / "bad" / name).stat().st_size]
    assert len(full) == turn + 1
    assert all(f"{name}.report.txt" in place.names("bad") for name in condemned)


def test_a_write_struck_at_any_step_is_done_once_by_repetition(place: Place, fate: Fate) -> None:
    place.drop("a.csv", good())
    place.poll()
    order = place.orders()[0]
    fate.spare()
    place.shop().record(order, INVOICE, SAID)
    steps = fate.taken
    assert steps >= 3
    for how, after in ways():
        for step in range(1, steps + 1):
            path = results.path_of(place.inbox / "results", order.number)
            fate.spare()
            path.unlink(missing_ok=True)
            fate.strike(step, how, after=after)
            attempt(lambda: place.shop().record(order, INVOICE, SAID))
            fate.spare()
            half = results.read(path)
            assert half is None or half.documents, "never half a file"
            place.shop().record(order, INVOICE, SAID)
            found = results.read(path)
            assert found is not None
            assert (len(found.documents), len(found.comments)) == (1, 1)
