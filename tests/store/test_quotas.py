"""Longer limits, as a remote tells them: what only reads is spread over them, what issues is not."""

from datetime import UTC, datetime, timedelta

import pytest

from facturier.ports.budget import Quota, Urgency
from facturier.ports.capabilities import Limit
from facturier.ports.errors import Spent
from facturier.sandbox.clock import VirtualClock
from facturier.store import permits
from facturier.store.permits import SharedBudget

LIMIT = Limit(calls=30, window=timedelta(seconds=10), block=timedelta(minutes=10))
BEGIN, END = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)


def month(left: int) -> Quota:
    return Quota(40_000, left, BEGIN, END)


@pytest.mark.parametrize(
    ("left", "day"), [(40_000, None), (36_000, None), (24_000, 10), (4_000, 25), (0, 28)]
)
def test_a_pace_is_kept(left: int, day: int | None) -> None:
    """A tenth is free of it; the rest is used as the window passes."""
    ahead = month(left).ahead_until(BEGIN)
    assert (ahead.day if ahead else None) == day


def test_who_is_behind_need_not_wait() -> None:
    assert month(24_000).ahead_until(BEGIN + timedelta(days=15)) is None


@pytest.mark.django_db
def test_only_reads_are_spread() -> None:
    budget = SharedBudget(VirtualClock(BEGIN))
    budget.told("scope", [month(10_000)])
    for urgency in (Urgency.SETTLE, Urgency.PERSON, Urgency.ISSUE):
        with budget.permit("scope", LIMIT, urgency):
            pass
    with pytest.raises(Spent) as caught, budget.permit("scope", LIMIT, Urgency.READ):
        pass
    assert BEGIN + timedelta(days=15) < caught.value.retry_at < END


@pytest.mark.django_db
def test_what_nobody_asked_for_is_spread_once_half_is_used() -> None:
    budget = SharedBudget(VirtualClock(BEGIN))
    budget.told("scope", [month(20_000)])
    with budget.permit("scope", LIMIT, Urgency.UNASKED):
        pass
    budget.told("scope", [month(19_999)])
    with pytest.raises(Spent) as caught, budget.permit("scope", LIMIT, Urgency.UNASKED):
        pass
    assert BEGIN + timedelta(days=16) < caught.value.retry_at < BEGIN + timedelta(days=17)


@pytest.mark.django_db
def test_the_rest_is_for_people_and_doubts_and_no_call_is_made_that_would_be_refused() -> None:
    clock = VirtualClock(BEGIN)
    budget = SharedBudget(clock)
    urgent = {Urgency.SETTLE, Urgency.PERSON}
    for left, allowed in ((401, {*urgent, Urgency.ISSUE}), (400, urgent), (0, set())):
        budget.told("scope", [month(left)])
        assert {urgency for urgency in Urgency if _let_through(budget, urgency)} == allowed
    assert permits.taken("scope", clock.now())[0] == 5  # who was put off took none
    clock.advance(END - BEGIN)
    assert _let_through(budget, Urgency.READ)


def _let_through(budget: SharedBudget, urgency: Urgency) -> bool:
    try:
        with budget.permit("scope", LIMIT, urgency):
            return True
    except Spent:
        return False


@pytest.mark.django_db
def test_the_last_word_counts_until_its_window_ends() -> None:
    clock = VirtualClock(BEGIN)
    budget = SharedBudget(clock)
    budget.told("scope", [month(9)])
    budget.told("scope", [month(7)])
    assert [one.left for one in permits.quotas("scope", clock.now())] == [7]
    assert permits.quotas("another", clock.now()) == ()
    clock.advance(END - BEGIN)
    assert permits.quotas("scope", clock.now()) == ()
    with budget.permit("scope", LIMIT, Urgency.READ):
        pass


@pytest.mark.django_db
def test_a_block_lasts_as_long_as_the_remote_says() -> None:
    clock = VirtualClock(BEGIN)
    budget = SharedBudget(clock)
    budget.heard("scope", LIMIT, None, True, BEGIN + timedelta(hours=1))
    with pytest.raises(Spent) as caught, budget.permit("scope", LIMIT, Urgency.ISSUE):
        pass
    assert caught.value.retry_at == BEGIN + timedelta(hours=1)
