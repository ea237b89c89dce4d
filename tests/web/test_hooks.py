"""Web hooks of a shop: checked, counted, marked, read at once; lost ones cost a minute; what is off is told."""

import json
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from tests.support.woo import beside, calling
from tests.support.world import World
from tests.web.conftest import client_of, person

from facturier.flows import hooks
from facturier.flows.find import poll
from facturier.model.money import total
from facturier.shops.woocommerce.hooks import TOPICS
from facturier.shops.woocommerce.sandbox import WooSandbox
from facturier.store import hooks as store
from facturier.store.models import Alarm, Connection, HookLine, Knock, Order

LARGE = 10 * 1024 * 1024


@dataclass
class Line:
    """A shop, its connection, and the pages at which it knocks."""

    world: World
    sandbox: WooSandbox
    row: Connection
    pages: Client

    @property
    def address(self) -> str:
        return f"/hooks/{self.row.pk}/"

    @property
    def hook(self) -> HookLine:
        return HookLine.objects.get(connection=self.row)

    def switch_on(self) -> str:
        """The answer's page."""
        return self.pages.post(f"/connections/{self.row.pk}/hooks/", follow=True).text

    def place(self) -> str:
        """Somebody orders; the remote id."""
        return str(self.sandbox.merchant.place()["id"])

    def wait(self, seconds: float = 6) -> None:
        self.world.clock.advance(timedelta(seconds=seconds))

    def read(self) -> None:
        poll(self.world.env, self.row.pk)

    def due_at_once(self) -> bool:
        self.row.refresh_from_db()
        return self.row.look_at is not None and self.row.look_at <= self.world.clock.now()

    def numbers(self) -> set[str]:
        return set(Order.objects.filter(shop=self.row).values_list("remote_id", flat=True))

    def knock(self, body: bytes, signature: str = "", **more: str) -> int:
        headers = {"X-WC-Webhook-Signature": signature, "X-WC-Webhook-Resource": "order", **more}
        return self.pages.post(
            self.address, body, content_type="application/json", headers=headers
        ).status_code

    def signed(self, body: bytes) -> int:
        """A call as the shop would make it."""
        row = {"secret": store.secret_of(self.hook), "topic": "order.updated", "id": 1}
        head = self.sandbox.hooks._headers(row, body)
        return self.knock(body, head["X-WC-Webhook-Signature"])


@pytest.fixture
def line(world: World) -> Line:
    sandbox, row = beside(world)
    pages = client_of(world, person("bea", world.organisation))
    calling(sandbox, pages)
    return Line(world, sandbox, row, pages)


class TestSwitchingOn:
    def test_makes_a_hook_for_each_event_and_answers_their_pings(self, line: Line) -> None:
        assert "calls us from now on" in line.switch_on()
        made = {row["topic"]: row for row in line.sandbox.hooks.rows.values()}
        assert set(made) == set(TOPICS)
        assert {row["status"] for row in made.values()} == {"active"}
        assert {row["delivery_url"] for row in made.values()} == {f"http://testserver{line.address}"}

    def test_a_ping_leaves_nothing(self, line: Line) -> None:
        """Anybody can send one."""
        line.switch_on()
        assert line.hook.heard_at is None
        assert "has not called us yet" in line.pages.get(f"/connections/{line.row.pk}/").text
        line.place()
        line.wait()
        assert line.hook.heard_at == line.world.clock.now() - timedelta(seconds=1)

    def test_twice_makes_none_twice(self, line: Line) -> None:
        line.switch_on()
        line.switch_on()
        assert len(line.sandbox.hooks.rows) == len(TOPICS)

    def test_says_where_the_shop_cannot_reach_us(self, line: Line) -> None:
        line.sandbox.hooks.post = lambda address, headers, sent: 500
        assert "could not reach us" in line.switch_on()

    def test_only_shops_with_hooks_offer_it(self, line: Line) -> None:
        assert "Switch web hooks on" in line.pages.get(f"/connections/{line.row.pk}/").text
        assert "Switch web hooks on" not in line.pages.get(f"/connections/{line.world.system.pk}/").text

    def test_off_again(self, line: Line) -> None:
        line.switch_on()
        page = line.pages.post(f"/connections/{line.row.pk}/hooks/off/", follow=True).text
        assert "calls us no more" in page
        assert {row["status"] for row in line.sandbox.hooks.rows.values()} == {"disabled"}
        assert not HookLine.objects.exists()
        line.read()
        assert not Alarm.objects.filter(code=hooks.OFF)


