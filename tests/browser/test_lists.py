"""Today, orders and documents in a real browser: found while typing, chosen, issued, closed, looked at."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.support.states import a_day
from tests.support.world import World, order

from facturier.model.message import say
from facturier.store import journal
from facturier.store.models import Order, Standing


@pytest.fixture
def two(world: World, ana: Page) -> Page:
    """Two orders that were heard and not decided, and Ana on the list of orders."""
    world.hear(order("1001"))
    world.hear(order("1002"))
    ana.get_by_role("link", name="Orders", exact=True).click()
    ana.wait_for_url("**/orders/")
    return ana


def test_the_list_follows_what_is_typed(two: Page) -> None:
    two.get_by_role("searchbox").press_sequentially("1002")
    expect(two.get_by_role("link", name="1001")).to_have_count(0)
    expect(two.get_by_role("link", name="1002")).to_be_visible()
    expect(two).to_have_url(re.compile(r"text=1002"))
    two.get_by_role("searchbox").fill("nobody")
    two.get_by_role("link", name="Show all orders").click()
    expect(two.get_by_role("link", name="1001")).to_be_visible()


def test_chosen_orders_are_issued_and_their_rows_follow_them(two: Page, world: World) -> None:
    expect(two.get_by_role("button", name="Issue now")).to_be_hidden()
    two.get_by_label("Choose all that are shown").check()
    expect(two.locator(".chosen")).to_contain_text("2 chosen")
    two.get_by_label("1002").uncheck()
    expect(two.locator(".chosen")).to_contain_text("1 chosen")
    two.get_by_role("button", name="Issue now").click()
    expect(two.get_by_role("status")).to_contain_text("Ready: 1")
    world.run()
    expect(two.get_by_role("row", name="1001")).to_contain_text("Verified", timeout=15_000)
    expect(two.get_by_role("row", name="1001").get_by_role("link", name="FCT 0001")).to_be_visible()


def test_orders_are_closed_with_a_reason(two: Page) -> None:
    two.get_by_label("1001", exact=True).check()
    two.get_by_text("Close without document").click()
    two.get_by_label("Why do these orders get no document?").fill("issued by hand")
    two.get_by_role("button", name="Close them").click()
    expect(two.get_by_role("row", name="1001")).to_contain_text("Closed by ana: issued by hand")
    assert Order.objects.get(number="1001").standing == Standing.CLOSED


def test_a_document_is_seen_within_its_page(ana: Page, world: World) -> None:
    world.hear(order("1001"))
    world.run()
    ana.get_by_role("link", name="Documents", exact=True).click()
    with ana.expect_response(re.compile("/pdf/")) as answered:
        ana.get_by_role("link", name="FCT 0001").click()
    assert answered.value.status == 200
    assert answered.value.headers["content-type"] == "application/pdf"
    expect(ana.locator("iframe.paper")).to_be_visible()
    ana.get_by_role("link", name="To its order and history").click()
    expect(ana).to_have_url(re.compile(r"/orders/\d+/"))


def test_an_alarm_is_closed_and_then_all_is_well(ana: Page, world: World) -> None:
    row = world.hear(order("1001"))
    world.run()
    journal.raise_alarm(
        "EDITED-AFTER-ISSUE", row, say("It changed."), world.clock.now(), world.organisation.pk
    )
    ana.reload()
    expect(ana.get_by_text("It changed.")).to_be_visible()
    ana.get_by_role("button", name="Close").click()
    expect(ana.get_by_role("heading", name="All is well")).to_be_visible()


def test_a_route_is_paused_and_goes_on(ana: Page) -> None:
    ana.get_by_role("link", name="Pause", exact=True).click()
    route = ana.locator(".brake", has_text="Shop to SmartBill")
    route.get_by_text("Pause", exact=True).click()
    route.get_by_label("Why? Everybody sees it.").fill("stock-taking")
    route.get_by_role("button", name="Pause it").click()
    expect(route).to_contain_text("Paused by ana. stock-taking")
    route.get_by_role("button", name="Resume").click()
    expect(route).not_to_contain_text("stock-taking")


@pytest.mark.parametrize("address", ["/", "/orders/", "/documents/", "/brakes/"])
def test_on_a_phone_nothing_is_wider_than_the_screen(ana: Page, world: World, address: str) -> None:
    a_day(world)
    ana.set_viewport_size({"width": 360, "height": 740})
    ana.goto(address)
    assert ana.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_list_is_used_with_the_keyboard_alone(two: Page) -> None:
    two.keyboard.press("Tab")
    expect(two.get_by_role("link", name="To the content")).to_be_focused()
    two.get_by_label("1001", exact=True).focus()
    two.keyboard.press("Space")
    two.get_by_role("button", name="Issue now").focus()
    two.keyboard.press("Enter")
    expect(two.get_by_role("status")).to_contain_text("Ready: 1")
