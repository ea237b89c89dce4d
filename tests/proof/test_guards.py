"""Some guards are missed within a few seeds. `python -m tests.proof guards` goes on until each of them is."""

import pytest
from tests.proof.hunt import hunt
from tests.proof.play import Theatre

pytestmark = pytest.mark.django_db(transaction=True)
WITHIN = 60
QUICK = ("look-up before sending again", "doubt horizon", "unique sales and slots")


@pytest.mark.parametrize("name", QUICK)
def test_a_guard_that_is_off_is_missed(theatre: Theatre, name: str) -> None:
    assert hunt(theatre, name, range(1, WITHIN)).seed is not None
