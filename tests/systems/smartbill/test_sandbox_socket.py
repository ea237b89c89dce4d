"""The simulator over real sockets, from several threads."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from tests.systems.smartbill.simulated import Account

from facturier.sandbox.clock import SandboxClock
from facturier.sandbox.ledger import twice
from facturier.sandbox.serve import serve
from facturier.systems.smartbill.sandbox import SmartBillSandbox, create


@pytest.fixture
def sandbox() -> SmartBillSandbox:
    return create(clock=SandboxClock(scale=1000))


@pytest.fixture
def client(sandbox: SmartBillSandbox) -> Iterator[httpx.Client]:
    login = (sandbox.account["email"], sandbox.account["token"])
    with (
        serve(sandbox) as served,
        httpx.Client(base_url=served.url + "/SBORO/api", auth=login, trust_env=False) as client,
    ):
        yield client


BODY = Account().body(mentions="Comanda 1")
MARK = "FX-HOME-AAAAAAAAAAAA"


def test_an_invoice_and_its_file(client: httpx.Client, sandbox: SmartBillSandbox) -> None:
    number = client.post("/invoice/v2", json=BODY).json()["number"]
    query = {"cif": sandbox.account["cif"], "seriesName": "FCT", "number": number}
    assert client.get("/invoice/pdf", params=query).content.startswith(b"%PDF")
    assert client.get("/invoice/paymentstatus", params=query).json()["invoiceTotalAmount"] == 121.0


def test_a_series_with_every_awkward_sign(client: httpx.Client, sandbox: SmartBillSandbox) -> None:
    series = sandbox.account["awkward_series"]
    number = client.post("/invoice/v2", json={**BODY, "seriesName": series}).json()["number"]
    query = {"cif": sandbox.account["cif"], "seriesname": series, "number": number}
    assert client.get("/invoice/paymentstatus", params=query).json()["series"] == series


def test_no_number_is_given_twice_however_many_ask(client: httpx.Client, sandbox: SmartBillSandbox) -> None:
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: client.post("/invoice/v2", json=BODY), range(24)))
    numbers = [reply.json()["number"] for reply in replies]
    assert sorted(numbers) == [f"{number:04}" for number in range(1, 25)]


def test_a_lost_answer_leaves_an_invoice_behind_and_a_blind_retry_a_duplicate(
    client: httpx.Client, sandbox: SmartBillSandbox
) -> None:
    sandbox.faults.add("lost_answer", "POST .*/invoice/v2", times=1)
    marked = {**BODY, "mentions": f"Comanda 1 {MARK}"}
    with pytest.raises(httpx.ReadError):
        client.post("/invoice/v2", json=marked)
    client.post("/invoice/v2", json=marked)
    assert list(twice(sandbox.standing())) == [MARK]


def test_a_late_commit_lands_behind_the_look(client: httpx.Client, sandbox: SmartBillSandbox) -> None:
    sandbox.faults.add("late_commit", "POST", times=1, seconds=300)
    with pytest.raises(httpx.ReadError):
        client.post("/invoice/v2", json=BODY)
    series = client.get("/series", params={"cif": sandbox.account["cif"]}).json()["list"]
    assert series[0]["nextNumber"] == 1
    for _ in range(200):
        if sandbox.ledger.entries():
            break
        sandbox.clock.sleep(0.01)
    assert sandbox.ledger.entries()[0].number == "0001"
