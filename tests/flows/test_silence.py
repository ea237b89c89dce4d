"""A remote that no longer answers is told to a person, in time and once, and is well again by itself."""

from datetime import timedelta

from tests.support.world import World, order

from facturier.flows.find import poll
from facturier.sandbox.faults import Trouble
from facturier.store.models import Alarm, Connection


def alarms() -> list[str]:
    return [str(alarm.message) for alarm in Alarm.objects.filter(code="CONNECTION", closed_at=None)]


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
