"""The end of each numbering: what reconcile asks every hour, with calls that are counted by the month."""

import pytest
from tests.conformance.account import Account
from tests.systems.fattureincloud.desk import account, cloud

MANY = 120
"""More than two pages."""


def _next(here: Account, name: str) -> str:
    return next(one.next_number for one in here.system.ends({name}))


@pytest.mark.parametrize("numerations", ["next", "last"])
def test_it_costs_no_more_where_other_suffixes_have_many_documents(numerations: str) -> None:
    here = account({"suffixes": "/ /WEB"}, numerations=numerations)
    year = here.sandbox.clock.now().year
    for _ in range(MANY):
        cloud(here).person.issue(numeration="/WEB")
    before = len(here.line.tape)
    assert _next(here, f"/{year}") == "1"
    assert len(here.line.tape) - before <= 3
    cloud(here).person.issue()
    assert _next(here, f"/{year}") == "2"
    assert _next(here, f"/WEB/{year}") == str(MANY + 1)


@pytest.mark.parametrize("numerations", ["next", "last"])
@pytest.mark.parametrize("count", [1, 2])
def test_what_a_filter_does_not_find_may_be_there_all_the_same(numerations: str, count: int) -> None:
    here = account(numerations=numerations, without_suffix="not_found")
    year = here.sandbox.clock.now().year
    for _ in range(count):
        cloud(here).person.issue()
    cloud(here).person.issue(numeration="/WEB")
    assert _next(here, f"/{year}") == str(count + 1)
