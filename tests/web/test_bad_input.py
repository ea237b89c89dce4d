"""What a remote, a person or a stranger may do to us, and what people see of it. Nothing may be lost of it, nothing
made twice, and each case ends in a sentence that says what to do.

| Case | Where it is tried |
|---|---|
| consent refused | `test_consent.test_refused`; in OAuth's own word: `fattureincloud/test_door.py` |
| wrong company | here, `TestWrongCompany`; by the connection test: `fattureincloud/test_door.py` |
| licence lapsed | here, `TestLicence` |
| token revoked in mid-run | here, `TestToken` |
| payment sums refused (422 with totals) | here, `TestPaymentSums`; call by call: `fattureincloud/test_money.py` |
| numbers and dates conflict (409) | here, `TestChronology` |
| a hook with a bad signature | `TestRefusing` in `test_hooks` and `test_hooks_of_systems`; `test_hooks_unsigned` |
| a hook for an unknown order or document | `TestHearing` in the same; `test_hooks_unsigned` |
| 10 MB as a hook | `TestRefusing` in the same; `test_hooks_unsigned` |
| 10 MB, or nested without end, as an answer | here, `TestEnormousAnswer` |
| an answer that never ends | `tests/ports/test_http_answers.py` |
| a VAT field of a shop that was renamed | here, `TestRenamedVatField` |
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from django.contrib.auth.models import User
from django.test import Client
from tests.support.cloud import build, cloud, order
from tests.support.woo import beside
from tests.support.world import World
from tests.web.conftest import client_of, person

from facturier.drafting.settings import RouteSettings, WriteBackSettings
from facturier.flows.find import poll
from facturier.sandbox.transport import InProcess
from facturier.shops.woocommerce.sandbox.markets.romania import FIRM, MARKET, SOLD
from facturier.shops.woocommerce.table import META_KEYS
from facturier.store import installation
from facturier.store.models import Alarm, Connection, Document, Order, Route, Standing, State
from facturier.systems.fattureincloud.sandbox import seed

LARGE = 10 * 1024 * 1024
Make = Callable[..., World]


@pytest.fixture
def make_cloud(db: None, tmp_path: Path) -> Iterator[Make]:
    def made(**parts: Any) -> World:
        return build(tmp_path, [], **parts)

    yield made
    installation.identity.cache_clear()


@pytest.fixture
def italy(make_cloud: Make) -> World:
    return make_cloud()


def bea(world: World) -> Client:
    known = User.objects.filter(username="bea").first()
    return client_of(world, known or person("bea", world.organisation))


def today(world: World) -> str:
    return bea(world).get("/").text


def issued(world: World) -> list[str]:
    """Of each invoice in the system, its order's mark."""
    return [one["subject"] for one in cloud(world).company().documents.values() if one["type"] == "invoice"]


def ordered(world: World, number: str = "1001") -> None:
    now = world.clock.now()
    world.hear(order(number, placed_at=now, changed_at=now))
    world.run()


def waits(world: World, number: str = "1001") -> None:
    """Nothing was made, and it is sent by itself once somebody mended the connection."""
    assert issued(world) == []
    assert world.document(number).state == State.READY
    assert Alarm.objects.filter(code="CONNECTION", closed_at=None).count() == 1


def issued_once(world: World, number: str = "1001") -> None:
    world.run(timedelta(days=1))
    assert world.document(number).state == State.VERIFIED
    assert len(issued(world)) == 1
    assert not Alarm.objects.filter(code="CONNECTION", closed_at=None).exists()


def typed(world: World, **changes: str) -> Client:
    """A person enters something else on the connection's page."""
    pages = bea(world)
    row = Connection.objects.get(pk=world.system.pk)
    fields = {**{name: str(value) for name, value in row.settings.items() if value is not False}, **changes}
    answer = pages.post(f"/connections/{row.pk}/", {"label": row.label, **fields}, follow=True)
    assert "is connected" in answer.text
    return pages


