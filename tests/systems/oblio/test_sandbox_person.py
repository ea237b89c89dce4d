"""Somebody at the account's web pages, over a real socket."""

from collections.abc import Iterator
from decimal import Decimal

import httpx
import pytest

from facturier.sandbox.clock import SandboxClock
from facturier.sandbox.serve import serve
from facturier.systems.oblio.sandbox import OblioSandbox, create
from facturier.systems.oblio.sandbox.answers import Refusal


@pytest.fixture
def sandbox() -> OblioSandbox:
    return create(clock=SandboxClock(scale=1000))


@pytest.fixture
def client(sandbox: OblioSandbox) -> Iterator[httpx.Client]:
    with serve(sandbox) as served, httpx.Client(base_url=served.url, trust_env=False) as client:
        yield client


def asked(client: httpx.Client, deed: str, **arguments: object) -> httpx.Response:
    return client.post(f"/_person/{deed}", json=arguments)


def test_a_person_issues_cancels_and_deletes(client: httpx.Client, sandbox: OblioSandbox) -> None:
    assert asked(client, "issue", series="FCT", price="30", mentions="by hand").json() == {"result": "0001"}
    asked(client, "cancel", series="FCT", number="1")
    (entry,) = sandbox.ledger.entries()
    assert (entry.total, entry.mentions, entry.made_by, entry.cancelled) == (
        Decimal(30),
        "by hand",
        "person",
        True,
    )
    assert asked(client, "delete_last", series="FCT").json() == {"result": "0001"}
    assert sandbox.ledger.entries()[0].deleted


def test_a_person_counts_stock_and_changes_the_secret(client: httpx.Client, sandbox: OblioSandbox) -> None:
    assert asked(client, "stock", code="SKU-9", quantity="3").status_code == 200
    assert sandbox.company().products[0].stock["Sediu", "Magazin"] == 3
    assert asked(client, "change_secret").json()["result"] == sandbox.book.accounts[0].secret


def test_what_a_person_cannot_do(client: httpx.Client, sandbox: OblioSandbox) -> None:
    assert asked(client, "sing").status_code == 404
    assert asked(client, "issue").status_code == 400
    assert asked(client, "spv_answers", series="FCT", number="1").status_code == 400
    with pytest.raises(Refusal):
        sandbox.person.delete_last("FCT")


def test_a_link_leads_to_where_the_simulator_is_served(client: httpx.Client, sandbox: OblioSandbox) -> None:
    account = sandbox.account
    login = {"client_id": account["email"], "client_secret": account["secret"]}
    token = client.post("/api/authorize/token", data=login).json()["access_token"]
    body = {
        "cif": account["cif"],
        "seriesName": "FCT",
        "client": {"name": "Ana"},
        "products": [{"name": "Birou", "price": 10}],
    }
    made = client.post("/api/docs/invoice", json=body, headers={"Authorization": f"Bearer {token}"})
    link = made.json()["data"]["link"]
    assert link.startswith(str(client.base_url))
    assert httpx.get(link, trust_env=False).content.startswith(b"%PDF")
