"""A remote that no longer answers is told to a person, in time and once, and is well again by itself."""

from datetime import timedelta

from tests.support.world import World, order

from facturier.engine.worker import reconcile_all
from facturier.flows.find import poll
from facturier.sandbox.faults import Fault, Trouble
from facturier.store import hooks as store
from facturier.store.models import Alarm, Connection, Permit, State


def alarms() -> list[str]:
    return [str(alarm.message) for alarm in Alarm.objects.filter(code="CONNECTION", closed_at=None)]


def issued(world: World) -> None:
    world.hear(order("1001"))
    world.run()
    assert world.document().state == State.VERIFIED


def test_a_system_that_is_down_for_long_is_told_once_and_goes_on_by_itself(world: World) -> None:
    world.sandbox.faults.add(Trouble.ERROR_503)
    for number in range(1001, 1004):
        world.hear(order(str(number)))
    world.run(until=timedelta(minutes=30))
    assert alarms() == []
    world.run(until=timedelta(hours=2))
    (told,) = alarms()
    assert "SmartBill has not answered since 2026" in told
    world.sandbox.faults.clear()
    world.run()
    assert alarms() == []
    system = Connection.objects.get(pk=world.system.pk)
    assert (system.trouble, system.silent_since) == (None, None)
    assert len(world.sandbox.ledger.entries()) == 3


def test_a_shop_that_is_down_is_told_too(world: World) -> None:
    world.shop.settings = {"base_url": "http://shop.test", "start_date": "2026-01-01"}
    world.shop.secrets = {"bearer_token": "a" * 32}
    world.shop.save()
    world.sandbox.faults.add(Trouble.ERROR_503)
    poll(world.env, world.shop.pk)
    world.clock.advance(timedelta(minutes=59))
    poll(world.env, world.shop.pk)
    assert alarms() == []
    world.clock.advance(timedelta(minutes=1))
    poll(world.env, world.shop.pk)
    assert len(alarms()) == 1


def test_our_own_limit_is_no_silence(world: World) -> None:
    """Nothing was asked, so nobody was silent."""
    for number in range(1001, 1021):
        world.hear(order(str(number)))
    world.run()
    assert len(world.sandbox.ledger.entries()) == 20
    assert Connection.objects.get(pk=world.system.pk).silent_since is None


def compare(world: World, times: int = 1) -> None:
    """The hourly comparison of the books; the shop is told by hand."""
    shop = Connection.objects.filter(pk=world.shop.pk)
    shop.update(paused_at=world.clock.now())
    for _ in range(times):
        world.clock.advance(timedelta(hours=1))
        reconcile_all(world.env)
    shop.update(paused_at=None)


def test_one_answer_that_fails_at_the_hourly_comparison_is_no_alarm(world: World) -> None:
    issued(world)
    world.sandbox.faults.add(Fault(Trouble.ERROR_503, times=1))
    compare(world)
    assert alarms() == []
    compare(world)
    assert Connection.objects.get(pk=world.system.pk).silent_since is None


def test_what_cannot_be_read_for_long_is_told_until_it_can_be_again(world: World) -> None:
    issued(world)
    world.sandbox.faults.add(Trouble.ERROR_503)
    compare(world, times=2)
    (told,) = alarms()
    assert "has not answered since" in told
    world.sandbox.faults.clear()
    compare(world)
    assert alarms() == []


def test_our_own_limit_at_the_hourly_comparison_is_no_alarm(world: World) -> None:
    issued(world)
    assert Permit.objects.update(free_at=world.clock.now() + timedelta(hours=1, seconds=8))
    compare(world)
    assert alarms() == []
    assert Connection.objects.get(pk=world.system.pk).silent_since is None


def test_that_the_account_can_be_read_does_not_end_what_a_document_waits_for(world: World) -> None:
    """Its series is missing."""
    issued(world)
    company = world.sandbox.company()
    series, company.series = company.series, []
    world.hear(order("1002"))
    world.run()
    (told,) = alarms()
    compare(world)
    assert alarms() == [told]
    company.series = series
    world.run(until=timedelta(hours=5))
    assert alarms() == []


def test_a_document_that_we_were_told_to_look_at_ends_a_silence(world: World) -> None:
    issued(world)
    line = store.open_line(world.system, "https://here/hooks/1/", world.clock.now())
    world.sandbox.faults.add(Trouble.ERROR_503)
    store.knock_at(line, [world.document()], world.clock.now())
    world.run()
    assert len(alarms()) == 1
    world.sandbox.faults.clear()
    world.run()
    assert alarms() == []
