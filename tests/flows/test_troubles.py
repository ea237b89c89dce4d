"""What a shop wants mended stands as an alarm of its own for as long as the shop tells of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from tests.support.world import World, order

from facturier.flows.env import Env
from facturier.flows.find import poll
from facturier.model.message import Message, say
from facturier.ports.shop import Heard, Page, Trouble
from facturier.store.models import Alarm, Order


@dataclass
class Telling:
    """A shop that gives these pages."""

    pages: list[Page]

    def orders(self, cursor: str) -> Iterator[Page]:
        yield from self.pages


def trouble(about: str) -> Trouble:
    return Trouble(about, say("“%(file)s” was not taken.", file=about))


@pytest.fixture
def told(world: World, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A poll of a shop that gives these pages."""

    def told(*pages: Page) -> set[str]:
        monkeypatch.setattr(Env, "shop", lambda *given: Telling(list(pages)))
        poll(world.env, world.shop.pk)
        return standing()

    return told


def standing() -> set[str]:
    return {alarm.message.render() for alarm in Alarm.objects.filter(code="SHOP", closed_at=None)}


def page(*abouts: str) -> Page:
    return Page((), "1", troubles=tuple(trouble(about) for about in abouts))


def test_each_trouble_has_an_alarm_and_keeps_it(world: World, told: Any) -> None:
    assert told(page("a", "b")) == {"“a” was not taken.", "“b” was not taken."}
    first = set(Alarm.objects.values_list("pk", flat=True))
    assert told(page("a", "b")) == {"“a” was not taken.", "“b” was not taken."}
    assert set(Alarm.objects.values_list("pk", flat=True)) == first


def test_what_is_no_longer_told_of_is_mended(world: World, told: Any) -> None:
    told(page("a", "b"))
    assert told(page("b", "c")) == {"“b” was not taken.", "“c” was not taken."}
    assert told(page()) == set()
    assert Alarm.objects.filter(code="SHOP").count() == 3


def test_a_shop_that_says_nothing_of_troubles_mends_none(world: World, told: Any) -> None:
    told(page("a"))
    assert told(Page((), "2")) == {"“a” was not taken."}


def test_a_trouble_without_a_name_is_the_connections_own(world: World, told: Any) -> None:
    told(page("", "a"))
    assert told(page("")) == {"“” was not taken."}
    assert told(page()) == set()


def test_another_connections_troubles_are_let_be(world: World, told: Any) -> None:
    """Also of one whose number begins alike."""
    told(page("a"))
    subject = f"connection:{world.shop.pk}0/a"
    message = Message("of another")
    Alarm.objects.create(code="SHOP", subject=subject, message=message, at=world.clock.now())
    assert told(page()) == {"of another"}


def test_orders_are_stored_whatever_troubles_there_are(world: World, told: Any) -> None:
    facts = order("1001")
    heard = Heard(raw=b"{}", order=facts)
    told(Page((heard,), "1", troubles=(trouble("a"),)))
    assert Order.objects.get().number == "1001"
    world.shop.refresh_from_db()
    assert world.shop.cursor == "1"
    assert world.shop.trouble is None
