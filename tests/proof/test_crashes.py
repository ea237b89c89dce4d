"""A worker may die anywhere: before or after any durable write and any call.

A few points of each system here; `python -m tests.proof crashes` goes through them all.
"""

import pytest
from tests.proof.crashes import SHOP_OF, die_everywhere
from tests.proof.play import Theatre

pytestmark = pytest.mark.django_db(transaction=True)
EACH = 37
AT_LEAST = 3


@pytest.mark.parametrize("system", SHOP_OF)
def test_a_worker_that_dies_at_any_point_breaks_nothing(theatre: Theatre, system: str) -> None:
    runs = list(die_everywhere(theatre, system, EACH))
    assert len(runs) >= AT_LEAST
    assert all(run.deaths == 1 for run in runs)
    broken = [run for run in runs if run.breaches]
    assert not broken, "\n".join(broken[0].trace)