class TestHearing:
    def test_a_new_order_is_read_at_once(self, line: Line) -> None:
        line.switch_on()
        line.read()
        line.wait(20)
        assert not line.due_at_once()
        placed = line.place()
        line.wait()
        assert line.due_at_once()
        line.read()
        assert line.numbers() == {placed}
        assert not Knock.objects.exists()

    def test_a_known_order_is_read_anew_although_no_list_has_it(self, line: Line) -> None:
        """Thrown into the bin: its hook has nothing but its id."""
        placed = line.place()
        line.read()
        line.switch_on()
        line.wait(30)
        line.sandbox.merchant.trash(int(placed))
        line.wait()
        line.read()
        facts = Order.objects.get(remote_id=placed).snapshot
        assert facts is not None
        assert facts.facts is not None
        assert facts.facts.status == "trash"

    def test_one_that_comes_twice_marks_once(self, line: Line) -> None:
        line.switch_on()
        line.sandbox.switches.hooks_doubled = True
        line.place()
        line.wait()
        assert len(line.sandbox.hooks.sent) == 4  # created and updated, each twice
        assert Knock.objects.count() == 1

    def test_an_order_that_is_refunded_when_its_created_arrives(self, line: Line) -> None:
        line.switch_on()
        line.sandbox.switches.hook_delay = timedelta(minutes=1)
        placed = line.place()
        line.wait(5)
        line.sandbox.merchant.refund(int(placed))
        line.wait(70)
        line.read()
        snapshot = Order.objects.get(remote_id=placed).snapshot
        assert snapshot is not None
        assert snapshot.facts is not None
        assert total(one.gross for one in snapshot.facts.refunds) == snapshot.facts.payable > Decimal(0)

    def test_an_unknown_order_leaves_nothing(self, line: Line) -> None:
        line.switch_on()
        assert line.signed(b'{"id": 987654321}') == 200
        line.read()
        assert line.numbers() == set()
        assert not Knock.objects.exists()
        assert line.hook.unknown == 1
        assert (
            "1 call was about an order that is not read here"
            in line.pages.get(f"/connections/{line.row.pk}/").text
        )

    def test_a_new_order_is_no_unknown_one(self, line: Line) -> None:
        line.switch_on()
        line.place()
        line.wait()
        line.read()
        assert line.hook.unknown == 0

    def test_an_order_from_before_the_start_is_not_let_in(self, line: Line) -> None:
        line.row.settings |= {"start_date": "2026-12-31"}
        line.row.save()
        line.switch_on()
        line.place()
        line.wait()
        assert Knock.objects.count() == 1
        line.read()
        assert line.numbers() == set()

    def test_a_shop_that_is_being_read_is_not_disturbed(self, line: Line) -> None:
        line.switch_on()
        Connection.objects.filter(pk=line.row.pk).update(
            look_at=line.world.clock.now() + timedelta(minutes=10)
        )
        line.place()
        line.wait()
        assert not line.due_at_once()
        line.read()
        assert len(line.numbers()) == 1

    def test_a_lost_one_costs_a_minute(self, line: Line) -> None:
        line.switch_on()
        line.sandbox.switches.hooks_lost = True
        placed = line.place()
        line.wait(60)
        assert not Knock.objects.exists()
        line.read()
        assert line.numbers() == {placed}


