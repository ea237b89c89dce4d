"""What a person sends to SdI against what the route sends by itself, at the same moment: each e-invoice goes once.

Threads with connections of their own on a real PostgreSQL, the simulator in process. RACES=1000 runs a thousand.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial

import pytest
from msgspec.structs import replace
from tests.flows.test_by_hand_race import race, two, work
from tests.support.cloud import cloud, order
from tests.support.einvoices import Make, times
from tests.support.world import World

from facturier.flows import transmit_asked
from facturier.ports.errors import Refused
from facturier.store import effects as planned
from facturier.store.models import Alarm, Document, Effect, State

__all__ = ["two"]
RACES = int(os.environ.get("RACES", "40")) // 4


@pytest.fixture
def world(make_world: Make) -> World:
    world = make_world()
    cloud(world).switches.hourly_limit = cloud(world).switches.monthly_limit = 10**9
    return world


def click(world: World, number: str) -> None:
    """Ever again, until the document is there to be sent; then once more."""
    for _ in range(3):
        document = Document.objects.filter(order__number=number, state=State.VERIFIED).first()
        if document is not None:
            with suppress(Refused):
                transmit_asked.first(world.env, document, "Ana")
        work(world)


def test_a_person_and_the_route_send_it_once(world: World, two: ThreadPoolExecutor) -> None:
    for number in range(1, RACES + 1):
        if number % 3 == 0:
            cloud(world).faults.add("lost_answer", "POST .*/e_invoice/send", times=1)
        world.hear(order(str(number)))
        race(two, partial(work, world), partial(click, world, str(number)))
        world.run()
    sent = [len(each) for each in cloud(world).company().handed_over.values()]
    assert sent == [1] * RACES
    assert Effect.objects.filter(what=planned.TRANSMIT).count() == RACES
    assert not Alarm.objects.filter(closed_at=None).exists()


def test_two_people_send_what_no_route_asked_for_once(world: World, two: ThreadPoolExecutor) -> None:
    world.route.settings = replace(world.route.settings, transmit=False)
    world.route.save()
    for number in range(1, RACES + 1):
        world.hear(order(str(number)))
    world.run()
    assert times(world) == 0
    for number in range(1, RACES + 1):
        race(two, partial(click, world, str(number)), partial(click, world, str(number)))
    world.run()
    assert times(world) == RACES
    assert Effect.objects.filter(what=planned.TRANSMIT).count() == RACES
