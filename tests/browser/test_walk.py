"""A shop owner's day in a real browser: issue, view, cancel, credit a part, cure what is held, settle a doubt.

Everything behind the pages is real: the store, the flows, SmartBill's simulator. The test is the worker.
"""

from decimal import Decimal

import msgspec
from playwright.sync_api import Page, expect
from tests.support.world import PERSON, World, line, order

from facturier.model.kinds import LineKind
from facturier.model.order import Quantities
from facturier.model.party import Address
from facturier.sandbox.faults import Fault, Trouble
from facturier.store.models import Document, Order

CREATE = r"POST /SBORO/api/invoice/v2"
LINES = (
    line("1", "242.00", name="Lampă de birou", quantity=Quantities(Decimal(2))),
    line("2", "11.10", "11", name="Grădini la oraș"),
)


def where(page: Page, text: str) -> None:
    """The page says (by itself, where something was under way) where the order stands."""
    expect(page.locator(".stand")).to_contain_text(text)


def why(page: Page, button: str, reason: str) -> None:
    """A button that asks for a reason first."""
    asking = page.locator("details.ask").filter(has=page.locator("summary", has_text=button)).first
    asking.locator("summary").click()
    asking.get_by_label("Why").fill(reason)
    asking.get_by_role("button", name=button).click()


def opened(page: Page, world: World, number: str) -> None:
    page.goto(f"/orders/{Order.objects.get(number=number).pk}/")


def test_issue_view_and_cancel(ana: Page, world: World) -> None:
    world.hear(order("1001", *LINES))
    world.tick()
    ana.get_by_role("navigation", name="Main").get_by_role("link", name="Orders").click()
    ana.get_by_role("link", name="1001").click()
    where(ana, "Ready to be sent to SmartBill")
    expect(ana.locator(".half").first).to_contain_text("Lampă de birou")
    ana.get_by_role("button", name="Issue").click()
    expect(ana.locator(".notes")).to_contain_text("it is ready and is sent next")
    world.run()
    where(ana, "FCT 0001")  # the page looked by itself
    expect(ana.get_by_text("To the cent what the buyer pays in the shop.")).to_be_visible()
    ana.get_by_role("link", name="View").first.click()
    expect(ana.get_by_role("heading", name="FCT 0001")).to_be_visible()
    ana.go_back()
    why(ana, "Cancel", "the buyer changed their mind")
    expect(ana.locator(".notes")).to_contain_text("Asked for")
    world.run()
    where(ana, "was cancelled in SmartBill")
    expect(ana.locator(".timeline")).to_contain_text("the buyer changed their mind")
    assert [entry.cancelled for entry in world.sandbox.ledger.entries()] == [True]


def test_credit_a_part(ana: Page, world: World) -> None:
    world.hear(order("1001", *LINES))
    world.run()
    opened(ana, world, "1001")
    ana.get_by_role("link", name="Credit", exact=True).click()
    ana.get_by_label("Some lines").check()
    ana.get_by_label("Quantity of Lampă").fill("1")
    ana.get_by_label("Amount of Grădini").fill("1,10")
    ana.get_by_label("Why").fill("one came back, one page was torn")
    ana.get_by_role("button", name="Show the credit note").click()
    expect(ana.locator("#proposed")).to_be_visible()
    ana.get_by_role("button", name="Issue the credit note of -122.10 RON").click()
    world.run()
    where(ana, "131.00 RON of it still stand")
    expect(ana.locator(".documents")).to_contain_text("Credit note FCT 0002")
    assert Document.objects.get(kind="credit_note").total == Decimal("-122.10")


def test_cure_a_held_order(ana: Page, world: World) -> None:
    nowhere = Address(street="Str. Lungă 1", city="Cluj-Napoca", region="Clju", country="RO")
    buyer = msgspec.structs.replace(PERSON, address=nowhere)
    world.hear(order("1001", line("1", "121.00", kind=LineKind.UNKNOWN, name="Ambalaj"), buyer=buyer))
    world.run()
    opened(ana, world, "1001")
    where(ana, "nothing is sent until this is put right")
    ana.get_by_role("button", name="Use “Cluj”").click()
    expect(ana.locator(".notes")).to_contain_text("still held")
    ana.get_by_label("Ambalaj: Kind").select_option("goods")
    ana.get_by_role("button", name="Correct", exact=True).click()
    expect(ana.locator(".notes")).to_contain_text("it is ready")
    world.run()
    where(ana, "FCT 0001")
    made = world.document()
    assert (made.draft.buyer.address.subdivision, made.draft.lines[0].kind) == ("RO-CJ", LineKind.GOODS)


def test_settle_a_doubt_by_hand(ana: Page, world: World) -> None:
    world.sandbox.faults.add(Fault(Trouble.LOST_ANSWER, match=CREATE, times=1))
    world.sandbox.faults.add(Fault(Trouble.ERROR_502_HTML, match="GET /SBORO/api/invoice/pdf"))
    world.hear(order("1001"))
    world.tick()
    world.tick()
    opened(ana, world, "1001")
    where(ana, "the answer was lost")
    world.sandbox.person.issue("FCT", "55.00")
    world.run()
    expect(ana.get_by_role("heading", name="Was it issued? You decide")).to_be_visible()
    expect(ana.locator(".evidence")).to_contain_text(world.document().reference)
    world.sandbox.faults.clear()
    ana.locator(".seen li", has_text="FCT 0001").get_by_role("button", name="This is it").click()
    expect(ana.locator(".notes")).to_contain_text("FCT 0001 is this order's document from now on")
    world.run()
    where(ana, "to the cent what the buyer pays")
    assert [entry.number for entry in world.sandbox.ledger.entries() if entry.stands] == ["0001", "0002"]


def test_the_raw_exchange_opens_in_place(ana: Page, world: World) -> None:
    world.hear(order("1001"))
    world.run()
    opened(ana, world, "1001")
    ana.get_by_text("What went over the wire").first.click()
    expect(ana.locator(".call").first).to_contain_text("/SBORO/api/invoice/v2")


def test_set_up_a_route_with_the_keyboard_and_try_it(ana: Page, world: World) -> None:
    world.hear(order("1001", *LINES))
    world.run()
    ana.goto("/routes/")
    ana.get_by_role("link", name="Shop to SmartBill").click()
    ana.get_by_label("Only paid orders").focus()
    ana.keyboard.press("Space")
    ana.get_by_role("button", name="Try on the newest orders").click()
    expect(ana.locator("#tried")).to_contain_text("1 waiting")
    ana.get_by_role("button", name="Save").click()
    expect(ana.locator(".notes")).to_contain_text("is saved")
    world.route.refresh_from_db()
    assert world.route.settings.selection.only_paid
