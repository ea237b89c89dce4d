"""How much of a connection's limit is left, as the pages show it."""

from datetime import timedelta

from tests.support.world import World, order

from facturier.flows.budgets import left
from facturier.store.models import LimitScope


def test_calls_are_free_again_after_the_window(world: World) -> None:
    world.clock.advance(timedelta(minutes=1))
    before = left(world.env, world.system)
    assert before is not None
    assert before.free == before.limit.calls
    world.hear(order("1001"))
    world.run()
    after = left(world.env, world.system)
    assert after is not None
    assert (after.free < after.limit.calls, after.blocked_until) == (True, None)
    world.clock.advance(after.limit.window * 2)
    assert left(world.env, world.system) == before


def test_a_remote_that_shut_us_out_says_until_when(world: World) -> None:
    world.hear(order("1001"))
    world.run()
    until = world.clock.now() + timedelta(minutes=5)
    LimitScope.objects.update_or_create(
        scope=world.env.clients(world.system)[0].scope, defaults={"blocked_until": until}
    )
    blocked = left(world.env, world.system)
    assert blocked is not None
    assert blocked.blocked_until == until


def test_a_shop_without_a_limit_has_none_to_show(world: World) -> None:
    world.shop.settings = {"base_url": "https://shop.exemplu.test", "start_date": "2026-01-01"}
    world.shop.secrets = {"bearer_token": "long enough"}
    world.shop.save()
    assert left(world.env, world.shop) is None