class TestRefusing:
    def test_a_bad_signature_is_counted_and_leaves_nothing(self, line: Line) -> None:
        line.switch_on()
        line.read()
        before = line.hook.heard_at
        for signature in ("", "bm90IG91cnM=", "é"):
            assert line.knock(b'{"id": 1}', signature) == 401
        assert line.hook.refused == 3
        assert line.hook.heard_at == before
        assert not Knock.objects.exists()
        assert not line.due_at_once()
        assert "3 calls had a wrong signature" in line.pages.get(f"/connections/{line.row.pk}/").text

    def test_another_secret_is_no_signature(self, line: Line) -> None:
        line.switch_on()
        for row in line.sandbox.hooks.rows.values():
            row["secret"] = "another"
        line.place()
        line.wait()
        assert {met for _, _, met in line.sandbox.hooks.sent} == {401}
        assert line.hook.refused == 2

    def test_ten_megabytes_are_refused_before_they_are_read(self, line: Line) -> None:
        line.switch_on()
        body = json.dumps({"id": 1, "note": "x" * LARGE}).encode()
        assert line.signed(body) == 413
        assert not Knock.objects.exists()

    def test_nobody_listens_where_no_line_is(self, line: Line) -> None:
        assert line.knock(b'{"id": 1}') == 404
        assert line.pages.post("/hooks/999999/", b"{}", content_type="application/json").status_code == 404
        assert line.pages.get(line.address).status_code == 404
        assert line.pages.put(line.address).status_code == 405

    def test_what_cannot_be_read_but_is_signed_does_no_harm(self, line: Line) -> None:
        line.switch_on()
        for body in (b"[]", b'{"id": "x"}', b"<html>"):
            assert line.signed(body) == 200
        assert not Knock.objects.exists()


class TestSwitchedOff:
    def fail(self, line: Line) -> None:
        """More than five failures in a row: the shop switches them off."""
        right = line.sandbox.hooks.post
        line.sandbox.hooks.post = lambda address, headers, sent: 503
        for _ in range(6):
            line.place()
            line.wait(20)
        line.sandbox.hooks.post = right
        assert {row["status"] for row in line.sandbox.hooks.rows.values()} == {"active", "disabled"}

    def test_it_is_told_the_next_day_and_put_right_with_one_click(self, line: Line) -> None:
        line.switch_on()
        self.fail(line)
        line.read()
        assert len(line.numbers()) == 6
        assert not Alarm.objects.filter(code=hooks.OFF)
        line.wait(25 * 3600)
        line.read()
        page = line.pages.get("/").text
        assert "has switched off our web hooks" in page
        assert f'action="/connections/{line.row.pk}/hooks/"' in page
        line.switch_on()
        assert {row["status"] for row in line.sandbox.hooks.rows.values()} == {"active"}
        assert not Alarm.objects.filter(code=hooks.OFF, closed_at=None)

    def test_hooks_that_somebody_removed_are_told_of(self, line: Line) -> None:
        line.switch_on()
        line.sandbox.hooks.rows.clear()
        line.wait(25 * 3600)
        line.read()
        assert "no longer has our web hooks" in line.pages.get("/").text

    def test_it_is_asked_once_a_day_and_an_alarm_closes_by_itself(self, line: Line) -> None:
        line.switch_on()
        self.fail(line)
        line.wait(25 * 3600)
        line.read()
        for row in line.sandbox.hooks.rows.values():
            row["status"] = "active"
        line.read()
        assert Alarm.objects.filter(code=hooks.OFF, closed_at=None).count() == 1
        line.wait(25 * 3600)
        line.read()
        assert not Alarm.objects.filter(code=hooks.OFF, closed_at=None)

    def test_a_key_that_may_not_see_them_is_told_of(self, line: Line) -> None:
        line.switch_on()
        line.wait(25 * 3600)
        line.row.secrets |= {"consumer_secret": "cs_wrong"}
        hooks.look(line.world.env, line.row, [])
        assert "cannot be seen" in Alarm.objects.get(code=hooks.OFF).message.render()
