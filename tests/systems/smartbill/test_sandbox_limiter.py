"""Thirty calls in ten seconds, then ten minutes of nothing (sheet, section 1.4)."""

from datetime import timedelta

import pytest
from tests.systems.smartbill.simulated import Account, answer

from facturier.sandbox.clock import SandboxClock
from facturier.systems.smartbill.sandbox import create
from facturier.systems.smartbill.sandbox.limiter import Limiter


def hurried(**switches: object) -> Account:
    account = Account(**switches)
    account.pause = timedelta()
    return account


def statuses(account: Account, count: int) -> list[int]:
    return [account.get("/tax").status_code for _ in range(count)]


def test_thirty_calls_pass_and_the_next_blocks_for_ten_minutes() -> None:
    account = hurried()
    assert statuses(account, 31) == [200] * 30 + [429]
    account.clock.advance(timedelta(seconds=599))
    assert statuses(account, 1) == [429]
    account.clock.advance(timedelta(seconds=1))
    assert statuses(account, 1) == [200]


def test_the_window_slides() -> None:
    account = hurried()
    statuses(account, 15)
    account.clock.advance(timedelta(seconds=6))
    statuses(account, 15)
    account.clock.advance(timedelta(seconds=4))
    assert statuses(account, 16) == [200] * 15 + [429]


def test_headers_tell_what_remains() -> None:
    account = hurried()
    reply = account.get("/tax")
    now = int(account.clock.now().timestamp())
    assert reply.headers["x-ratelimit-limit"] == "30"
    assert reply.headers["x-ratelimit-remaining"] == "29"
    assert now < int(reply.headers["x-ratelimit-reset"]) <= now + 11
    statuses(account, 29)
    blocked = account.get("/tax")
    assert blocked.headers["x-ratelimit-remaining"] == "0"
    assert now + 599 < int(blocked.headers["x-ratelimit-reset"]) <= now + 601


@pytest.mark.parametrize(("prolonged", "status"), [(False, 200), (True, 429)])
def test_whether_calls_prolong_the_block(prolonged: bool, status: int) -> None:
    account = hurried(block_prolonged=prolonged)
    statuses(account, 31)
    account.clock.advance(timedelta(seconds=500))
    statuses(account, 1)
    account.clock.advance(timedelta(seconds=200))
    assert statuses(account, 1) == [status]


@pytest.mark.parametrize("code", [403, 429])
def test_the_code_of_the_block_is_a_switch(code: int) -> None:
    account = hurried(limit_code=code)
    assert statuses(account, 31)[-1] == code
    assert answer(account.get("/tax"))["errorText"] != ""


def test_the_block_may_say_nothing() -> None:
    account = hurried(limit_body="empty")
    statuses(account, 30)
    assert account.get("/tax").content == b""


def test_a_blocked_call_has_no_effect() -> None:
    account = hurried()
    statuses(account, 30)
    assert account.invoice().status_code == 429
    assert account.sandbox.ledger.entries() == ()


def test_calls_that_are_not_understood_do_not_count() -> None:
    account = hurried()
    for _ in range(40):
        assert account.invoice(foo=1).status_code == 400
    assert account.get("/tax").status_code == 200


def test_each_token_has_a_count_of_its_own() -> None:
    account = hurried()
    statuses(account, 31)
    other = account.sandbox.book.users[1]
    reply = account.http.get("/tax", params={"cif": other.cifs[0]}, auth=(other.email, other.token))
    assert reply.status_code == 200


def test_the_blocked_fault_blocks_the_token_as_well() -> None:
    account = hurried()
    account.sandbox.faults.add("blocked", times=1)
    assert statuses(account, 2) == [429, 429]
    account.clock.advance(timedelta(seconds=600))
    assert statuses(account, 1) == [200]


def test_the_block_is_shorter_on_a_faster_clock() -> None:
    clock = SandboxClock(scale=10_000)
    limiter = Limiter(clock)
    limiter.block("token")
    clock.sleep(0.07)
    assert limiter.admits("token", prolonged=False)


def test_the_same_seed_makes_the_same_account() -> None:
    assert create(seed=5).account == create(seed=5).account
    assert create(seed=5).account["token"] != create(seed=6).account["token"]
