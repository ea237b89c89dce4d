"""A process that breaks must not make a run look clean."""

from typing import Any

import pytest
from tests.proof import hunters
from tests.proof.farm import farm


def _heard(told: Any) -> None:
    pass


def test_a_player_that_fails_fails_the_run() -> None:
    no_such: Any = ["no such grain"]
    with pytest.raises(RuntimeError, match="ended with 1"):
        farm(0, 2, 2, no_such, _heard)


def test_a_hunter_that_fails_fails_the_hunt() -> None:
    with pytest.raises(RuntimeError, match="ended with 1"):
        hunters.hunters(["no such guard"], 1, 1, _heard)
