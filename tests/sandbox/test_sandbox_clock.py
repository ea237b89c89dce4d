import threading
from datetime import timedelta

import pytest

from facturier.sandbox.clock import START, SandboxClock, VirtualClock


def test_virtual_time_stands_still_until_it_is_moved() -> None:
    clock = VirtualClock()
    assert clock.now() == START
    clock.advance(timedelta(minutes=5))
    assert clock.now() == START + timedelta(minutes=5)
    assert clock.monotonic() == 300


def test_sleep_moves_virtual_time() -> None:
    clock = VirtualClock()
    clock.sleep(2.5)
    assert clock.monotonic() == 2.5


def test_virtual_time_never_runs_backwards() -> None:
    with pytest.raises(ValueError, match="backwards"):
        VirtualClock().advance(timedelta(seconds=-1))


def test_actions_run_at_their_own_moment_and_in_order() -> None:
    clock = VirtualClock()
    seen: list[tuple[str, float]] = []
    clock.later(timedelta(seconds=20), lambda: seen.append(("second", clock.monotonic())))
    clock.later(timedelta(seconds=10), lambda: seen.append(("first", clock.monotonic())))
    clock.later(timedelta(seconds=99), lambda: seen.append(("never", clock.monotonic())))
    clock.advance(timedelta(seconds=30))
    assert seen == [("first", 10.0), ("second", 20.0)]
    assert clock.monotonic() == 30


def test_an_action_may_plan_another_within_the_same_advance() -> None:
    clock = VirtualClock()
    seen: list[float] = []

    def tick() -> None:
        seen.append(clock.monotonic())
        clock.later(timedelta(seconds=10), tick)

    clock.later(timedelta(seconds=10), tick)
    clock.advance(timedelta(seconds=35))
    assert seen == [10.0, 20.0, 30.0]


def test_real_time_shortens_a_vendors_durations() -> None:
    assert SandboxClock(scale=20).lasting(timedelta(minutes=10)) == timedelta(seconds=30)
    assert SandboxClock().lasting(timedelta(minutes=10)) == timedelta(minutes=10)


@pytest.mark.parametrize("scale", [0, -1])
def test_a_scale_is_above_zero(scale: float) -> None:
    with pytest.raises(ValueError, match="above zero"):
        SandboxClock(scale)


def test_real_time_runs_actions_by_itself() -> None:
    done = threading.Event()
    SandboxClock(scale=1000).later(timedelta(seconds=10), done.set)
    assert done.wait(5)
