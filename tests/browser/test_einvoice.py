"""An e-invoice that SdI refused, in a real browser: on Today, its buyer corrected, sent again; also on a phone."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.support.cloud import build, cloud, order
from tests.support.world import World

PICTURES = os.environ.get("PICTURES", "")
"""A folder for pictures of each step, for whoever looks at them."""
CODE = "ABC1234"


@pytest.fixture
def world(transactional_db: None, tmp_path: Path) -> World:
    world = build(tmp_path, [], electronic=True, transmit=True)
    world.hear(order("1001"))
    world.run(until=timedelta(minutes=1))
    cloud(world).person.discard(world.document().number, numeration="/A")
    world.run(until=timedelta(hours=1))
    return world


@pytest.mark.parametrize("width", [1280, 390])
def test_a_refused_buyer_is_corrected_and_sent_again(ana: Page, world: World, width: int) -> None:
    ana.set_viewport_size({"width": width, "height": 860})
    ana.goto("/")
    expect(ana.get_by_text("E-invoices that did not go through")).to_be_visible()
    _fits(ana, width, "today")
    ana.get_by_role("link", name="1001").first.click()
    expect(ana.get_by_role("link", name="Credit", exact=True)).to_have_count(0)
    _fits(ana, width, "refused")
    ana.get_by_label("Field").select_option("buyer.recipient_code")
    ana.get_by_label("Value").fill(CODE)
    ana.get_by_role("button", name="Correct", exact=True).click()
    expect(ana.get_by_text(CODE).first).to_be_visible()
    _fits(ana, width, "corrected")
    ana.get_by_role("button", name="Correct it and send it again").click()
    expect(ana.get_by_text("It is being sent again.")).to_be_visible()
    world.run(until=timedelta(minutes=1))
    (there,) = cloud(world).company().documents.values()
    assert there["entity"]["ei_code"] == CODE
    ana.reload()
    expect(ana.get_by_text("E-invoice under way").first).to_be_visible()
    _fits(ana, width, "sent")


def _fits(page: Page, width: int, name: str) -> None:
    """Nothing is wider than the screen."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
