"""The first page says what needs a person, and when nothing does."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.support.states import a_day
from tests.support.world import World, order
from tests.web.conftest import client_of, person

from facturier.flows import pausing
from facturier.model.message import say
from facturier.ports.errors import Misconfigured
from facturier.store import accounts, journal
from facturier.store.installation import row as installation
from facturier.store.models import Alarm, Document, Effect, Order, Organisation
from facturier.web.today import needs


def test_when_all_is_well_it_says_so(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    world.run()
    text = ana.get("/").text
    assert "All is well" in text
    assert "121.00" in text


def test_everything_that_needs_a_person_is_there(ana: Client, world: World) -> None:
    a_day(world)
    text = ana.get("/").text
    assert "All is well" not in text
    for words in (
        "was it issued?",
        "Issued, but not as meant",
        "Refused by the system",
        "Clientul este blocat",
        "Held before sending",
        "EDITED-AFTER-ISSUE",
        "not been read for long",
    ):
        assert words in text


def test_held_orders_are_counted_by_cause_with_a_link_to_them(ana: Client, world: World) -> None:
    a_day(world)
    text = ana.get("/").text
    codes = {finding.code for row in Order.objects.filter(standing="held") for finding in row.findings}
    link = re.search(
        r'href="/orders/\?standing=held&amp;cause=([\w-]+)">\s*<b class="count warn">3</b>', text
    )
    assert link
    assert link[1] in codes
    found = ana.get(f"/orders/?standing=held&cause={link[1]}").text
    assert found.count('name="chosen"') == 3


def test_an_alarm_is_closed_by_name(ana: Client, world: World) -> None:
    row = world.hear(order("1001"))
    journal.raise_alarm(
        "EDITED-AFTER-ISSUE", row, say("It changed."), world.clock.now(), world.organisation.pk
    )
    alarm = Alarm.objects.get()
    text = ana.get("/").text
    assert "It changed." in text
    assert f'href="/orders/{row.pk}/"' in text
    for _ in range(2):
        assert "It changed." not in ana.post(f"/alarms/{alarm.pk}/close/", follow=True).text
    alarm.refresh_from_db()
    assert alarm.closed_by == "ana"


def test_what_concerns_the_installation_is_closed_by_who_may_do_everything(
    ana: Client, root: Client, world: World
) -> None:
    journal.raise_alarm("NO-ROOM", installation(), say("The disk is full."), world.clock.now())
    alarm = Alarm.objects.get()
    assert "The disk is full." in ana.get("/").text
    assert ana.post(f"/alarms/{alarm.pk}/close/").status_code == 404
    assert root.post(f"/alarms/{alarm.pk}/close/").status_code == 302
    alarm.refresh_from_db()
    assert alarm.closed_by == "root"


def test_trouble_of_a_connection_is_told(ana: Client, world: World) -> None:
    accounts.trouble(world.system, Misconfigured(say("The token was refused.")), world.clock.now())
    text = ana.get("/").text
    assert "The token was refused." in text
    assert text.count("The token was refused.") == 1


@pytest.mark.parametrize("level", ["organisation", "shop", "system", "route"])
def test_what_is_paused_is_told_with_its_reason(ana: Client, world: World, level: str) -> None:
    pausing.pause(world.env, getattr(world, level), "Ion", "stock-taking")
    assert "stock-taking" in ana.get("/").text


def test_an_effect_that_was_not_done_is_told(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    world.run()
    Effect.objects.update(state=Effect.State.HELD, reason=say("The shop did not take it."))
    text = ana.get("/").text
    assert "The shop did not take it." in text
    assert Document.objects.get().number in text


def test_each_effect_that_was_not_done_can_be_found(ana: Client, world: World) -> None:
    for number in range(1001, 1008):
        world.hear(order(str(number)))
    world.run()
    Effect.objects.update(state=Effect.State.HELD, reason=say("The shop did not take it."))
    text = ana.get("/").text
    assert [str(one) for one in Document.objects.all() if f"<b>{one}</b>" not in text] == []


def test_more_alarms_than_are_shown_are_not_counted_as_if_they_were_all(
    ana: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(needs, "MOST", 2)
    for about in "abc":
        now, mine = world.clock.now(), world.organisation.pk
        journal.raise_alarm("STRANGER", world.system, say("Who made it?"), now, mine, about)
    assert '<b class="count bad">2+</b>' in ana.get("/").text


def test_the_pages_of_another_organisation_know_nothing_of_it(world: World) -> None:
    a_day(world)
    stranger = client_of(world, person("ion", Organisation.objects.create(name="Alta")))
    text = stranger.get("/").text
    assert "All is well" in text
    assert "SmartBill" not in text


def test_somebody_of_no_organisation_is_told_so(world: World) -> None:
    nobody = person("nobody", world.organisation)
    nobody.members.all().delete()
    assert client_of(world, nobody).get("/").status_code == 403


def test_few_queries(
    ana: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    a_day(world)
    with django_assert_max_num_queries(15):
        assert ana.get("/").status_code == 200
