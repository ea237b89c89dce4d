"""Webhooks with their handshake, and what goes to SPV."""

import io
import json
import zipfile
from base64 import b64encode
from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.systems.oblio.simulated import Account, answer, line

ENDPOINT = "https://shop.example/oblio?token=4f0c"


class Listener:
    """An endpoint. echoes: whether it confirms as it should."""

    def __init__(self, account: Account, *, echoes: bool = True) -> None:
        self.heard: list[tuple[str, Any]] = []
        self.echoes = echoes
        account.sandbox.hooks.transport = httpx.MockTransport(self._handle)

    def _handle(self, request: httpx.Request) -> httpx.Response:
        self.heard.append((request.method, json.loads(request.content or b"null")))
        echo = b64encode(request.headers["X-Oblio-Request-Id"].encode()).decode()
        return httpx.Response(200, text=echo if self.echoes else "OK")


def hooked(account: Account, topic: str) -> httpx.Response:
    return account.call("POST", "/webhooks", {"topic": topic, "endpoint": ENDPOINT})


@pytest.mark.parametrize("verb", ["POST", "GET", "HEAD"])
def test_a_webhook_is_tried_before_it_is_made(verb: str) -> None:
    account = Account(hook_verb=verb)
    listener = Listener(account)
    reply = hooked(account, "stock")
    assert (reply.status_code, answer(reply)["data"]["endpoint"]) == (201, ENDPOINT)
    assert listener.heard == [(verb, None)]


@pytest.mark.parametrize("needed", [True, False])
def test_an_endpoint_that_does_not_echo(needed: bool) -> None:
    account = Account(hook_echo_needed=needed)
    Listener(account, echoes=False)
    assert hooked(account, "stock").status_code == (400 if needed else 201)


def test_an_unknown_topic_is_refused() -> None:
    account = Account()
    Listener(account)
    assert hooked(account, "Invoice/Paid").status_code == 400


def test_webhooks_are_read_and_deleted() -> None:
    account = Account()
    Listener(account)
    made = answer(hooked(account, "stock"))["data"]
    hooked(account, "Invoice/Cancel")
    assert account.get("/webhooks", topic="stock") == [made]
    assert len(account.get("/webhooks")) == 2
    assert account.get(f"/webhooks/{made['id']}") == made
    assert account.call("DELETE", f"/webhooks/{made['id']}").status_code == 200
    assert account.call("GET", f"/webhooks/{made['id']}").status_code == 400


def test_what_happens_is_told() -> None:
    account = Account()
    listener = Listener(account)
    for topic in ("Invoice/SaveDraft", "Invoice/Cancel", "Collect/Inserted", "stock", "Proforma/SaveDraft"):
        hooked(account, topic)
    del listener.heard[:]
    goods = line(code="SKU-9", productType="Marfa", management="Magazin")
    account.made(goods, useStock=1, collect={"type": "Card"})
    account.sandbox.person.cancel("FCT", "1")
    account.clock.advance(timedelta(seconds=2))
    told = [(body["topic"], body["data"]) for _, body in listener.heard]
    named = {"seriesName": "FCT", "number": "0001"}
    assert ("Invoice/SaveDraft", named) in told
    assert ("Invoice/Cancel", named) in told
    assert ("Collect/Inserted", {**named, "type": "Card", "value": "121.00"}) in told
    left = [data["quantity"] for topic, data in told if topic == "stock"]
    assert left == [11, 12]
    assert all(one.heard for one in account.sandbox.hooks.sent)


def test_a_delivery_that_nobody_hears_is_not_repeated() -> None:
    account = Account(hook_payload="data")
    listener = Listener(account)
    hooked(account, "Invoice/SaveDraft")
    listener.echoes = False
    account.made()
    account.clock.advance(timedelta(hours=1))
    (sent,) = account.sandbox.hooks.sent
    assert (sent.heard, sent.body) == (False, {"data": {"seriesName": "FCT", "number": "0001"}})


def test_a_proforma_that_is_paid_by_card_is_invoiced_by_oblio_itself() -> None:
    account = Account()
    listener = Listener(account)
    hooked(account, "Card/Confirmed")
    account.made(kind="proforma")
    account.sandbox.person.card_pays("PF", "0001")
    account.clock.advance(timedelta(seconds=2))
    data = listener.heard[-1][1]["data"]
    assert (data["seriesName"], data["invoicedBy"]["number"]) == ("PF", "0001")
    assert account.row("1")["collected"] == "1"


def test_an_invoice_goes_to_spv() -> None:
    account = Account()
    named = {"seriesName": "FCT", "number": account.made()}
    assert account.row("1", withEinvoiceStatus=1)["einvoiceStatus"]["code"] == -1
    told = answer(account.call("POST", "/docs/einvoice", named))["data"]
    assert (told["code"], told["sent"]) == (0, True)
    assert account.call("GET", "/docs/einvoice", **named).status_code == 400
    account.sandbox.person.spv_answers("FCT", "1")
    assert answer(account.call("POST", "/docs/einvoice", named))["data"]["code"] == 1
    archive = account.call("GET", "/docs/einvoice", **named)
    assert len(zipfile.ZipFile(io.BytesIO(archive.content)).namelist()) == 2


def test_an_invoice_with_errors_can_be_sent_again() -> None:
    account = Account()
    named = {"seriesName": "FCT", "number": account.made()}
    account.call("POST", "/docs/einvoice", named)
    account.sandbox.person.spv_answers("FCT", "1", 2, "BR-RO-100")
    told = account.row("1", withEinvoiceStatus=1)["einvoiceStatus"]
    assert told == {"text": "BR-RO-100", "sent": True, "code": 2}
    assert answer(account.call("POST", "/docs/einvoice", named))["data"]["code"] == 0
