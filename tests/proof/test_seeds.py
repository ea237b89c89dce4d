"""A few of the seeds that `python -m tests.proof` plays by the thousand."""

import pytest
from tests.proof.invariants import breaches
from tests.proof.plan import Grain
from tests.proof.play import Theatre
from tests.proof.story import draw

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("grain", list(Grain))
@pytest.mark.parametrize("seed", range(6))
def test_nothing_breaks(theatre: Theatre, seed: int, grain: Grain) -> None:
    played = theatre.play(draw(seed, grain), breaches)
    assert played.breaches == [], "\n".join(played.trace)


@pytest.mark.parametrize("seed", [3, 11])
def test_a_seed_played_twice_is_the_same_story(theatre: Theatre, seed: int) -> None:
    first, second = (theatre.play(draw(seed), breaches).trace for _ in range(2))
    assert first == second
