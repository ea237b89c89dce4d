"""Other ways of use are in the stories, each in some."""

import pytest
from tests.proof.invariants import breaches
from tests.proof.plan import Grain
from tests.proof.play import Theatre
from tests.proof.story import draw
from tests.proof.ways import WAYS

pytestmark = pytest.mark.django_db(transaction=True)
PLENTY = 400


def test_every_way_is_drawn() -> None:
    drawn = {way for seed in range(PLENTY) for way in draw(seed).ways}
    assert drawn == set(WAYS)


@pytest.mark.parametrize("seed", [8, 18, 86, 126])
def test_nothing_breaks(theatre: Theatre, seed: int) -> None:
    played = theatre.play(draw(seed, Grain.HTTP), breaches)
    assert played.plan.ways
    assert played.breaches == [], "\n".join(played.trace)