class TestWrongCompany:
    @pytest.mark.parametrize("company", [seed.NEIGHBOUR, 9_999_999])
    def test_a_company_that_the_token_may_not_open(self, italy: World, company: int) -> None:
        italy.system.settings |= {"company": str(company)}
        italy.system.save()
        ordered(italy)
        waits(italy)
        assert ("not the one of the partita IVA" if company == seed.NEIGHBOUR else "has no company") in today(
            italy
        )
        typed(italy, company=str(seed.SHOP))
        issued_once(italy)

    def test_a_company_of_another_owner(self, italy: World) -> None:
        """The token may open it, so nothing would stop the documents but the partita IVA that was entered."""
        italy.system.settings |= {"company": str(seed.OFFICE)}
        italy.system.save()
        pages = bea(italy)
        tested = pages.post(f"/connections/{italy.system.pk}/test/").text
        assert "09876543217" in tested
        ordered(italy)
        waits(italy)
        assert cloud(italy).company(seed.OFFICE).documents == {}
        assert "not the one of the partita IVA IT01234567897" in today(italy)


class TestLicence:
    def test_what_waited_is_issued_once_it_is_extended(self, italy: World) -> None:
        cloud(italy).switches.licence_expired = True
        ordered(italy)
        waits(italy)
        assert "licence or plan does not allow this. Extend it there" in today(italy)
        cloud(italy).switches.licence_expired = False
        issued_once(italy)


class TestToken:
    def test_one_that_is_revoked_between_two_documents(self, italy: World) -> None:
        ordered(italy, "1001")
        assert len(issued(italy)) == 1
        fresh = cloud(italy).person.revoke()
        ordered(italy, "1002")
        assert italy.document("1002").state == State.READY
        assert "it was revoked or has ended. Make a new one there" in today(italy)
        typed(italy, token=fresh)
        italy.run(timedelta(minutes=5))
        assert italy.document("1002").state == State.VERIFIED
        assert len(issued(italy)) == 2

    def test_access_by_consent_is_renewed_by_itself(self, make_cloud: Make) -> None:
        italy = make_cloud(by_consent=True)
        ordered(italy, "1001")
        del cloud(italy).book.tokens["a/first"]
        ordered(italy, "1002")
        assert italy.document("1002").state == State.VERIFIED
        assert not Alarm.objects.filter(closed_at=None).exists()


class TestPaymentSums:
    def test_they_are_repaired_once(self, italy: World) -> None:
        cloud(italy).book.payments_refused = 1
        ordered(italy)
        assert italy.document().state == State.VERIFIED
        assert len(issued(italy)) == 1

    def test_and_then_a_person_is_asked(self, italy: World) -> None:
        cloud(italy).book.payments_refused = 2
        ordered(italy)
        document = italy.document()
        assert (document.state, issued(italy)) == (State.REFUSED, [])
        page = bea(italy).get(f"/orders/{document.order_id}/").text
        assert "which is not what the order says. Nothing was issued" in page
        assert "Il totale dei pagamenti non corrisponde" in page  # in their own words
        assert document.order.number in today(italy)


class TestChronology:
    def test_it_waits_for_the_day_that_somebody_wrote_on_a_document(self, italy: World) -> None:
        """409: no gap, no second number; a suffix of its own, or the day, ends it."""
        cloud(italy).person.issue(numeration="/A", day="2026-11-22")
        ordered(italy)
        assert italy.document().state == State.READY
        assert "numbers of this suffix would not follow the dates" in today(italy)
        italy.run(timedelta(days=4))
        assert italy.document().state == State.VERIFIED
        assert italy.document().number == "2"
        assert len(issued(italy)) == 2


class Swollen(httpx.BaseTransport):
    """To the simulator; the body of the first answer whose request is `method` and ends in `path` is `body`."""

    def __init__(self, world: World, method: str, path: str, body: bytes) -> None:
        self._inner, self._asked, self._body = InProcess(world.sandbox), (method, path), body
        self.met = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = self._inner.handle_request(request)
        method, path = self._asked
        if self.met or request.method != method or not request.url.path.endswith(path):
            return answer
        self.met += 1
        answer.read()
        return httpx.Response(200, content=self._body, headers={"Content-Type": "application/json"})


