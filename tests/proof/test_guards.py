"""Some guards are missed within a few seeds. `python -m tests.proof guards` goes on until each of them is."""

import pytest
from tests.proof.hunt import hunt
from tests.proof.play import Theatre

pytestmark = pytest.mark.django_db(transaction=True)
QUICK = {
    "look-up before sending again": range(1, 25),
    "unique sales and slots": range(30, 60),
}
"""The seeds among which each of them is looked for."""


@pytest.mark.parametrize("name", QUICK)
def test_a_guard_that_is_off_is_missed(theatre: Theatre, name: str) -> None:
    assert hunt(theatre, name, QUICK[name]).seed is not None
