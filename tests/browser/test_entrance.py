"""Coming in and going out, in a real browser."""

from playwright.sync_api import Page, expect
from tests.web.conftest import PASSWORD


def test_a_person_logs_in_and_out(page: Page) -> None:
    page.goto("/")
    page.get_by_label("Name").fill("ana")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Today", exact=True)).to_be_visible()
    page.get_by_text("ana", exact=True).click()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("button", name="Log in")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("button", name="Log in")).to_be_visible()


def test_the_look_that_was_chosen_is_kept(ana: Page) -> None:
    grounds = set()
    for look in ("Dark", "Light"):
        ana.get_by_text("ana", exact=True).click()
        ana.get_by_role("button", name=look).click()
        expect(ana.locator("html")).to_have_attribute("data-theme", look.lower())
        grounds.add(ana.evaluate("getComputedStyle(document.querySelector('.card')).backgroundColor"))
    assert len(grounds) == 2