class TestEnormousAnswer:
    @pytest.mark.parametrize(
        "body",
        [
            b'{"note": "' + b"x" * LARGE + b'"}',
            b"[" * LARGE,
            b'{"data": ' * (LARGE // 9),
            b"1" * LARGE,
        ],
        ids=["a long text", "nested lists", "nested objects", "a long number"],
    )
    def test_to_a_create_is_a_doubt_that_settles(self, italy: World, body: bytes) -> None:
        way = Swollen(italy, "POST", "/issued_documents", body)
        italy.env = replace(italy.env, transport=lambda connection: lambda: way)
        ordered(italy)
        assert way.met == 1
        italy.run(timedelta(hours=1))
        assert italy.document().state == State.VERIFIED
        assert len(issued(italy)) == 1
        assert not Alarm.objects.filter(code="INTERNAL").exists()

    @pytest.mark.parametrize("body", [b"[" * LARGE, b'[{"id": 1, "note": "' + b"x" * LARGE + b'"}]'])
    def test_of_a_shop_loses_no_order(self, world: World, body: bytes) -> None:
        sandbox, row = beside(world)
        placed = str(sandbox.merchant.place()["id"])
        plain = world.env
        way = _Shop(sandbox, body)
        world.env = replace(world.env, transport=lambda connection: lambda: way)
        poll(world.env, row.pk)
        assert way.met == 1
        world.env = plain
        world.clock.advance(timedelta(minutes=15))
        poll(world.env, row.pk)
        assert placed in set(Order.objects.filter(shop=row).values_list("remote_id", flat=True))
        assert not Alarm.objects.filter(code="INTERNAL").exists()


class _Shop(Swollen):
    def __init__(self, sandbox: Any, body: bytes) -> None:
        self._inner, self._asked, self._body = InProcess(sandbox), ("GET", "/orders"), body
        self.met = 0


class TestRenamedVatField:
    """A checkout plug-in keeps the VAT number under another key than before."""

    RENAMED = msgspec.structs.replace(FIRM, meta={"_new_cui": "RO14399840"})

    def routed(self, world: World) -> tuple[Any, Connection]:
        sandbox, row = beside(world)
        Route.objects.create(
            organisation=world.organisation,
            label="Woo to SmartBill",
            shop=row,
            system=world.system,
            company=world.company,
            settings=RouteSettings(series="FCT", write_back=WriteBackSettings(comment="")),
        )
        return sandbox, row

    def named(self, row: Connection, pages: Client, world: World) -> None:
        """The new key is entered on the page of the connection."""
        row.refresh_from_db()
        form = {name: str(value) for name, value in row.settings.items() if value is not False}
        fields = {"label": row.label, **form, **dict.fromkeys(row.secrets, "")}
        fields["meta_keys"] = f"{META_KEYS}\ntax_id = _new_cui"
        answer = pages.post(f"/connections/{row.pk}/", fields, follow=True)
        assert "is connected" in answer.text

    def test_the_order_of_a_company_is_held_and_the_key_on_the_page_frees_it(self, world: World) -> None:
        sandbox, row = self.routed(world)
        placed = sandbox.merchant.place(MARKET.cart(self.RENAMED, SOLD[:1]))
        sandbox.merchant.pay(placed["id"])
        poll(world.env, row.pk)
        world.run()
        found = Order.objects.get(shop=row)
        assert found.standing == Standing.HELD
        pages = bea(world)
        assert "needs its CUI on the invoice" in pages.get(f"/orders/{found.pk}/").text
        assert "needs its CUI on the invoice" in pages.get("/").text
        assert found.snapshot is not None
        assert b"_new_cui" in bytes(found.snapshot.raw)  # nothing of what the shop said is lost
        self.named(row, pages, world)
        poll(world.env, row.pk)
        world.run()
        document = Document.objects.get(order=found)
        assert document.state == State.VERIFIED
        assert document.draft.buyer.tax_id == "RO14399840"

    def test_a_document_that_was_issued_without_it_stays_and_what_to_do_is_said(self, world: World) -> None:
        """A shop that asks for no company's name: without its number the buyer seemed to be a person."""
        sandbox, row = self.routed(world)
        seemed = msgspec.structs.replace(self.RENAMED, company="")
        placed = sandbox.merchant.place(MARKET.cart(seemed, SOLD[:1]))
        sandbox.merchant.pay(placed["id"])
        poll(world.env, row.pk)
        world.run()
        document = Document.objects.get(order__shop=row)
        assert document.state == State.VERIFIED
        pages = bea(world)
        self.named(row, pages, world)
        poll(world.env, row.pk)
        world.run()
        document.refresh_from_db()
        assert Document.objects.filter(order__shop=row).count() == 1
        assert document.draft.buyer.tax_id == ""
        assert "credit it, or credit and issue again" in pages.get("/").text
        page = pages.get(f"/orders/{document.order_id}/").text
        assert "RO14399840" in page  # in the shop, beside the document that lacks it
        assert "Re-issue" in page
