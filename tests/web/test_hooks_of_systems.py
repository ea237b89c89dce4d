"""Web hooks of Fatture in Cloud: what they tell is looked at, nothing of it is believed, and what is off is told."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import jwt
import msgspec
import pytest
from django.test import Client
from tests.support.cloud import build, cloud, order
from tests.support.cloud_hooks import calling
from tests.support.world import World
from tests.web.conftest import client_of, person

from facturier.flows import hooks
from facturier.flows.reconcile import reconcile_system
from facturier.model.transmission import Stage
from facturier.store import installation
from facturier.store.models import Alarm, Document, Effect, HookLine, Knock, State, Transmitted
from facturier.systems.fattureincloud.hooks import CHALLENGE, PREFIX
from facturier.systems.fattureincloud.sandbox import FattureInCloudSandbox
from facturier.systems.fattureincloud.sandbox.hooks import Met

LARGE = 10 * 1024 * 1024
UPDATE = f"{PREFIX}issued_documents.invoices.update"


@dataclass
class Cloud:
    """The world, whose system calls the pages."""

    world: World
    pages: Client
    asked: list[str]

    @property
    def sandbox(self) -> FattureInCloudSandbox:
        return cloud(self.world)

    @property
    def rows(self) -> list[dict[str, Any]]:
        return list(self.sandbox.company().subscriptions.values())

    @property
    def address(self) -> str:
        return f"/hooks/{self.world.system.pk}/"

    @property
    def line(self) -> HookLine:
        return HookLine.objects.get(connection=self.world.system)

    @property
    def alarms(self) -> set[str]:
        return set(Alarm.objects.filter(closed_at=None).values_list("code", flat=True))

    def switch_on(self, secure: bool = True) -> str:
        return self.pages.post(f"/connections/{self.world.system.pk}/hooks/", follow=True, secure=secure).text

    def on(self) -> None:
        self.switch_on()
        self.wait(5)
        assert all(row["verified"] for row in self.rows)

    def wait(self, seconds: float = 5) -> None:
        self.world.clock.advance(timedelta(seconds=seconds))

    def issue(self, **parts: Any) -> Document:
        self.world.hear(order("1001", **parts))
        self.world.run()
        self.asked.clear()
        return self.world.document()

    def due(self) -> bool:
        self.world.system.refresh_from_db()
        return self.world.system.look_at is not None

    def token(self, **changes: Any) -> str:
        """As the vendor would sign it, for a call of now."""
        now = self.world.clock.now().timestamp()
        told = {
            "jti": "198:x",
            "iss": "https://api-v2.fattureincloud.it",
            "sub": f"company:{self.sandbox.company().id}",
            "aud": [f"https://testserver{self.address}"],
            "iat": int(now),
            "exp": int(now) + 3 * 3600,
            **changes,
        }
        key = told.pop("key", self.sandbox.hooks._keys[0])
        return jwt.encode(
            {name: value for name, value in told.items() if value is not None}, key, algorithm="ES256"
        )

    def knock(self, body: bytes, type: str = UPDATE, token: str | None = None, **headers: str) -> int:
        """A call as the vendor would make it, or nearly."""
        head = {
            "Authorization": f"Bearer {token or self.token()}",
            "ce-id": "198:x",
            "ce-type": type,
            **headers,
        }
        return self.pages.post(
            self.address, body, content_type="application/json", secure=True, headers=head
        ).status_code


Make = Callable[..., Cloud]


@pytest.fixture
def make(db: None, tmp_path: Path) -> Iterator[Make]:
    def made(**parts: Any) -> Cloud:
        asked: list[str] = []
        world = build(tmp_path, asked, **parts)
        pages = client_of(world, person("bea", world.organisation))
        calling(cloud(world), pages)
        return Cloud(world, pages, asked)

    yield made
    installation.identity.cache_clear()


@pytest.fixture
def here(make: Make) -> Cloud:
    return make()


def ids(*remote: str) -> bytes:
    return msgspec.json.encode({"data": {"ids": [int(one) for one in remote]}})


class TestSwitchingOn:
    def test_a_subscription_is_made_and_its_challenge_answered(self, here: Cloud) -> None:
        assert "now tries whether it reaches us" in here.switch_on()
        (row,) = here.rows
        assert not row["verified"]
        here.wait(5)
        assert row["verified"]
        assert row["sink"] == f"https://testserver{here.address}"
        assert UPDATE in row["types"]
        assert not [one for one in row["types"] if one.endswith(("create", "email_sent"))]

    @pytest.mark.parametrize("method", ["header", "query"])
    def test_it_may_be_tried_at_once_and_in_either_way(self, here: Cloud, method: str) -> None:
        here.sandbox.switches.verified = "at_once"
        page = here.switch_on()
        assert "calls us from now on" in page
        (row,) = here.rows
        row |= {"verified": False, "verification_method": method}
        here.sandbox.hooks.challenge(here.sandbox.company(), row["id"])
        assert row["verified"]

    def test_the_welcome_is_about_nothing(self, here: Cloud) -> None:
        here.on()
        here.wait(10)
        assert [one.status for one in here.sandbox.hooks.sent] == [200]
        assert not Knock.objects.exists()
        assert here.line.unknown == 0

    def test_twice_makes_none_twice(self, here: Cloud) -> None:
        here.on()
        here.switch_on()
        assert len(here.rows) == 1

    def test_an_address_without_https_is_said_before_anything_is_made(self, here: Cloud) -> None:
        assert "begin with https" in here.switch_on(secure=False)
        assert here.rows == []

    def test_another_address_of_the_same_application_is_said(self, here: Cloud) -> None:
        here.on()
        self.moved(here, "https://other.example/elsewhere/")
        assert "https://other.example/elsewhere/ already" in here.switch_on()

    def test_ours_at_an_older_host_moves_along(self, here: Cloud) -> None:
        here.on()
        self.moved(here, f"https://old.example{here.address}")
        here.switch_on()
        here.wait(5)
        (row,) = here.rows
        assert (row["sink"], row["verified"]) == (f"https://testserver{here.address}", True)

    def moved(self, here: Cloud, sink: str) -> None:
        here.rows[0]["sink"] = sink

    def test_e_invoices_are_heard_of_once_they_are_made(self, here: Cloud) -> None:
        here.on()
        assert len(here.rows[0]["types"]) == 10
        here.world.system.settings |= {"e_invoice": True}
        here.world.system.save()
        here.switch_on()
        assert len(here.rows) == 1
        assert len(here.rows[0]["types"]) == 11

    def test_an_application_that_may_not_is_said(self, here: Cloud) -> None:
        here.sandbox.switches.hooks_blocked = True
        assert "may not do this" in here.switch_on()

    def test_off_again(self, here: Cloud) -> None:
        here.on()
        page = here.pages.post(f"/connections/{here.world.system.pk}/hooks/off/", follow=True).text
        assert "calls us no more" in page
        assert here.rows == []
        assert here.knock(ids("1")) == 404


class TestHearing:
    def test_what_is_paid_there_is_seen(self, here: Cloud) -> None:
        here.on()
        issued = here.issue()
        here.sandbox.person.pay(issued.number, "/A")
        here.wait()
        assert here.due()
        here.world.run()
        issued.refresh_from_db()
        assert issued.stated is not None
        assert (issued.stated.paid, issued.stated.unpaid) == (Decimal("121.00"), Decimal(0))
        assert not here.due()
        assert not Knock.objects.exists()

    def test_what_is_deleted_there_is_told(self, here: Cloud) -> None:
        here.on()
        issued = here.issue()
        here.sandbox.person.delete_last("/A")
        here.wait()
        here.world.run(timedelta(minutes=1))
        assert "GONE" in here.alarms
        assert Document.objects.get(pk=issued.pk).state == State.VERIFIED  # a person says that it is gone

    def test_the_comparison_says_the_same_without_a_hook(self, here: Cloud) -> None:
        here.on()
        here.issue()
        here.sandbox.switches.hooks_lost = True
        here.sandbox.person.delete_last("/A")
        here.wait()
        assert not here.due()
        reconcile_system(here.world.env, here.world.system.pk)
        assert "GONE" in here.alarms

    def test_where_an_e_invoice_stands_is_asked_at_once(self, make: Make) -> None:
        here = make(electronic=True, transmit=True)
        here.on()
        here.world.hear(order("1001"))
        here.world.run(timedelta(minutes=1))
        issued = here.world.document()
        follow = Effect.objects.get(document=issued, what="follow")
        assert follow.look_at is not None
        assert follow.look_at > here.world.clock.now() + timedelta(minutes=5)
        here.sandbox.person.sdi_answers(issued.number, "sent", numeration="/A")
        here.wait()
        here.world.run(timedelta(seconds=1))
        assert Transmitted.objects.get(document=issued).stage == Stage.SENT
        assert not Knock.objects.exists()  # of the document itself nothing has changed

    def test_doubled_late_and_in_any_order(self, here: Cloud) -> None:
        here.on()
        issued = here.issue()
        here.sandbox.switches.hooks_doubled = True
        here.sandbox.switches.hook_delay = 3600
        here.sandbox.person.pay(issued.number, "/A")
        here.sandbox.switches.hook_delay = 2
        here.sandbox.person.delete_last("/A")
        here.wait(4)
        assert Knock.objects.count() == 1
        here.world.run(timedelta(minutes=1))
        here.wait(3600)
        here.world.run(timedelta(minutes=1))
        assert {one.status for one in here.sandbox.hooks.sent} == {200}
        assert Alarm.objects.filter(code="GONE").count() == 1

    def test_a_disputed_document_is_left_to_its_dispute(self, here: Cloud) -> None:
        here.on()
        issued = here.issue()
        Document.objects.filter(pk=issued.pk).update(state=State.DISPUTED, total=Decimal(1))
        assert here.knock(ids(issued.remote_id)) == 200
        here.world.run(timedelta(minutes=1))
        assert not Knock.objects.exists()
        assert "GONE" not in here.alarms

    def test_no_call_makes_us_ask_for_thousands(self, here: Cloud) -> None:
        here.on()
        issued = here.issue()
        assert here.knock(ids(*map(str, range(1, 20_000)), issued.remote_id)) == 200
        assert here.line.unknown == 500
        assert not Knock.objects.exists()

    def test_a_document_of_somebody_else_is_counted_and_costs_no_call(self, here: Cloud) -> None:
        here.on()
        here.issue()
        here.sandbox.person.issue()
        here.sandbox.person.pay("1")
        here.wait()
        assert not here.due()
        assert here.line.unknown == 1
        assert here.asked == []
        assert (
            "1 call was about a document that is none of ours"
            in here.pages.get(f"/connections/{here.world.system.pk}/").text
        )

    def test_a_remote_that_cannot_answer_is_looked_at_later(self, here: Cloud) -> None:
        here.on()
        issued = here.issue()
        here.sandbox.faults.add("error_503", "GET .*", times=1)
        here.sandbox.person.pay(issued.number, "/A")
        here.wait()
        hooks.look_at_told(here.world.env, here.world.system.pk)
        assert Knock.objects.count() == 1
        here.world.run()
        assert not Knock.objects.exists()
        assert not here.due()


class TestRefusing:
    @pytest.mark.parametrize(
        "changes",
        [
            {"aud": ["https://other.example/"]},
            {"aud": None},
            {"sub": "company:3456789"},
            {"iss": "https://other.example"},
            {"exp": 1},
            {"exp": None},
            {"iat": 4_000_000_000},
            {"jti": "198:y"},
        ],
    )
    def test_a_token_that_is_not_meant_for_this(self, here: Cloud, changes: dict[str, Any]) -> None:
        here.on()
        issued = here.issue()
        assert here.knock(ids(issued.remote_id), token=here.token(**changes)) == 401
        assert here.line.refused == 1
        assert not Knock.objects.exists()

    def test_another_key_is_no_signature(self, here: Cloud) -> None:
        here.on()
        issued = here.issue()
        before = here.line.heard_at
        here.sandbox.switches.hook_key_wrong = True
        here.sandbox.person.pay(issued.number, "/A")
        here.wait()
        assert here.sandbox.hooks.sent[-1].status == 401
        assert (here.line.refused, here.line.heard_at) == (1, before)
        assert "1 call had a wrong signature" in here.pages.get(f"/connections/{here.world.system.pk}/").text

    def test_a_token_without_a_signature(self, here: Cloud) -> None:
        here.on()
        none = jwt.encode({"aud": [f"https://testserver{here.address}"]}, "", algorithm="none")
        shared = jwt.encode({"iss": "https://api-v2.fattureincloud.it"}, "x" * 32, algorithm="HS256")
        for token in (none, shared, "x.y.z", "é"):
            assert here.knock(ids("1"), token=token) == 401
        assert here.line.refused == 4

    def test_a_challenge_that_nobody_signed_is_not_answered(self, here: Cloud) -> None:
        here.on()
        reply = here.pages.get(here.address, secure=True, headers={CHALLENGE: "abc"})
        assert reply.status_code == 401
        assert b"abc" not in reply.content

    def test_a_challenge_that_is_no_word_is_not_echoed(self, here: Cloud) -> None:
        here.on()
        head = {"Authorization": f"Bearer {here.token()}", CHALLENGE: "<script>"}
        assert here.pages.get(here.address, secure=True, headers=head).status_code == 401

    def test_ten_megabytes_are_refused_before_they_are_read(self, here: Cloud) -> None:
        here.on()
        assert here.knock(b'{"data": {"ids": [' + b"1," * (LARGE // 2) + b"1]}}") == 413
        assert not Knock.objects.exists()

    @pytest.mark.parametrize("body", [b"", b"[]", b"<html>", b'{"data": {"ids": ["x"]}}', b"[" * 50_000])
    def test_what_cannot_be_read_but_is_signed_does_no_harm(self, here: Cloud, body: bytes) -> None:
        here.on()
        assert here.knock(body) == 200
        assert not Knock.objects.exists()


class TestSwitchedOff:
    def reconciled(self, here: Cloud, hours: float) -> str:
        here.wait(hours * 3600)
        reconcile_system(here.world.env, here.world.system.pk)
        return here.pages.get("/").text

    def test_a_subscription_that_ended_is_told_and_made_anew_with_one_click(self, here: Cloud) -> None:
        """Ten days of failures, and it is deleted."""
        here.on()
        assert "web hooks" not in self.reconciled(here, 1)
        issued = here.issue()
        right, here.sandbox.hooks.post = here.sandbox.hooks.post, lambda *parts: Met(500)
        here.sandbox.person.pay(issued.number, "/A")
        here.wait(600)
        here.wait(11 * 24 * 3600)
        here.sandbox.person.pay(issued.number, "/A")
        here.wait(600)
        assert here.rows == []
        here.sandbox.hooks.post = right
        page = self.reconciled(here, 1)
        assert "has switched off or removed our web hooks" in page
        assert f'action="/connections/{here.world.system.pk}/hooks/"' in page
        here.switch_on()
        here.wait(5)
        assert here.rows[0]["verified"]
        assert hooks.OFF not in here.alarms

    def test_an_address_that_is_never_reached_is_told(self, here: Cloud) -> None:
        here.sandbox.hooks.post = lambda *parts: Met(0)
        here.switch_on()
        assert "does not reach us" not in self.reconciled(here, 0.5)
        assert "does not reach us" in self.reconciled(here, 1)

    def test_one_that_is_reached_late_is_not(self, here: Cloud) -> None:
        right, here.sandbox.hooks.post = here.sandbox.hooks.post, lambda *parts: Met(502)
        here.switch_on()
        here.wait(60)
        here.sandbox.hooks.post = right
        self.reconciled(here, 1)
        assert hooks.OFF not in here.alarms
        assert here.line.checked_at is not None
