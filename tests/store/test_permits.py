"""No remote limit is exceeded (invariant I6), whatever the wire does."""

import random
import threading
from datetime import datetime, timedelta

import pytest

from facturier.ports.budget import Urgency
from facturier.ports.capabilities import Limit
from facturier.ports.clock import SystemClock
from facturier.ports.errors import NotNow
from facturier.sandbox.clock import VirtualClock
from facturier.store.models import Permit
from facturier.store.permits import SharedBudget

LIMIT = Limit(calls=30, window=timedelta(seconds=10), block=timedelta(minutes=10))


def most_in_a_window(moments: list[datetime], window: timedelta) -> int:
    ordered = sorted(moments)
    return max(sum(1 for other in ordered if at <= other < at + window) for at in ordered)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(5))
def test_arrivals_never_exceed_the_limit_however_long_calls_take(seed: int) -> None:
    """A call arrives at the remote somewhere between its start and its end; the worst place is tried too."""
    dice, clock = random.Random(seed), VirtualClock()
    budget = SharedBudget(clock)
    arrivals: list[datetime] = []
    while len(arrivals) < 200:
        try:
            with budget.permit("scope", LIMIT, Urgency.ISSUE):
                started = clock.now()
                clock.advance(timedelta(seconds=dice.choice([0, 0.02, 0.5, 4])))
                arrivals.append(dice.choice([started, clock.now()]))
        except NotNow as error:
            clock.advance(error.retry_at - clock.now())
    assert most_in_a_window(arrivals, LIMIT.window) <= LIMIT.calls


@pytest.mark.django_db(transaction=True)
def test_the_full_rate_is_reached() -> None:
    clock = VirtualClock()
    budget = SharedBudget(clock)
    start, calls = clock.now(), 0
    while clock.now() - start < timedelta(seconds=100):
        try:
            with budget.permit("scope", LIMIT, Urgency.ISSUE):
                clock.advance(timedelta(milliseconds=20))
                calls += 1
        except NotNow as error:
            clock.advance(error.retry_at - clock.now())
    assert calls >= 0.97 * 300


@pytest.mark.django_db(transaction=True)
def test_a_dead_workers_permits_come_back_by_themselves() -> None:
    clock = VirtualClock()
    budget = SharedBudget(clock)
    for _ in range(LIMIT.calls):
        budget.permit("scope", LIMIT, Urgency.ISSUE).__enter__()
    with pytest.raises(NotNow) as refusal, budget.permit("scope", LIMIT, Urgency.SETTLE):
        pass
    clock.advance(refusal.value.retry_at - clock.now())
    with budget.permit("scope", LIMIT, Urgency.SETTLE):
        pass


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("calls", [1, LIMIT.calls])
def test_a_clock_that_was_days_ahead_holds_nobody_up_for_days(calls: int) -> None:
    """Put right, it waits for no longer than a call may still be under way."""
    ahead, clock = VirtualClock(), VirtualClock()
    ahead.advance(timedelta(days=2))
    for _ in range(calls):
        with SharedBudget(ahead).permit("scope", LIMIT, Urgency.ISSUE):
            pass
    budget = SharedBudget(clock)
    with pytest.raises(NotNow) as refusal, budget.permit("scope", LIMIT, Urgency.ISSUE):
        pass
    assert refusal.value.retry_at - clock.now() < timedelta(minutes=3)
    clock.advance(refusal.value.retry_at - clock.now())
    with budget.permit("scope", LIMIT, Urgency.ISSUE):
        pass


@pytest.mark.django_db(transaction=True)
def test_what_it_had_not_taken_then_is_not_all_that_is_left_for_days() -> None:
    """One permit is right, so nobody waits for long: the others come back all the same."""
    ahead, clock = VirtualClock(), VirtualClock()
    ahead.advance(timedelta(days=2))
    budget = SharedBudget(clock)
    with budget.permit("scope", LIMIT, Urgency.ISSUE):
        pass
    for _ in range(LIMIT.calls - 1):
        with SharedBudget(ahead).permit("scope", LIMIT, Urgency.ISSUE):
            pass
    clock.advance(LIMIT.window)
    with budget.permit("scope", LIMIT, Urgency.ISSUE):
        pass
    with pytest.raises(NotNow), budget.permit("scope", LIMIT, Urgency.ISSUE):
        pass
    clock.advance(timedelta(minutes=3))
    for _ in range(LIMIT.calls):
        with budget.permit("scope", LIMIT, Urgency.ISSUE):
            pass


@pytest.mark.django_db(transaction=True)
def test_a_block_stops_everybody_until_it_is_over() -> None:
    clock = VirtualClock()
    budget = SharedBudget(clock)
    with budget.permit("scope", LIMIT, Urgency.ISSUE):
        budget.heard("scope", LIMIT, None, blocked=True)
    with pytest.raises(NotNow) as refusal, budget.permit("scope", LIMIT, Urgency.PERSON):
        pass
    assert refusal.value.retry_at >= clock.now() + LIMIT.block - timedelta(seconds=1)


@pytest.mark.django_db(transaction=True)
def test_the_next_permit_belongs_to_somebody_urgent_who_asks() -> None:
    clock = VirtualClock()
    budget = SharedBudget(clock)
    for _ in range(LIMIT.calls):
        with budget.permit("scope", LIMIT, Urgency.ISSUE):
            pass
    with pytest.raises(NotNow), budget.permit("scope", LIMIT, Urgency.PERSON):
        pass
    Permit.objects.filter(scope="scope", index__lt=1).update(free_at=clock.now())
    with pytest.raises(NotNow), budget.permit("scope", LIMIT, Urgency.ISSUE):
        pass
    with budget.permit("scope", LIMIT, Urgency.PERSON):
        pass


@pytest.mark.django_db(transaction=True)
def test_others_on_the_same_account_lower_the_budget() -> None:
    clock = VirtualClock()
    budget = SharedBudget(clock)
    with budget.permit("scope", LIMIT, Urgency.ISSUE):
        pass
    budget.heard("scope", LIMIT, 2, blocked=False)
    free = Permit.objects.filter(scope="scope", free_at__lte=clock.now()).count()
    assert free == 2 + LIMIT.calls // 10


@pytest.mark.django_db(transaction=True)
def test_threads_share_one_limit() -> None:
    """Real time, eight threads, a small limit: the wall clock of the remote never sees too many."""
    limit = Limit(calls=5, window=timedelta(seconds=0.2), block=timedelta(seconds=1))
    arrivals: list[datetime] = []
    lock = threading.Lock()
    clock = SystemClock()

    def call() -> None:
        from django.db import connection

        budget = SharedBudget(clock)
        left = 6
        while left:
            try:
                with budget.permit("scope", limit, Urgency.ISSUE, patient=True), lock:
                    arrivals.append(clock.now())
                    left -= 1
            except NotNow as error:
                clock.sleep(max(0.0, (error.retry_at - clock.now()).total_seconds()))
        connection.close()

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(arrivals) == 48
    assert most_in_a_window(arrivals, limit.window) <= limit.calls
