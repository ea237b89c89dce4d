"""The dispatcher over the real store, with real threads: everything due is done, whatever goes wrong beside it."""

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from tests.support.world import World, order

from facturier.engine import dispatch, work
from facturier.engine.dispatch import Dispatcher
from facturier.flows import effects
from facturier.flows.decide import decide as decided
from facturier.flows.env import Env
from facturier.store import journal
from facturier.store.models import Alarm, Connection, Document, Effect, Order, Standing, State

PATIENCE = 60.0
NUMBERS = ["1001", "1002", "1003", "1004", "1005"]


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "LONGEST_NAP", 0.02)
    monkeypatch.setattr(dispatch, "DATABASE_AWAY", 0.02)


def work_off(world: World) -> None:
    Dispatcher(world.env).run(threading.Event(), until_idle=True)


def test_orders_become_verified_documents(world: World) -> None:
    for number in NUMBERS:
        world.hear(order(number))
    work_off(world)
    assert Document.objects.filter(state=State.VERIFIED).count() == len(NUMBERS)
    assert sorted(entry.number for entry in world.sandbox.ledger.entries()) == [
        f"{number:04}" for number in range(1, len(NUMBERS) + 1)
    ]
    assert not Effect.objects.exclude(state=Effect.State.DONE).exists()


def test_an_order_that_fails_gets_an_alarm_and_rests(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {number: world.hear(order(number)) for number in NUMBERS}
    tries: list[int] = []

    def decide(env: Env, row: int, **how: object) -> None:
        if row == rows["1003"].pk:
            tries.append(row)
            raise ZeroDivisionError("of all things")
        decided(env, row)

    monkeypatch.setattr(work, "decide", decide)
    work_off(world)
    assert len(tries) == 1
    assert Document.objects.filter(state=State.VERIFIED).count() == len(NUMBERS) - 1
    alarm = Alarm.objects.get()
    assert (alarm.code, alarm.subject) == ("INTERNAL", journal.subject(rows["1003"]))
    assert "ZeroDivisionError: of all things" in str(alarm.message)
    assert Order.objects.get(number="1003").standing == Standing.NEW
    monkeypatch.setattr(work, "decide", decided)
    world.clock.advance(timedelta(minutes=6))
    work_off(world)
    assert world.document("1003").state == State.VERIFIED


def fail(env: Env, row: int) -> None:
    raise KeyError("surprise")


def test_an_effect_that_fails_gets_an_alarm_and_rests(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effects, "run", fail)
    world.hear(order("1001"))
    work_off(world)
    effect = Effect.objects.get()
    assert Alarm.objects.filter(code="INTERNAL", subject=journal.subject(effect)).exists()
    assert effect.look_at is not None
    assert effect.look_at > world.clock.now()


def test_a_shop_that_cannot_be_polled_gets_an_alarm_and_rests(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "poll", fail)
    Connection.objects.filter(pk=world.shop.pk).update(look_at=world.clock.now())
    world.hear(order("1001"))
    work_off(world)
    assert Alarm.objects.filter(code="INTERNAL", subject=journal.subject(world.shop)).exists()
    assert world.document().state == State.VERIFIED


def test_a_step_whose_database_went_away_is_no_failure_of_ours(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row rests until the claim on it ends, as if its worker had died; nobody is asked to report anything."""
    world.hear(order("1001"))

    def decide(env: Env, row: int, **how: bool) -> None:
        monkeypatch.setattr(work, "decide", decided)
        decided(env, row, **how)
        raise OperationalError("terminating connection due to unexpected postmaster exit")

    monkeypatch.setattr(work, "decide", decide)
    work_off(world)
    assert not Alarm.objects.exists()
    assert world.document().state == State.VERIFIED


def test_a_database_that_goes_away_is_survived(world: World) -> None:
    stop = threading.Event()
    dispatcher = Dispatcher(world.env, threads=2)

    def run() -> None:
        try:
            dispatcher.run(stop)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        for number in NUMBERS[:3]:
            world.hear(order(number))
            _until_verified(world, number)
            _cut_all_other_connections()
    finally:
        stop.set()
        dispatcher.wake()
        thread.join(PATIENCE)
    assert not thread.is_alive()
    assert len(world.sandbox.ledger.entries()) == 3


def _until_verified(world: World, number: str) -> None:
    """A step that was cut off in the middle is found again when its lease ends, so time must pass."""
    pause = threading.Event()
    for _ in range(int(PATIENCE / 0.02)):
        if Document.objects.filter(order__number=number, state=State.VERIFIED).exists():
            return
        pause.wait(0.02)
        world.clock.advance(timedelta(seconds=2))
    raise AssertionError(f"{number} was never verified")


def _cut_all_other_connections() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
