"""Web hooks of who signs nothing: Oblio with its echo, and a shop of TeamSystem. The secret stands in the address."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import httpx
import pytest
from django.test import Client
from tests.support import oblio
from tests.support.world import World, order
from tests.web.conftest import client_of, person

from facturier.flows import hooks
from facturier.flows.connections import put
from facturier.flows.find import poll
from facturier.flows.issued import issued_of
from facturier.flows.reconcile import reconcile_system
from facturier.ports.registry import SHOPS, connector
from facturier.sandbox.transport import InProcess
from facturier.shops.teamsystem.hooks import TYPES
from facturier.shops.teamsystem.sandbox import TeamSystemSandbox
from facturier.shops.teamsystem.sandbox import create as create_shop
from facturier.store import hooks as store
from facturier.store import installation
from facturier.store.models import Alarm, Connection, Document, HookLine, Knock, Order
from facturier.systems.oblio.hooks import TOPICS
from facturier.systems.oblio.sandbox import OblioSandbox


class Desk:
    """A connection, and the pages at which its remote knocks."""

    def __init__(self, world: World, row: Connection, pages: Client) -> None:
        self.world, self.row, self.pages = world, row, pages

    @property
    def line(self) -> HookLine:
        return HookLine.objects.get(connection=self.row)

    @property
    def place(self) -> str:
        return f"/hooks/{self.row.pk}/"

    @property
    def address(self) -> str:
        return f"http://testserver{self.place}{store.secret_of(self.line)}/"

    def switch_on(self) -> str:
        return self.pages.post(f"/connections/{self.row.pk}/hooks/", follow=True).text

    def switch_off(self) -> str:
        return self.pages.post(f"/connections/{self.row.pk}/hooks/off/", follow=True).text

    def wait(self, seconds: float = 5) -> None:
        self.world.clock.advance(timedelta(seconds=seconds))

    def knock(self, path: str, body: bytes = b"", **headers: str) -> int:
        return self.pages.post(path, body, content_type="application/json", headers=headers).status_code


@pytest.fixture
def make_oblio(db: None, tmp_path: Path) -> Iterator[Any]:
    def made(**switches: Any) -> Desk:
        world = oblio.build(tmp_path, **switches)
        pages = client_of(world, person("bea", world.organisation))
        oblio.calling(cast(OblioSandbox, world.sandbox), pages)
        return Desk(world, world.system, pages)

    yield made
    installation.identity.cache_clear()


def company(desk: Desk) -> Any:
    return cast(OblioSandbox, desk.world.sandbox).company()


def issue(desk: Desk) -> Document:
    desk.world.hear(order("1001"))
    desk.world.run()
    return desk.world.document()


class TestOblio:
    @pytest.mark.parametrize("verb", ["POST", "GET", "HEAD"])
    def test_each_hook_is_tried_and_echoed(self, make_oblio: Any, verb: str) -> None:
        desk = make_oblio(hook_verb=verb)
        assert "calls us from now on" in desk.switch_on()
        assert {hook.topic for hook in company(desk).hooks} == set(TOPICS)
        assert {hook.endpoint for hook in company(desk).hooks} == {desk.address}
        desk.switch_on()
        assert len(company(desk).hooks) == len(TOPICS)

    @pytest.mark.parametrize("payload", ["data", "all"])
    def test_what_is_collected_there_is_seen(self, make_oblio: Any, payload: str) -> None:
        desk = make_oblio(hook_payload=payload)
        desk.switch_on()
        issued = issue(desk)
        desk.world.env.system(desk.row, []).pay(
            issued_of(issued), "Card", Decimal("121.00"), desk.world.clock.now().date()
        )
        desk.wait()
        sent = cast(OblioSandbox, desk.world.sandbox).hooks.sent
        assert [(one.topic, one.status, one.heard) for one in sent] == [("Collect/Inserted", 200, True)]
        desk.world.run(timedelta(minutes=1))
        issued.refresh_from_db()
        assert issued.stated is not None
        assert issued.stated.paid == Decimal("121.00")
        assert not Knock.objects.exists()

    def test_what_is_cancelled_and_restored_there_is_seen(self, make_oblio: Any) -> None:
        desk = make_oblio()
        desk.switch_on()
        issued = issue(desk)
        told = Alarm.objects.filter(code="CANCELLED-THERE", subject=f"document:{issued.pk}", closed_at=None)
        for happens in ("cancel", "restore"):
            getattr(cast(OblioSandbox, desk.world.sandbox).person, happens)("FCT", issued.number)
            desk.wait()
            desk.world.run(timedelta(minutes=1))
            assert told.exists() is (happens == "cancel")

    def test_a_call_that_names_nothing_does_nothing(self, make_oblio: Any) -> None:
        desk = make_oblio(hook_payload="nothing")
        desk.switch_on()
        issued = issue(desk)
        cast(OblioSandbox, desk.world.sandbox).person.cancel("FCT", issued.number)
        desk.wait()
        assert [one.heard for one in cast(OblioSandbox, desk.world.sandbox).hooks.sent] == [True]
        assert not Knock.objects.exists()

    def test_numbers_with_and_without_zeros_are_the_same(self, make_oblio: Any) -> None:
        desk = make_oblio()
        desk.switch_on()
        issued = issue(desk)
        path = urlsplit(desk.address).path
        for number in (issued.number, issued.number.lstrip("0"), issued.number.zfill(8)):
            assert (
                desk.knock(path, f'{{"data": {{"seriesName": "FCT", "number": "{number}"}}}}'.encode()) == 200
            )
        assert [knock.document for knock in Knock.objects.all()] == [issued]

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"[]",
            b"<html>",
            b"[" * 50_000,
            b'{"data": {"seriesName": 5, "number": "1"}}',
            b'{"data": {"seriesName": "FCT", "number": true}}',
            b'{"data": {"seriesName": "FCT\\u0000", "number": "1"}}',
            b'{"data": {"seriesName": "\xc8", "number": true}}',
        ],
    )
    def test_what_cannot_be_read_does_no_harm(self, make_oblio: Any, body: bytes) -> None:
        desk = make_oblio()
        desk.switch_on()
        assert desk.knock(urlsplit(desk.address).path, body) == 200
        assert not Knock.objects.exists()

    def test_an_unknown_document_is_counted(self, make_oblio: Any) -> None:
        desk = make_oblio()
        desk.switch_on()
        for number in ('"9999"', "9999", '"x"', '"' + "9" * 400 + '"'):
            told = f'{{"data": {{"seriesName": "FCT", "number": {number}}}}}'
            assert desk.knock(urlsplit(desk.address).path, told.encode()) == 200
        assert desk.line.unknown == 4
        desk.row.refresh_from_db()
        assert desk.row.look_at is None

    def test_without_the_secret_nothing_is_echoed(self, make_oblio: Any) -> None:
        desk = make_oblio()
        desk.switch_on()
        for path in (desk.place, f"{desk.place}wrong/", f"{desk.place}{store.secret_of(desk.line)}x/"):
            reply = desk.pages.post(path, b"{}", "application/json", headers={"X-Oblio-Request-Id": "abc"})
            assert reply.status_code == 401
            assert b"YWJj" not in reply.content
        assert desk.line.refused == 3

    def test_the_secret_is_on_no_page_and_in_no_row(self, make_oblio: Any) -> None:
        desk = make_oblio()
        page = desk.switch_on()
        secret = store.secret_of(desk.line)
        assert secret not in page
        assert secret not in desk.line.address

    def test_the_secret_is_in_no_log(self, make_oblio: Any, caplog: pytest.LogCaptureFixture) -> None:
        """Also where a call is refused for another reason than a wrong secret."""
        desk = make_oblio()
        desk.switch_on()
        secret = store.secret_of(desk.line)
        assert desk.knock(urlsplit(desk.address).path, b"x" * (3 * 1024 * 1024)) == 413
        assert f"{desk.place}..." in caplog.text
        assert secret not in caplog.text

    def test_nor_where_we_fail(
        self, make_oblio: Any, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails(*facts: object) -> None:
            raise ZeroDivisionError("no call can be taken")

        desk = make_oblio()
        desk.switch_on()
        monkeypatch.setattr(store, "heard", fails)
        desk.pages.raise_request_exception = False
        told = b'{"data": {"seriesName": "FCT", "number": "1"}}'
        assert desk.knock(urlsplit(desk.address).path, told) == 500
        assert f"at POST {desk.place}..." in caplog.text
        assert store.secret_of(desk.line) not in caplog.text

    def test_hooks_that_somebody_removed_are_told_of(self, make_oblio: Any) -> None:
        desk = make_oblio()
        desk.switch_on()
        company(desk).hooks.pop()
        desk.wait(25 * 3600)
        reconcile_system(desk.world.env, desk.row.pk)
        assert "has switched off or removed our web hooks" in desk.pages.get("/").text
        desk.switch_on()
        assert not Alarm.objects.filter(code=hooks.OFF, closed_at=None)

    def test_an_address_that_is_not_reached_is_said(self, make_oblio: Any) -> None:
        desk = make_oblio()
        nowhere = httpx.MockTransport(lambda request: httpx.Response(404))
        cast(OblioSandbox, desk.world.sandbox).hooks.transport = nowhere
        assert "Endpoint-ul nu a confirmat" in desk.switch_on()
        assert company(desk).hooks == []

    def test_off_again(self, make_oblio: Any) -> None:
        desk = make_oblio()
        desk.switch_on()
        before = urlsplit(desk.address).path
        assert "calls us no more" in desk.switch_off()
        assert company(desk).hooks == []
        assert desk.knock(before) == 404

    def test_hooks_of_an_older_address_are_taken_away(self, make_oblio: Any) -> None:
        desk = make_oblio()
        desk.switch_on()
        for hook in company(desk).hooks:
            hook.endpoint = f"http://old.example{desk.place}older-secret/"
        desk.switch_on()
        assert {hook.endpoint for hook in company(desk).hooks} == {desk.address}
        assert len(company(desk).hooks) == len(TOPICS)


class Shop(Desk):
    sandbox: TeamSystemSandbox

    def read(self) -> None:
        poll(self.world.env, self.row.pk)

    def snapshot_status(self, remote_id: str) -> str:
        snapshot = Order.objects.get(shop=self.row, remote_id=remote_id).snapshot
        assert snapshot is not None
        assert snapshot.facts is not None
        return snapshot.facts.status


@pytest.fixture
def make_shop(world: World) -> Any:
    def made(**switches: Any) -> Shop:
        sandbox = create_shop(clock=world.clock, **switches)
        found = connector(SHOPS, "teamsystem")
        row = Connection(
            organisation=world.organisation, role=Connection.Role.SHOP, connector=found.name, label="Bottega"
        )
        put(row, found, dict(sandbox.settings("http://bottega.test")))
        row.look_at = world.clock.now()
        row.save()
        world.env = replace(
            world.env,
            transport=lambda one: (
                lambda: InProcess(sandbox if one.connector == found.name else world.sandbox)
            ),
        )
        shop = Shop(world, row, client_of(world, person("bea", world.organisation)))
        shop.sandbox = sandbox

        def post(address: str, headers: dict[str, str], sent: bytes) -> int:
            path = urlsplit(address).path
            return shop.pages.post(path, sent, content_type=headers["Content-Type"]).status_code

        sandbox.hooks.post = post
        return shop

    return made


class TestTeamSystem:
    def test_a_hook_for_each_step_of_an_order(self, make_shop: Any) -> None:
        shop = make_shop()
        assert "calls us from now on" in shop.switch_on()
        assert {str(row["type"]) for row in shop.sandbox.hooks.rows.values()} == set(TYPES)
        assert {row["url"] for row in shop.sandbox.hooks.rows.values()} == {shop.address}
        shop.switch_on()
        assert len(shop.sandbox.hooks.rows) == len(TYPES)

    @pytest.mark.parametrize("name", ["id_order", "orderID", "order_id"])
    @pytest.mark.parametrize("body", ["form", "json"])
    def test_a_paid_order_is_read_at_once_whatever_the_call_looks_like(
        self, make_shop: Any, name: str, body: str
    ) -> None:
        shop = make_shop(hook_field=name, hook_body=body)
        placed = shop.sandbox.merchant.place().id
        shop.read()
        before = shop.snapshot_status(placed)
        shop.switch_on()
        shop.wait(20)
        shop.sandbox.merchant.pay(placed)
        shop.wait()
        assert Knock.objects.count() == 1
        shop.row.refresh_from_db()
        assert shop.row.look_at <= shop.world.clock.now()
        shop.read()
        assert shop.snapshot_status(placed) != before
        assert not Knock.objects.exists()

    @pytest.mark.parametrize("body", ['{"buyer": "Nicolò", "order_id": "%s"}', "buyer=Nicolò&order_id=%s"])
    def test_an_order_is_known_in_whatever_charset_its_buyer_is_told(self, make_shop: Any, body: str) -> None:
        shop = make_shop()
        placed = shop.sandbox.merchant.place().id
        shop.switch_on()
        assert shop.knock(urlsplit(shop.address).path, (body % placed).encode("latin-1")) == 200
        assert [one.remote_id for one in Knock.objects.all()] == [placed]

    def test_one_that_comes_twice_or_names_nothing_of_ours(self, make_shop: Any) -> None:
        shop = make_shop(hooks_doubled=True, hooks_astray=True)
        placed = shop.sandbox.merchant.place().id
        shop.read()
        shop.switch_on()
        shop.sandbox.merchant.pay(placed)
        shop.wait()
        shop.read()
        assert [met for _, _, met in shop.sandbox.hooks.sent] == [200, 200]
        assert shop.line.unknown == 2
        assert Order.objects.filter(shop=shop.row).count() == 1

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"[]",
            b"{}",
            b'{"order_id": null}',
            b'{"order_id": {}}',
            b"\xff\xfe",
            b'{"order_id": "1\\u0000"}',
            b"order_id=1%00",
        ],
    )
    def test_what_names_no_order_does_no_harm(self, make_shop: Any, body: bytes) -> None:
        shop = make_shop()
        shop.switch_on()
        assert shop.knock(urlsplit(shop.address).path, body) == 200
        assert not Knock.objects.exists()

    def test_without_the_secret_it_is_counted_and_leaves_nothing(self, make_shop: Any) -> None:
        shop = make_shop()
        shop.switch_on()
        for path in (shop.place, f"{shop.place}guess/"):
            assert shop.knock(path, b'{"id_order": "1"}') == 401
        assert shop.line.refused == 2
        assert not Knock.objects.exists()

    def test_ten_megabytes_are_refused(self, make_shop: Any) -> None:
        shop = make_shop()
        shop.switch_on()
        assert shop.knock(urlsplit(shop.address).path, b"x" * (10 * 1024 * 1024)) == 413

    def test_hooks_that_somebody_removed_are_told_of(self, make_shop: Any) -> None:
        shop = make_shop()
        shop.switch_on()
        shop.sandbox.hooks.rows.clear()
        shop.wait(25 * 3600)
        shop.read()
        assert "no longer has our web hooks" in shop.pages.get("/").text

    def test_off_again_where_hooks_can_be_dropped(self, make_shop: Any) -> None:
        shop = make_shop()
        shop.switch_on()
        assert "calls us no more" in shop.switch_off()
        assert shop.sandbox.hooks.rows == {}

    def test_off_again_where_they_cannot_nobody_listens(self, make_shop: Any) -> None:
        shop = make_shop(hooks_dropped=False)
        shop.switch_on()
        before = urlsplit(shop.address).path
        shop.switch_off()
        assert not HookLine.objects.exists()
        assert shop.knock(before, b'{"id_order": "1"}') == 404
