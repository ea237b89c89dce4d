import threading
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturier.sandbox.faults import Fault, Faults, Trouble, parse


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("lost_answer", Fault(Trouble.LOST_ANSWER)),
        ("lost_answer:POST /invoice", Fault(Trouble.LOST_ANSWER, "POST /invoice")),
        ("lost_answer:POST /invoice:0.1", Fault(Trouble.LOST_ANSWER, "POST /invoice", 0.1)),
        ("delay:0.5", Fault(Trouble.DELAY, "", 0.5)),
        ("delay:^GET (?:/a|/b):1", Fault(Trouble.DELAY, "^GET (?:/a|/b)", 1.0)),
        ("delay:^GET (?:/a|/b)", Fault(Trouble.DELAY, "^GET (?:/a|/b)")),
    ],
)
def test_a_fault_is_read_from_the_command_line(text: str, fault: Fault) -> None:
    assert parse(text) == fault


@pytest.mark.parametrize("text", ["lost_everything", "delay:x:1.5", "delay:x:-1", ""])
def test_an_impossible_fault_is_an_error(text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)


def test_a_fault_cannot_last_longer_than_ten_minutes() -> None:
    with pytest.raises(ValueError, match="600"):
        Fault(Trouble.LATE_COMMIT, seconds=601)


def test_a_fault_befalls_only_what_it_matches() -> None:
    faults = Faults(Random(0))
    faults.add("lost_answer", "POST /invoice")
    assert faults.next("GET /invoice") is None
    fault = faults.next("POST /invoice/v2")
    assert fault is not None
    assert fault.name is Trouble.LOST_ANSWER


def test_a_counted_fault_is_used_up() -> None:
    faults = Faults(Random(0))
    faults.add("delay", times=2)
    assert [faults.next("GET /") is not None for _ in range(4)] == [True, True, False, False]


def test_the_first_fault_wins_and_clear_removes_all() -> None:
    faults = Faults(Random(0))
    faults.add("delay", times=1)
    faults.add("error_503")
    befallen = [faults.next("GET /") for _ in range(2)]
    assert [fault and fault.name for fault in befallen] == [Trouble.DELAY, Trouble.ERROR_503]
    faults.clear()
    assert faults.next("GET /") is None


@given(st.integers(), st.floats(0, 1))
def test_the_same_seed_draws_the_same_faults(seed: int, share: float) -> None:
    def drawn() -> list[bool]:
        faults = Faults(Random(seed))
        faults.add("delay", share=share)
        return [faults.next("GET /") is not None for _ in range(20)]

    assert drawn() == drawn()


def test_a_share_is_about_kept() -> None:
    faults = Faults(Random(1))
    faults.add("delay", share=0.25)
    hits = sum(faults.next("GET /") is not None for _ in range(4000))
    assert 900 < hits < 1100


def test_a_counted_fault_befalls_no_more_requests_than_told_whatever_threads_ask() -> None:
    faults = Faults(Random(0))
    hits: list[int] = []
    faults.add("delay", times=50)

    def ask() -> None:
        hits.extend(1 for _ in range(100) if faults.next("GET /"))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(hits) == 50
