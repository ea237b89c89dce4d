"""E-invoices on the pages: where they stand, what to do about a refused one, and the button that sends it again."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from msgspec.structs import replace
from pytest_django import DjangoAssertNumQueries
from tests.support.cloud import build, cloud, order
from tests.support.world import World
from tests.web.conftest import client_of, person
from tests.web.test_order_page import key, shown

from facturier.flows import transmit
from facturier.model.transmission import Stage
from facturier.store.models import Alarm, Document, Effect, Order, Organisation, Route, Transmitted
from facturier.web.today import needs

CLICK = "0" * 32
AGAIN = "Send the e-invoice again"


@pytest.fixture
def world(db: None, tmp_path: Path) -> World:
    world = build(tmp_path, [], electronic=True, transmit=True)
    world.hear(order("1001"))
    world.run(until=timedelta(minutes=1))
    return world


@pytest.fixture
def refused(world: World) -> World:
    cloud(world).person.discard(world.document().number, numeration="/A")
    world.run(until=timedelta(hours=1))
    return world


@pytest.fixture
def ana(world: World) -> Client:
    return client_of(world, person("ana", world.organisation))


def resend(client: Client, world: World, click: str = CLICK) -> Any:
    place = f"/orders/{key(world)}/documents/{world.document().pk}/transmit/"
    return client.post(place, {"click": click}, follow=True)


def times(world: World) -> int:
    return sum(len(each) for each in cloud(world).company().handed_over.values())


def test_what_is_on_its_way_asks_for_nothing(ana: Client, world: World) -> None:
    assert "All is well" in ana.get("/").text
    text = shown(ana, world)
    assert "E-invoice under way" in text
    assert "hands it over to SdI" in text
    assert AGAIN not in text
    assert "E-invoice under way" in ana.get("/documents/").text
    assert "E-invoice under way" in ana.get(f"/documents/{world.document().pk}/").text


def test_a_refusal_is_on_today_with_the_days_that_are_left(ana: Client, refused: World) -> None:
    text = ana.get("/").text
    assert "E-invoices that did not go through" in text
    assert "5 days left to send it again: until 25 Nov 2026." in text
    assert "Nobody has this recipient code" in text
    assert f'href="/orders/{key(refused)}/"' in text
    assert transmit.ALARM not in text
    assert "E-invoice refused" in ana.get("/documents/").text


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (3, "2 days left"),
        (4, "1 day left"),
        (5, "Today is the last day"),
        (6, "It had to be sent again by 25 Nov 2026."),
    ],
)
def test_the_days_are_counted(ana: Client, refused: World, days: int, words: str) -> None:
    refused.clock.advance(timedelta(days=days))
    assert words in ana.get("/").text
    assert words in shown(ana, refused)


def test_however_many_were_refused_the_first_to_be_late_is_shown(
    ana: Client, refused: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused.clock.advance(timedelta(days=2))
    now = refused.clock.now()
    refused.hear(replace(order("1002"), placed_at=now, changed_at=now))
    refused.run(until=timedelta(minutes=1))
    cloud(refused).person.discard(refused.document("1002").number, numeration="/A")
    refused.run(until=timedelta(hours=1))
    monkeypatch.setattr(needs, "MOST", 1)
    assert "3 days left to send it again: until 25 Nov 2026." in ana.get("/").text


def test_a_day_ends_when_it_does_in_the_company_s_zone(ana: Client, refused: World) -> None:
    """It is 0:30 in Rome when it is 23:30 in Greenwich."""
    refused.clock.advance(timedelta(minutes=23 * 60 + 30 - _minutes(refused)))
    assert (refused.clock.now().day, refused.clock.now().hour) == (20, 23)
    assert "4 days left" in ana.get("/").text


def _minutes(world: World) -> int:
    """Since midnight in Greenwich."""
    return world.clock.now().hour * 60 + world.clock.now().minute


def test_a_code_without_a_cure_is_told_in_sdi_s_own_words(ana: Client, world: World) -> None:
    cloud(world).person.discard(world.document().number, "00999", "Errore sconosciuto.", numeration="/A")
    world.run(until=timedelta(hours=1))
    for text in (ana.get("/").text, shown(ana, world)):
        assert "Errore sconosciuto." in text
        assert "00999" in text


def test_a_person_sends_it_again_once_for_each_click(ana: Client, refused: World) -> None:
    cloud(refused).person.correct(refused.document().number, "/A", ei_code="0000000")
    assert AGAIN in shown(ana, refused)
    text = resend(ana, refused).text
    assert "is sent again, within seconds" in text
    assert "It is being sent again." in text
    assert AGAIN not in text
    resend(ana, refused)
    refused.run(until=timedelta(minutes=1))
    assert times(refused) == 2
    assert Transmitted.objects.get().stage == Stage.UNDER_WAY
    assert "All is well" in ana.get("/").text


def test_another_click_is_told_that_it_is_on_its_way(ana: Client, refused: World) -> None:
    resend(ana, refused)
    assert "It is being sent again already." in resend(ana, refused, "1" * 32).text
    refused.run(until=timedelta(minutes=1))
    assert "Only an e-invoice that was refused" in resend(ana, refused, "2" * 32).text
    refused.run()
    assert times(refused) == 2


def test_what_was_deleted_in_the_system_asks_for_nothing_more(ana: Client, refused: World) -> None:
    document = refused.document()
    cloud(refused).person.delete_last("/A")
    place = f"/orders/{key(refused)}/documents/{document.pk}/gone/"
    ana.post(place, {"click": CLICK, "why": "a double"}, follow=True)
    refused.run(until=timedelta(days=2))
    document.refresh_from_db()
    assert document.gone_at is not None
    assert "did not go through" not in ana.get("/").text
    assert not Alarm.objects.filter(code=transmit.ALARM, closed_at=None).exists()


def test_only_who_belongs_there(world: World, refused: World) -> None:
    other = client_of(world, person("eve", Organisation.objects.create(name="Altra")))
    assert resend(other, refused).status_code == 404
    assert client_of(world).get("/").status_code == 302
    refused.run(until=timedelta(minutes=1))
    assert times(refused) == 1


def test_a_lost_answer_is_said(ana: Client, world: World) -> None:
    world.sandbox.faults.add("lost_answer", "POST .*/e_invoice/send", times=1)
    world.hear(order("1002"))
    world.run(until=timedelta(minutes=1))
    assert "but the answer was lost" in shown(ana, world, "1002")


def test_what_the_buyer_turned_down_stays_until_it_is_credited(ana: Client, world: World) -> None:
    cloud(world).person.sdi_answers(world.document().number, "rejected", numeration="/A")
    world.run(until=timedelta(hours=1))
    assert "The buyer turned it down" in ana.get("/").text
    Document.objects.update(retired_at=world.clock.now())
    assert "The buyer turned it down" not in ana.get("/").text


def test_a_check_that_failed_stands_on_the_order_with_its_button(ana: Client, world: World) -> None:
    world.sandbox.faults.add("error_503", "GET .*/xml_verify", times=1)
    world.hear(order("1002"))
    world.run(until=timedelta(seconds=1))
    cloud(world).person.correct(world.document("1002").number, "/A", ei_code="")
    world.run(until=timedelta(minutes=1))
    text = shown(ana, world, "1002")
    assert "found what SdI would refuse" in text
    assert "Codice destinatario mancante." in text
    cloud(world).person.correct(world.document("1002").number, "/A", ei_code="0000000")
    held = Effect.objects.get(document=world.document("1002"), what="transmit")
    ana.post(f"/orders/{key(world, '1002')}/effects/{held.pk}/", {"click": CLICK})
    world.run(until=timedelta(minutes=1))
    assert times(world) == 2


@pytest.mark.parametrize("electronic", [True, False])
def test_a_route_offers_it_where_its_system_can(ana: Client, world: World, electronic: bool) -> None:
    world.system.settings = {**world.system.settings, "e_invoice": electronic}
    world.system.save()
    world.settings(transmit=False)
    route = Route.objects.get()
    text = ana.get(f"/routes/{route.pk}/").text
    assert ('name="transmit"' in text) is electronic


def test_few_queries_however_many_rows(
    ana: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    numbers = [str(number) for number in range(2001, 2013)]
    for number in numbers:
        world.hear(order(number))
    world.run(until=timedelta(minutes=30))
    for number in numbers:
        cloud(world).person.discard(world.document(number).number, numeration="/A")
    world.run(until=timedelta(days=1))
    assert Order.objects.count() == 13
    for place, words in (("/", "did not go through"), ("/documents/", "E-invoice refused")):
        with django_assert_max_num_queries(25):
            text = ana.get(place).text
        assert words in text


def test_a_refused_buyer_is_corrected_on_the_page_and_sent_with_it(ana: Client, refused: World) -> None:
    text = shown(ana, refused)
    assert "Is it the buyer?" in text
    assert "Correct the buyer" in text
    assert 'value="lines.' not in text
    assert "Credit</a>" not in text
    place = f"/orders/{key(refused)}/correct/"
    ana.post(place, {"click": CLICK, "field-0": "buyer.recipient_code", "value-0": "ABC1234"})
    text = shown(ana, refused)
    assert "Buyer: recipient code" in text
    assert "Correct it and send it again" in text
    document = refused.document()
    place = f"/orders/{key(refused)}/documents/{document.pk}/transmit/"
    assert "within seconds" in ana.post(place, {"click": "1" * 32, "amend": "1"}, follow=True).text
    refused.run(until=timedelta(minutes=1))
    assert times(refused) == 2
    (there,) = cloud(refused).company().documents.values()
    assert there["entity"]["ei_code"] == "ABC1234"
    assert "The buyer on /A/2026 1 was corrected in Cloud (recipient_code)." in shown(ana, refused)


def test_one_that_no_route_asked_for_is_sent_from_its_pages(ana: Client, world: World) -> None:
    world.route.settings = replace(world.route.settings, transmit=False)
    world.route.save()
    world.hear(order("1002"))
    world.run(until=timedelta(minutes=1))
    document = world.document("1002")
    place = f"/orders/{key(world, '1002')}/documents/{document.pk}/e-invoice/"
    assert place in shown(ana, world, "1002")
    assert place in ana.get(f"/documents/{document.pk}/").text
    assert place not in ana.get(f"/documents/{world.document().pk}/").text
    assert "The e-invoice is sent" in ana.post(place, {"click": CLICK}, follow=True).text
    ana.post(place, {"click": "1" * 32}, follow=True)
    world.run(until=timedelta(minutes=1))
    assert times(world) == 2
    assert place not in shown(ana, world, "1002")
