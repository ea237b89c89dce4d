"""Every named trap of every fact sheet, one case each: `pytest -v` reads like the sheets."""

from collections.abc import Iterator

import pytest
from tests.conformance.arrangement import Trap
from tests.conformance.found import ALL_FOUND, traps_of


def traps() -> Iterator[object]:
    for subject in ALL_FOUND:
        named = traps_of(subject)
        assert len({trap.name for trap in named}) == len(named) > 0
        for trap in named:
            yield pytest.param(trap, id=f"{subject.connector.name} {trap.name}")


@pytest.mark.parametrize("trap", list(traps()))
def test_trap(trap: Trap) -> None:
    trap.check()
