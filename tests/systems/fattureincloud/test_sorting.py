"""Lists are sorted only by what the vendor's table names (fact sheet, section 7; the table as clients tell it)."""

import pytest
from msgspec.structs import replace
from tests.systems.fattureincloud.desk import account

from facturier.ports.system import Verdict
from facturier.sandbox.faults import Trouble


@pytest.mark.parametrize("more", [True, False])
def test_no_list_is_asked_for_in_another_order(more: bool) -> None:
    here = account(more_sorts=more)
    for _ in range(2):
        here.issue(replace(here.draft(), save_client=True))
    assert list(here.system.stock())
    year = here.clock.now().year
    assert [one.next_number for one in here.system.ends({f"/{year}"})] == ["3"]
    lost = here.lose(Trouble.LOST_ANSWER)
    assert here.settle(lost).verdict is Verdict.FOUND
    assert [one.number for one in here.system.walk(f"/{year}", range(1, 4))] == ["1", "2", "3"]
