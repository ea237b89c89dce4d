"""What a system tells of by a web hook is looked at, whatever else is written on its connection meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event, Timer

import pytest
from django.db import connection, transaction
from tests.support.world import World, order

from facturier.flows import connections, hooks, presence
from facturier.store import hooks as store
from facturier.store.models import Connection, HookLine, Knock

SECONDS = 20


@pytest.fixture
def line(world: World) -> HookLine:
    world.hear(order("1001"))
    world.run()
    return store.open_line(world.system, "https://here/hooks/1/", world.clock.now())


def tell(world: World, line: HookLine) -> None:
    store.knock_at(line, [world.document()], world.clock.now())


def looked_at(world: World) -> bool:
    world.run(until=timedelta(hours=24))
    return not Knock.objects.exists()


def test_while_another_document_is_looked_at(
    world: World, line: HookLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = presence.look
    came: list[bool] = []

    def looks(*given: object) -> None:
        look(*given)  # type: ignore[arg-type]
        if not came:
            came.append(True)
            world.clock.advance(timedelta(seconds=1))
            tell(world, line)

    monkeypatch.setattr(presence, "look", looks)
    tell(world, line)
    hooks.look_at_told(world.env, world.system.pk)
    assert came
    assert Knock.objects.count() == 1
    assert looked_at(world)


def test_in_the_very_moment_in_which_the_look_ends(world: World, line: HookLine) -> None:
    """It is not yet stored, so who ends the look cannot see it, and must wait for it."""
    Connection.objects.filter(pk=world.system.pk).update(look_at=world.clock.now() + timedelta(minutes=10))
    marked, stored = Event(), Event()

    def tells() -> None:
        with transaction.atomic():
            tell(world, line)
            marked.set()
            stored.wait(SECONDS)
        connection.close()

    with ThreadPoolExecutor(1) as other:
        telling = other.submit(tells)
        assert marked.wait(SECONDS)
        Timer(0.3, stored.set).start()
        store.rest(world.system, world.clock.now())
        assert stored.is_set()
        telling.result()
    assert Connection.objects.get(pk=world.system.pk).look_at == world.clock.now()
    assert looked_at(world)


def test_nothing_more_is_looked_at_where_nothing_more_was_told(world: World, line: HookLine) -> None:
    tell(world, line)
    assert looked_at(world)
    assert Connection.objects.get(pk=world.system.pk).look_at is None


def test_while_somebody_changes_the_connection(world: World, line: HookLine) -> None:
    row = Connection.objects.get(pk=world.system.pk)
    tell(world, line)
    connections.keep(world.env, row)
    assert looked_at(world)
