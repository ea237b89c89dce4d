"""A worker may die anywhere: before or after any durable write and any call.

Every eighteenth point here; `python -m tests.proof crashes` goes through them all.
"""

import pytest
from tests.proof.crashes import die_everywhere
from tests.proof.plan import BOOK, SMARTBILL
from tests.proof.play import Theatre

pytestmark = pytest.mark.django_db(transaction=True)
EACH = 18
AT_LEAST = {SMARTBILL: 11, BOOK: 7}


@pytest.mark.parametrize("system", [SMARTBILL, BOOK])
def test_a_worker_that_dies_at_any_point_breaks_nothing(theatre: Theatre, system: str) -> None:
    runs = list(die_everywhere(theatre, system, EACH))
    assert len(runs) >= AT_LEAST[system]
    assert all(run.deaths == 1 for run in runs)
    broken = [run for run in runs if run.breaches]
    assert not broken, "\n".join(broken[0].trace)
