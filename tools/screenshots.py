"""Pictures of every page, light and dark, on a desk and on a phone: `python tools/screenshots.py FOLDER [NAME...]`.

They show a working day of the small world of the tests, so that each state that a page can be in is seen. Needs
Chromium. NAME limits them to pages of these names.
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
WIDTHS = {"desk": (1280, 860), "phone": (390, 844)}
LOOKS: Final = ("light", "dark")
PATIENCE_MS = 700
VIEWER_MS = 4000
"""The browser's own viewer of PDFs takes its time."""


def main(folder: Path, names: Sequence[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with ExitStack() as stack:
        _database(stack)
        from tests.support.site import served
        from tests.support.states import a_day
        from tests.support.world import build
        from tests.web.conftest import PASSWORD, person

        world = build(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        person("ana", world.organisation)
        address = stack.enter_context(served(world.env))
        well = {"well": "/"}
        if not names or "well" in names:
            _shoot(folder, address, PASSWORD, well)
        a_day(world)
        wanted = {name: path for name, path in _pages() if not names or name in names}
        _shoot(folder, address, PASSWORD, wanted)


def _database(stack: ExitStack) -> None:
    """A throw-away database with this version's tables, and Django aimed at it."""
    from facturier.embedded.temporary import temporary_cluster

    cluster = stack.enter_context(temporary_cluster())
    os.environ["DATABASE_URL"] = cluster.address().conninfo
    place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    os.environ["FACTURIER_SECRET"] = str(place / "secret.key")
    from facturier.cli import boot

    boot.prepare()
    from facturier.store import secrets

    secrets.create(place / "secret.key")
    boot.migrate()


def _pages() -> Iterator[tuple[str, str]]:
    """Names of pictures and addresses of pages."""
    from facturier.store.models import Connection, Document, Order, Route

    yield from (
        ("login", "/login/"),
        ("today", "/"),
        ("orders", "/orders/"),
        ("orders-none", "/orders/?text=nothing"),
        ("documents", "/documents/"),
        ("document", f"/documents/{Document.objects.filter(state='verified').earliest('pk').pk}/"),
        ("brakes", "/brakes/"),
        ("connections", "/connections/"),
        ("connection", f"/connections/{Connection.objects.filter(role='system').latest('pk').pk}/"),
        ("connection-add", "/connections/add/"),
        ("routes", "/routes/"),
        ("route", f"/routes/{Route.objects.latest('pk').pk}/"),
        ("missing", "/nothing-here/"),
    )
    for standing in ("verified", "held", "in_doubt", "disputed", "refused", "closed"):
        row = Order.objects.filter(standing=standing).order_by("pk").first()
        if row is not None:
            yield f"order-{standing}", f"/orders/{row.pk}/"


def _shoot(folder: Path, address: str, password: str, pages: dict[str, str]) -> None:
    from playwright.sync_api import sync_playwright
    from tests.support.chromium import ARGUMENTS, chromium

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        for device, (width, height) in WIDTHS.items():
            context = browser.new_context(
                base_url=address, viewport={"width": width, "height": height}, locale="en-GB"
            )
            page = context.new_page()
            page.goto("/login/")
            _picture(page, folder, "login", device) if "login" in pages else None
            page.get_by_label("Name").fill("ana")
            page.get_by_label("Password").fill(password)
            page.get_by_role("button", name="Log in").click()
            for name, path in pages.items():
                if name != "login":
                    page.goto(path)
                    page.wait_for_timeout(VIEWER_MS if name == "document" else PATIENCE_MS)
                    _picture(page, folder, name, device)
            context.close()
        browser.close()


def _picture(page: "Page", folder: Path, name: str, device: str) -> None:
    for look in LOOKS:
        page.emulate_media(color_scheme=look)
        page.wait_for_timeout(150)
        page.screenshot(path=folder / f"{name}-{device}-{look}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            sys.stderr.write(f"{name} on a {device} is {wide} pixels too wide\n")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2:])
