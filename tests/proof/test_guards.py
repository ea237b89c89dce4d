"""Each guard is missed: with it off, a seed that is known breaks. The story of these seeds is the one to replay."""

import pytest
from tests.proof.guards import GUARDS
from tests.proof.hunt import played_without
from tests.proof.play import Theatre

pytestmark = pytest.mark.django_db(transaction=True)
SEEN: dict[str, int] = {
    "lease, fence and one open intent": 13,
    "fence": 10,
    "reference": 49,
}


@pytest.mark.parametrize("name", SEEN)
def test_a_guard_that_is_off_is_missed(theatre: Theatre, name: str) -> None:
    assert played_without(theatre, name, SEEN[name]).breaches


def test_each_guard_that_is_named_exists() -> None:
    assert set(SEEN) <= set(GUARDS)
