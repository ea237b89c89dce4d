"""Sending an order by hand: what it would be is shown first, and what was issued already is named."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from msgspec.structs import replace
from tests.support.cloud import build, cloud, order
from tests.support.world import World
from tests.web.conftest import client_of, person
from tests.web.test_order_page import key

from facturier.drafting.choices import Unasked
from facturier.drafting.settings import Selection
from facturier.store import installation
from facturier.store.models import Document, Order


@pytest.fixture
def world(db: None, tmp_path: Path) -> Iterator[World]:
    yield build(tmp_path, [], use_stock=True, selection=Selection(only_paid=True))
    installation.identity.cache_clear()


def address(world: World) -> str:
    return f"/orders/{key(world)}/send/"


def show(client: Client, world: World, kind: str, series: str = "") -> str:
    """What a person sees first; how the button names it. Empty where there is no button."""
    html = client.get(address(world), {"kind": kind, "series": series}).text
    found = re.search(r'name="shown" value="(\w+)"', html)
    return found[1] if found else ""


def post(client: Client, world: World, kind: str, shown: str = "", series: str = "", **fields: str) -> str:
    """It is shown, then sent."""
    told = {"kind": kind, "series": series, "shown": shown or show(client, world, kind, series), **fields}
    return client.post(address(world), told, follow=True).text


def kinds(world: World) -> list[str]:
    return [one["type"] for one in cloud(world).company().documents.values()]


def test_the_order_page_leads_there_until_there_is_an_invoice(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    world.run()
    assert address(world) in ana.get(f"/orders/{key(world)}/").text
    post(ana, world, "order")
    world.run()
    assert address(world) in ana.get(f"/orders/{key(world)}/").text
    post(ana, world, "invoice")
    world.run()
    page = ana.get(f"/orders/{key(world)}/").text
    assert address(world) not in page
    assert "made out of /A/2026 (ordine) 1" in page
    assert kinds(world) == ["order", "invoice"]


def test_it_is_shown_before_it_is_sent(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    world.run()
    html = ana.get(address(world), {"kind": "order"}).text
    for told in ("Order document", "Proforma", "Send it now: 121.00 EUR", "leaves with this document"):
        assert told in html
    assert "does not move with this document" in ana.get(address(world), {"kind": "proforma"}).text
    assert not Document.objects.exists()


def test_what_was_issued_already_is_named_with_a_link(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    post(ana, world, "invoice")
    world.run()
    made = Document.objects.get()
    html = ana.get(address(world), {"kind": "invoice"}).text
    assert "Already issued" in html
    assert f'href="/documents/{made.pk}/">Invoice {made}</a>' in html
    assert "The order has its invoice already" in ana.get(address(world), {"kind": "order"}).text
    assert "Send it now" not in html
    post(ana, world, "invoice")
    post(ana, world, "order")
    world.run()
    assert kinds(world) == ["invoice"]


def test_an_order_that_changed_in_between_is_shown_again(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    shown = show(ana, world, "invoice")
    buyer = replace(order("1001").buyer, name="Carla Esempio")
    world.hear(replace(order("1001"), buyer=buyer))
    html = post(ana, world, "invoice", shown)
    assert "Send it now: 121.00 EUR" in html
    assert "Carla Esempio" in html
    assert not Document.objects.exists()
    post(ana, world, "invoice")
    world.run()
    assert Document.objects.get().draft.buyer.name == "Carla Esempio"


def test_one_click_that_arrives_twice_is_one(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    shown = show(ana, world, "invoice")
    post(ana, world, "invoice", shown, click="a" * 32)
    post(ana, world, "invoice", shown, click="a" * 32)
    world.run()
    assert kinds(world) == ["invoice"]


def test_a_series_of_the_account_may_be_chosen(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    post(ana, world, "invoice", series="/")
    world.run()
    assert Document.objects.get().series == "/2026"


def test_what_is_held_says_why_and_has_no_button(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    shown = show(ana, world, "invoice")
    world.hear(replace(order("1001"), payable=order("1001").payable + 5))
    html = ana.get(address(world), {"kind": "invoice"}).text
    assert "It cannot be sent so" in html
    assert "Send it now" not in html
    post(ana, world, "invoice", shown)
    assert Order.objects.get().by_hand is None


def test_nobody_sends_somebody_elses_orders(world: World) -> None:
    from facturier.store.models import Organisation

    world.hear(order("1001"))
    other = client_of(world, person("ivo", Organisation.objects.create(name="Altri")))
    assert other.get(address(world)).status_code == 404
    assert other.post(address(world), {"kind": "invoice", "shown": "121.00"}).status_code == 404


def test_the_route_says_in_its_sentence_what_becomes_of_unasked_orders(ana: Client, world: World) -> None:
    world.settings(unasked=Unasked.ORDER)
    html = ana.get(f"/routes/{world.route.pk}/").text
    assert "an order document instead if the buyer asked for no invoice" in html
    assert "If the buyer asked for no invoice" in html
    assert "Order document" in ana.get("/documents/").text
