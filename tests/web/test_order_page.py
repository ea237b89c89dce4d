"""The order page: what it shows in each state, and to whom; each button only where the flows would grant it."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from django.test import Client
from tests.support.world import PERSON, World, line, order
from tests.web.conftest import client_of, person

from facturier.model.kinds import LineKind
from facturier.model.order import Quantities, Refund, RefundLine
from facturier.model.party import Address
from facturier.sandbox.faults import Fault, Trouble
from facturier.store.models import Attempt, Connection, Effect, Look, Order, Organisation, State

CREATE = r"POST /SBORO/api/invoice/v2"
ACTS = (
    "issue",
    "close",
    "reopen",
    "correct",
    "withdraw",
    "cancel",
    "credit",
    "reissue",
    "accept",
    "gone",
    "this-is-it",
    "does-not-exist",
)


def key(world: World, number: str = "1001") -> int:
    return Order.objects.get(number=number).pk


def shown(client: Client, world: World, number: str = "1001") -> str:
    answer = client.get(f"/orders/{key(world, number)}/")
    assert answer.status_code == 200
    return answer.text


def buttons(html: str) -> set[str]:
    """Which acts the page offers, by the addresses of its forms and links."""
    return {act for act in ACTS if f"/{act}/" in html}


def make_disputed(world: World) -> None:
    world.hear(order("1001"))
    for _ in range(3):
        world.tick()
        if world.sandbox.company().documents:
            break
    world.sandbox.company().documents[0].net += 1
    world.run()
    assert world.document().state == State.DISPUTED


def make_doubted(world: World) -> None:
    """The document exists, but its PDF cannot be read until further notice, and a person made another."""
    world.sandbox.faults.add(Fault(Trouble.LOST_ANSWER, match=CREATE, times=1))
    world.sandbox.faults.add(Fault(Trouble.ERROR_502_HTML, match="GET /SBORO/api/invoice/pdf"))
    world.hear(order("1001"))
    world.tick()
    world.tick()
    world.sandbox.person.issue("FCT", "55.00")
    world.run()
    assert world.document().state == State.HELD_IN_DOUBT


def test_what_the_shop_says_stands_beside_what_will_be_sent(ana: Client, world: World) -> None:
    lamp = line("1", "363.00", name="Lampă", quantity=Quantities(Decimal(3)), discount=Decimal("12.10"))
    refund = Refund(id="9", at=world.clock.now(), gross=Decimal("5.00"))
    shipping = line("shipping", "24.20", kind=LineKind.SHIPPING, name="Curier")
    world.hear(order("1001", lamp, shipping, refunds=(refund,)))
    world.tick()
    html = shown(ana, world)
    for told in ("Ana Exemplu", "Cluj-Napoca", "Lampă", "Curier", "12.10 discount", "refund 9", "387.20"):
        assert told in html, told
    assert "as SmartBill will compute it" in html
    assert "VAT 21 %" in html


def test_ready(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    world.tick()
    html = shown(ana, world)
    assert buttons(html) == {"issue", "close", "withdraw", "correct"}
    assert "Ready to be sent to SmartBill" in html
    assert "/pulse/" in html


def test_verified(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    world.run()
    html = shown(ana, world)
    assert buttons(html) == {"cancel", "credit", "reissue", "gone"}
    assert "FCT 0001" in html
    assert "To the cent what the buyer pays in the shop." in html
    assert "/pulse/" not in html


def test_held_with_what_puts_it_right(ana: Client, world: World) -> None:
    nowhere = Address(street="Str. Lungă 1", city="Cluj-Napoca", region="Clju", country="RO")
    buyer = msgspec.structs.replace(PERSON, address=nowhere)
    world.hear(order("1001", line("1", "121.00", kind=LineKind.UNKNOWN), buyer=buyer))
    world.run()
    html = shown(ana, world)
    assert buttons(html) == {"issue", "close", "correct"}
    assert "Use “Cluj”" in html
    assert '<option value="goods">' in html
    assert '<option value="RO-AB">Alba</option>' in html


def test_waiting_says_for_what_and_until_when(ana: Client, world: World) -> None:
    selection = msgspec.structs.replace(world.route.settings.selection, only_paid=True)
    world.settings(selection=selection)
    world.hear(order("1001"))
    world.run()
    html = shown(ana, world)
    assert buttons(html) == {"issue", "close", "correct"}
    assert "waits for the full payment" in html
    assert "It is decided anew when the shop changes it, and at" in html


def test_in_doubt_says_what_happens_and_when(ana: Client, world: World) -> None:
    world.sandbox.faults.add(Fault(Trouble.LATE_COMMIT, match=CREATE, times=1, seconds=300))
    world.hear(order("1001"))
    world.tick()
    world.tick()
    html = shown(ana, world)
    assert buttons(html) == set()
    assert "the answer was lost" in html
    assert "nothing is sent again" in html
    assert "/pulse/" in html


def test_a_held_doubt_shows_the_evidence_side_by_side(ana: Client, world: World) -> None:
    make_doubted(world)
    html = shown(ana, world)
    assert buttons(html) == {"this-is-it", "does-not-exist"}
    for told in (
        "What we sent",
        "What SmartBill shows",
        "FCT 0001",
        world.document().reference,
        "same total",
    ):
        assert told in html, told
    assert "Its total is read once more" in html
    assert "Facturier looks once more" in html


def test_disputed_shows_both_figures(ana: Client, world: World) -> None:
    make_disputed(world)
    html = shown(ana, world)
    assert buttons(html) >= {"accept", "cancel", "credit"}
    assert "122.00" in html
    assert "121.00" in html


def test_closed_by_a_person(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    world.tick()
    ana.post(f"/orders/{key(world)}/close/", {"why": "a gift"})
    html = shown(ana, world)
    assert buttons(html) == {"reopen"}
    assert "a gift" in html


def test_an_order_that_cannot_be_read_says_so(ana: Client, world: World) -> None:
    from facturier.ports.shop import Heard
    from facturier.store import orders

    heard = Heard(raw=b"{", order=None, remote_id="1001", number="1001", trouble="cut in half")
    orders.take_in(world.shop, heard, world.clock.now())
    world.run()
    html = shown(ana, world)
    assert "cut in half" in html
    assert buttons(html) <= {"issue", "close", "correct"}


def test_paused_issuing_is_said_where_the_order_waits_for_it(ana: Client, world: World) -> None:
    from facturier.model.message import say
    from facturier.store import accounts

    world.hear(order("1001"))
    world.tick()
    accounts.pause(world.route, say("Paused by %(by)s. stock-taking", by="Ana"), "Ana", world.clock.now())
    html = shown(ana, world)
    assert "issuing is paused" in html
    assert "stock-taking" in html


def test_everything_that_happened_is_told_in_order(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    world.run()
    ana.post(f"/orders/{key(world)}/documents/{world.document().pk}/cancel/", {"why": "bought twice"})
    world.run()
    html = shown(ana, world)
    story = html[html.index("What happened") :]
    for told in (
        "A document was prepared",
        "Issued as FCT 0001",
        "Sent to SmartBill",
        "ana asks",
        "bought twice",
    ):
        assert told in story, told
    assert story.index("A document was prepared") < story.index("ana asks")


def test_the_raw_exchange_is_one_click_away_and_without_secrets(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    world.run()
    answer = ana.get(f"/orders/{key(world)}/raw/attempt/{Attempt.objects.get().pk}/")
    assert "POST" in answer.text
    assert "/SBORO/api/invoice/v2" in answer.text
    assert "&quot;seriesName&quot;: &quot;FCT&quot;" in answer.text
    assert world.sandbox.account["token"] not in answer.text


def test_a_look_is_evidence_too(ana: Client, world: World) -> None:
    make_doubted(world)
    look = Look.objects.latest("pk")
    answer = ana.get(f"/orders/{key(world)}/raw/look/{look.pk}/")
    assert answer.status_code == 200
    assert "GET" in answer.text
    assert ana.get(f"/orders/{key(world)}/raw/thought/{look.pk}/").status_code == 404


def test_the_pulse_beats_only_when_something_changed(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    world.tick()
    html = shown(ana, world)
    address = html.split('hx-get="', 1)[1].split('"', 1)[0].replace("&amp;", "&")
    assert ana.get(address).status_code == 204
    world.run()
    beat = ana.get(address)
    assert (beat.status_code, beat.headers["HX-Refresh"]) == (200, "true")


@pytest.mark.parametrize("act", ["", "pulse/", "documents/{document}/credit/", "raw/attempt/{attempt}/"])
def test_others_orders_are_not_there(world: World, act: str) -> None:
    world.hear(order("1001"))
    world.run()
    elsewhere = Organisation.objects.create(name="Elsewhere")
    stranger = client_of(world, person("ion", elsewhere))
    place = act.format(document=world.document().pk, attempt=Attempt.objects.get().pk)
    assert stranger.get(f"/orders/{key(world)}/{place}").status_code == 404


@pytest.mark.parametrize(
    "act",
    [
        "issue/",
        "close/",
        "reopen/",
        "correct/",
        "uncorrect/",
        "documents/{document}/withdraw/",
        "documents/{document}/cancel/",
        "documents/{document}/reissue/",
        "documents/{document}/accept/",
        "documents/{document}/gone/",
        "documents/{document}/credit/",
        "documents/{document}/this-is-it/",
        "documents/{document}/does-not-exist/",
        "effects/{effect}/",
    ],
)
def test_nothing_is_done_to_others_orders(world: World, act: str) -> None:
    world.hear(order("1001"))
    world.run()
    elsewhere = Organisation.objects.create(name="Elsewhere")
    stranger = client_of(world, person("ion", elsewhere))
    keys = {"document": world.document().pk, "effect": Effect.objects.get().pk}
    place = f"/orders/{key(world)}/{act.format(**keys)}"
    assert stranger.post(place, {"why": "x", "number": "0001"}).status_code == 404
    world.run()
    assert world.document().cancelled_at is None


def test_a_document_belongs_to_its_order(ana: Client, world: World) -> None:
    for number in ("1001", "1002"):
        world.hear(order(number))
    world.run()
    other = world.document("1002")
    assert ana.post(f"/orders/{key(world)}/documents/{other.pk}/cancel/", {"why": "x"}).status_code == 404


def test_a_refund_after_issue_shows_the_credit_note(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    world.run()
    lines = (RefundLine("1", Decimal(1), Decimal("121.00"), Decimal("21.00")),)
    world.hear(order("1001", refunds=(Refund("9", world.clock.now(), Decimal("121.00"), lines),)))
    world.run()
    html = shown(ana, world)
    assert "Credit note FCT 0002" in html
    assert "was credited as a whole" in html
    assert buttons(html) == {"reissue", "close", "gone"}


def test_a_connection_that_cannot_be_used_is_named(ana: Client, world: World) -> None:
    """As an older release kept it, whose form had other fields."""
    world.hear(order("1001"))
    world.run()
    world.system.settings = {}
    world.system.save()
    answer = ana.get(f"/orders/{key(world)}/")
    assert "The settings of SmartBill are incomplete or wrong." in answer.text


@pytest.mark.parametrize("changes", [{"settings": {}, "secrets": {}}, {"connector": "gone"}])
def test_what_is_known_is_shown_also_where_the_system_s_settings_cannot_be_used(
    ana: Client, world: World, changes: dict[str, Any]
) -> None:
    world.hear(order("1001"))
    world.run()
    Connection.objects.filter(pk=world.system.pk).update(**changes)
    world.hear(order("1002"))
    issued = world.document()
    html = ana.get(f"/orders/{issued.order_id}/").text
    for told in ("Ana Exemplu", "121.00", f'href="/documents/{issued.pk}/"', "What happened"):
        assert told in html
    assert "FCT" in ana.get(f"/documents/{issued.pk}/").text
    assert "Ana Exemplu" in ana.get(f"/orders/{key(world, '1002')}/").text
