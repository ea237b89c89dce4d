"""The list of orders: found, narrowed, gone through, chosen, issued and closed."""

import re
from datetime import timedelta

import msgspec
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.support.arrange import backlog
from tests.support.states import a_day
from tests.support.world import PERSON, World, order
from tests.web.conftest import client_of, person

from facturier.model.order import OrderState
from facturier.model.party import Address
from facturier.store.models import Connection, Order, Organisation, Standing

NOWHERE = msgspec.structs.replace(PERSON, address=Address(street="Str. Lungă 1", city="", country="RO"))
HTMX = {"HX-Request": "true"}


def numbers(text: str) -> list[str]:
    """The orders on a page, in its order."""
    return re.findall(r'<td class="what"><a href="/orders/\d+/">([^<]+)</a>', text)


def test_each_row_shows_order_buyer_total_state_and_document(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    world.run()
    text = ana.get("/orders/").text
    assert numbers(text) == ["1001"]
    for words in ("Ana Exemplu", "121.00", "RON", "Verified", "FCT 0001", "20 Nov 2026, 09:00"):
        assert words in text


def test_a_held_order_says_why(ana: Client, world: World) -> None:
    world.hear(order("1001", buyer=NOWHERE))
    world.run()
    text = ana.get("/orders/").text
    assert "Held" in text
    assert str(Order.objects.get().reason) in text.replace("&quot;", '"').replace("&#x27;", "'")


def test_what_the_shop_sent_unreadable_is_listed_too(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    Order.objects.update(placed_at=None, snapshot=None)
    assert numbers(ana.get("/orders/").text) == ["1001"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("standing=held", ["1002"]),
        ("standing=verified", ["1001"]),
        ("standing=nonsense", ["1003", "1002", "1001"]),
        ("text=1001", ["1001"]),
        ("text=100", ["1003", "1002", "1001"]),
        ("text=002", ["1002"]),
        ("text=FCT+0001", ["1001"]),
        ("text=0001", ["1001"]),
        ("text=stefanescu", ["1003"]),
        ("text=Ștef", ["1003"]),
        ("text=ioan@", ["1003"]),
        ("text=nobody", []),
        ("text=%25", []),
        ("text=%00", ["1003", "1002", "1001"]),
        ("shop={shop}", ["1003", "1002", "1001"]),
        ("shop=999999", []),
        ("shop=x", ["1003", "1002", "1001"]),
        ("route={route}&standing=verified", ["1001"]),
        ("since=2026-11-20", ["1003", "1002"]),
        ("until=2026-11-19", ["1001"]),
        ("since=2026-11-20&until=2026-11-20", ["1003", "1002"]),
        ("until=9999-12-31&since=nonsense", ["1003", "1002", "1001"]),
    ],
)
def test_the_list_is_narrowed(ana: Client, world: World, query: str, found: list[str]) -> None:
    now = world.clock.now()
    ioan = msgspec.structs.replace(PERSON, name="Ioan Ștefănescu", email="ioan@exemplu.test")
    # 00:30 of 20 November in Bucharest is still the 19th in UTC.
    at_night = now.replace(day=19, hour=22, minute=30)
    world.hear(order("1001", placed_at=at_night - timedelta(hours=1)))
    world.hear(order("1002", placed_at=at_night, buyer=NOWHERE))
    world.hear(order("1003", placed_at=now - timedelta(minutes=5), buyer=ioan, state=OrderState.HELD))
    world.run()
    query = query.format(shop=world.shop.pk, route=world.route.pk)
    assert numbers(ana.get(f"/orders/?{query}").text) == found


def test_orders_of_one_cause_are_shown_together(ana: Client, world: World) -> None:
    world.hear(order("1001", buyer=NOWHERE))
    world.hear(order("1002"))
    world.run()
    code = Order.objects.get(number="1001").findings[0].code
    text = ana.get(f"/orders/?standing=held&cause={code}").text
    assert numbers(text) == ["1001"]
    assert code in text
    assert numbers(ana.get("/orders/?standing=held&cause=OTHER").text) == []


def test_a_long_list_goes_on_without_a_gap_or_a_repeat(ana: Client, world: World) -> None:
    """Many orders share a moment, as after a first poll."""
    backlog(world.route, range(1, 131))
    seen: list[str] = []
    address = "/orders/"
    while address:
        text = ana.get(address, headers=HTMX if seen else {}).text
        seen += numbers(text)
        onward = re.search(r'hx-get="/orders/\?([^"]*after=[^"]+)"', text)
        address = "/orders/?" + onward[1].replace("&amp;", "&") if onward else ""
    assert len(seen) == 130
    assert sorted(seen, key=int) == [str(number) for number in range(1, 131)]


def test_the_states_above_the_list_are_counted(ana: Client, world: World) -> None:
    for number in ("1001", "1002"):
        world.hear(order(number))
    world.hear(order("1003", buyer=NOWHERE))
    world.run()
    text = ana.get("/orders/").text
    assert re.search(r"Verified <b>2</b>", text)
    assert re.search(r"Held <b>1</b>", text)
    assert "Disputed" not in text


def test_chosen_orders_are_issued(ana: Client, world: World) -> None:
    rows = [world.hear(order(number)) for number in ("1001", "1002")]
    other = world.hear(order("1003"))
    answer = ana.post("/orders/issue/", {"chosen": [row.pk for row in rows]}, follow=True)
    assert "Ready: 2" in answer.text
    assert Order.objects.get(pk=other.pk).standing == Standing.NEW
    world.run()
    assert [entry.number for entry in world.sandbox.ledger.entries()] == ["0001", "0002", "0003"]


def test_a_second_click_issues_nothing_twice(ana: Client, world: World) -> None:
    row = world.hear(order("1001"))
    for _ in range(2):
        ana.post("/orders/issue/", {"chosen": [row.pk]})
    world.run()
    ana.post("/orders/issue/", {"chosen": [row.pk]})
    world.run()
    assert len(world.sandbox.ledger.entries()) == 1


def test_chosen_orders_are_closed_with_a_reason(ana: Client, world: World) -> None:
    row = world.hear(order("1001"))
    answer = ana.post("/orders/close/", {"chosen": [row.pk], "why": "by hand as FCT 9"}, follow=True)
    assert "Closed: 1" in answer.text
    row.refresh_from_db()
    assert (row.standing, row.closed_by) == (Standing.CLOSED, "ana")
    assert "by hand as FCT 9" in str(row.reason)


def test_closing_without_a_reason_closes_nothing(ana: Client, world: World) -> None:
    row = world.hear(order("1001"))
    answer = ana.post("/orders/close/", {"chosen": [row.pk], "why": "  "}, follow=True)
    assert "say why" in answer.text
    assert Order.objects.get().standing == Standing.NEW


def test_what_has_a_document_is_not_closed_and_the_others_are(ana: Client, world: World) -> None:
    first = world.hear(order("1001"))
    world.run()
    second = world.hear(order("1002"))
    answer = ana.post("/orders/close/", {"chosen": [first.pk, second.pk], "why": "no"}, follow=True)
    assert "Order 1001 stays as it is" in answer.text
    assert Order.objects.get(number="1001").standing == Standing.VERIFIED
    assert Order.objects.get(number="1002").standing == Standing.CLOSED


@pytest.mark.parametrize("chosen", [[], ["x"], ["-1"]])
def test_nothing_chosen_is_said(ana: Client, world: World, chosen: list[str]) -> None:
    world.hear(order("1001"))
    answer = ana.post("/orders/issue/", {"chosen": chosen}, follow=True)
    assert "No order was chosen" in answer.text


def test_rows_on_their_way_are_asked_after_until_they_have_arrived(ana: Client, world: World) -> None:
    row = world.hear(order("1001"))
    text = ana.get("/orders/").text
    poll = re.search(r'hx-get="(/orders/rows/[^"]+)"', text)
    assert poll
    address = poll[1].replace("&amp;", "&")
    still = ana.get(address, headers=HTMX).text
    assert numbers(still) == []
    assert "/orders/rows/" in still
    world.run()
    moved = ana.get(address, headers=HTMX).text
    assert f'id="order-{row.pk}" hx-swap-oob="true"' in moved
    assert "Verified" in moved
    assert "/orders/rows/" not in moved


def test_another_organisation_sees_and_changes_nothing(world: World) -> None:
    row = world.hear(order("1001"))
    stranger = client_of(world, person("ion", Organisation.objects.create(name="Alta")))
    assert numbers(stranger.get("/orders/").text) == []
    assert numbers(stranger.get("/orders/?text=1001").text) == []
    assert "1001" not in stranger.get(f"/orders/rows/?row={row.pk}~ready").text
    stranger.post("/orders/issue/", {"chosen": [row.pk]})
    stranger.post("/orders/close/", {"chosen": [row.pk], "why": "mine"})
    assert Order.objects.get().standing == Standing.NEW


def test_the_number_of_queries_does_not_grow_with_the_rows(
    ana: Client, world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    a_day(world)
    backlog(world.route, range(1, 101))
    for address in ("/orders/", "/orders/?text=100", "/orders/?standing=new"):
        with django_assert_max_num_queries(15):
            assert ana.get(address).status_code == 200


def test_secrets_of_connections_are_not_opened_for_a_list(
    ana: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.hear(order("1001"))
    monkeypatch.setattr(Connection._meta.get_field("secrets"), "from_db_value", None)
    assert ana.get("/orders/").status_code == 200


@pytest.mark.parametrize("act", ["issue", "close"])
def test_orders_of_an_organisation_that_is_not_shown_any_more_are_not_called_done(
    world: World, act: str
) -> None:
    other = Organisation.objects.create(name="Zidaria")
    eva = client_of(world, person("eva", world.organisation, other))
    row = world.hear(order("1001"))
    eva.post("/preferences/organisation/", {"organisation": other.pk})  # in another tab
    text = eva.post(f"/orders/{act}/", {"chosen": row.pk, "why": "old"}, follow=True).text
    assert "None of these orders belongs to Zidaria" in text
    assert "Decided." not in text
