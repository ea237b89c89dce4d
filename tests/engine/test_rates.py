"""A worker fetches rates before its first work, and every hour; trouble with a bank never stops it."""

import threading
from dataclasses import replace

import pytest
from tests.rates.documents import Served, bnr
from tests.support.world import World

from facturier.engine import queue, worker
from facturier.engine.dispatch import Dispatcher
from facturier.engine.queue import Errands
from facturier.store.models import Rate

DAY = bnr({"2026-11-19": "5.0819", "2026-11-09": "5.0709"})


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> list[Errands]:
    """What the worker hands to the queue, which does not run here."""
    given: list[Errands] = []

    def listen(stop: threading.Event, errands: Errands) -> threading.Thread:
        given.append(errands)
        thread = threading.Thread(target=stop.wait)
        thread.start()
        return thread

    monkeypatch.setattr(queue, "listen", listen)
    return given


def work(world: World, bank: Served, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run a worker whose dispatcher does nothing; returns how many rates it found when it began."""
    found: list[int] = []

    def run(self: Dispatcher, stop: threading.Event) -> None:
        found.append(Rate.objects.count())
        stop.set()

    monkeypatch.setattr(Dispatcher, "run", run)
    world.settings(document_currency="EUR")
    worker.run_worker(replace(world.env, rates_transport=bank.transport), threading.Event(), threads=1)
    return found[0]


def test_rates_come_before_the_first_work(
    world: World, handed: list[Errands], monkeypatch: pytest.MonkeyPatch
) -> None:
    bank = Served(otherwise=DAY)
    assert work(world, bank, monkeypatch) == Rate.objects.count() > 0


def test_a_bank_that_is_away_does_not_stop_the_worker(
    world: World,
    handed: list[Errands],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    bank = Served(otherwise=503)
    assert work(world, bank, monkeypatch) == 0
    assert "no exchange rates of BNR" in caplog.text
    bank.otherwise = DAY
    handed[0].rates()
    assert Rate.objects.exists()


def test_the_queue_calls_for_rates_every_hour() -> None:
    def nothing() -> None: ...

    made = queue.app_for(
        Errands(wake=nothing, sweep=nothing, reconcile=nothing, rates=nothing, takings=nothing)
    )
    (periodic,) = [
        each for each in made.periodic_registry.periodic_tasks.values() if each.task.name == "facturier.rates"
    ]
    assert periodic.cron == "41 * * * *"
