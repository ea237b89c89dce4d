"""A real Chromium in front of the pages, which are served from a real socket over the small world.

Where there is no Chromium these tests are deselected, and the summary says so (tests/conftest.py).
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.support.chromium import ARGUMENTS, chromium
from tests.support.site import served
from tests.support.world import World
from tests.web.conftest import PASSWORD, person, quick_passwords

__all__ = ["quick_passwords"]
HERE = Path(__file__).parent
PATIENCE_MS = 10_000
# Playwright keeps an event loop in the test's thread, and Django would take the test for a coroutine.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if chromium():
        return
    ours = [item for item in items if item.path.is_relative_to(HERE)]
    items[:] = [item for item in items if item not in ours]
    config.hook.pytest_deselected(items=ours)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def site(world: World) -> Iterator[str]:
    """The address of the pages; Ana may log in."""
    person("ana", world.organisation)
    with served(world.env) as address:
        yield address


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """An empty tab whose relative addresses are the site's. A script error fails the test."""
    context = browser.new_context(base_url=site, locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console", lambda told: faults.append(told.text) if "Content Security Policy" in told.text else None
    )
    yield page
    context.close()
    assert faults == []


@pytest.fixture
def ana(page: Page, site: str) -> Page:
    """Ana, logged in, on Today."""
    page.goto("/login/")
    page.get_by_label("Name").fill("ana")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{site}/")
    return page
