"""Each trouble of the network on each reading call of a shop: not now, and nothing lost by it.

A shop that makes no calls meets other troubles, and shows in its own tests how it bears them.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from tests.conformance.arrangement import ShopArrangement, Subject
from tests.conformance.found import each_shop
from tests.conformance.front import Front, each_remote_shop
from tests.conformance.line import Asked
from tests.conformance.outcomes import NEVER_ARRIVED, SLOW, TOO_LATE, AnyTrouble, attempt, befall, judge
from tests.conformance.wire import Odd

from facturier.ports.errors import Misconfigured, NotNow
from facturier.sandbox.faults import Trouble

SIZE = 3
READS: dict[str, Callable[[Front, str], Any]] = {
    "orders": lambda front, remote_id: list(front.shop.orders("")),
    "order": lambda front, remote_id: front.shop.order(remote_id),
    "elsewhere": lambda front, remote_id: front.shop.elsewhere(front.order(remote_id)),
}
each_read = pytest.mark.parametrize("read", READS)


def busy_shop(subject: Subject[ShopArrangement]) -> tuple[Front, str]:
    """Orders of which some were refunded and edited, so that reading takes more than one sort of call."""
    front = Front(subject, size=SIZE)
    placed = front.place(7)
    acts = front.arrangement.acts()
    for remote_id in placed[:2]:
        acts["pay"](front.sandbox, remote_id)
        acts["refund"](front.sandbox, remote_id)
    acts["edit"](front.sandbox, placed[3])
    return front, placed[0]


def calls(subject: Subject[ShopArrangement], read: str) -> list[Asked]:
    front, remote_id = busy_shop(subject)
    mark = len(front.line.asked)
    READS[read](front, remote_id)
    made = front.line.since(mark)
    assert made, "a call that could fail was expected"
    return made


@each_remote_shop
@each_read
@pytest.mark.parametrize("trouble", [*Trouble, *NEVER_ARRIVED], ids=str)
def test_a_read_in_trouble_is_not_now(
    subject: Subject[ShopArrangement], read: str, trouble: AnyTrouble
) -> None:
    for asked in calls(subject, read):
        assert not asked.changes
        front, remote_id = busy_shop(subject)
        befall(front.line, trouble, asked)
        error = attempt(READS[read], front, remote_id)
        judge(trouble, asked, error, None, front.clock.now())


@each_remote_shop
@each_read
def test_an_answer_after_the_deadline_is_no_answer(subject: Subject[ShopArrangement], read: str) -> None:
    for asked in calls(subject, read):
        front, remote_id = busy_shop(subject)
        front.sandbox.faults.add(Trouble.DELAY, asked.pattern, times=1, seconds=TOO_LATE)
        assert isinstance(attempt(READS[read], front, remote_id), NotNow)


@each_remote_shop
def test_json_of_another_kind_is_no_answer(subject: Subject[ShopArrangement]) -> None:
    """It is refused for now, or the order is heard with it as its trouble."""
    for asked in calls(subject, "order"):
        front, remote_id = busy_shop(subject)
        befall(front.line, Odd.WRONG_JSON, asked)
        with suppress(NotNow):
            heard = front.shop.order(remote_id)
            assert heard.order is None
            assert heard.trouble


@each_remote_shop
@pytest.mark.parametrize("trouble", Trouble)
def test_a_poll_in_trouble_loses_nothing(subject: Subject[ShopArrangement], trouble: Trouble) -> None:
    """Every other call fails for a while; what was stored with its cursor is enough to go on."""
    front, _ = busy_shop(subject)
    limit = front.shop.capabilities.limit
    front.sandbox.faults.add(trouble, share=0.5, times=8)
    for _ in range(12):
        attempt(front.sweep)
        front.clock.advance(limit.block if limit else timedelta())
    front.sandbox.faults.clear()
    front.sweep()
    assert front.up_to_date()


@each_remote_shop
@pytest.mark.parametrize("trouble", Trouble)
def test_the_connection_test_reports_and_never_raises(
    subject: Subject[ShopArrangement], trouble: Trouble
) -> None:
    front, _ = busy_shop(subject)
    assert all(check.ok for check in front.shop.check())
    front.sandbox.faults.add(trouble)
    done = front.shop.check()
    assert all(str(check.what) for check in done)
    assert trouble in SLOW or not any(check.ok for check in done)
    assert all(str(check.detail) for check in done if not check.ok)


@each_shop
def test_wrong_settings_are_a_persons_matter_in_every_call(subject: Subject[ShopArrangement]) -> None:
    front, remote_id = busy_shop(subject)
    right = front.shop
    for what, values in front.arrangement.broken(front.values).items():
        front.shop = front.open(values)
        for name in ("orders", "order"):
            error = attempt(READS[name], front, remote_id)
            assert isinstance(error, Misconfigured), (what, name, error)
            assert error.message.render()
    front.shop = right
    assert front.shop.order(remote_id).order


@each_remote_shop
def test_a_block_is_waited_for(subject: Subject[ShopArrangement]) -> None:
    front, remote_id = busy_shop(subject)
    front.sandbox.faults.add(Trouble.BLOCKED, times=1)
    error = attempt(front.shop.order, remote_id)
    assert isinstance(error, NotNow)
    front.clock.advance(error.retry_at - front.clock.now())
    assert front.shop.order(remote_id).order
