"""A web hook as it is called: by whom it is signed, and what it is about (fact sheet, section 18)."""

import json
from typing import Any

import msgspec
import pytest
from tests.conformance.account import Account
from tests.systems.fattureincloud.desk import account, cloud

from facturier.ports.hooks import About, Call, Forged, HookState, Line
from facturier.systems.fattureincloud import CONNECTOR
from facturier.systems.fattureincloud.hooks import CHALLENGE, PREFIX, CloudHooks
from facturier.systems.fattureincloud.sandbox.hooks import Met
from facturier.systems.fattureincloud.settings import Settings
from facturier.systems.fattureincloud.signature import PUBLISHED, _key

LINE = Line("https://facturier.test/hooks/1/", "secret", "/hooks/1/")


def hooks(here: Account, **values: Any) -> CloudHooks:
    assert CONNECTOR.hooks is not None
    found = CONNECTOR.hooks(CONNECTOR.read({**here.values, **values}), here.line.http)
    assert isinstance(found, CloudHooks)
    return found


def call(here: Account, type: str, *ids: int, id: str = "198:1", **more: str) -> Call:
    """As the simulator signs it."""
    signed = cloud(here).hooks._signed(cloud(here).company(), LINE.address, "198:1")
    headers = {"authorization": signed, "ce-id": id, "ce-type": PREFIX + type, **more}
    return Call(headers=headers, body=msgspec.json.encode({"data": {"ids": ids}}))


def test_the_key_that_they_publish_is_one() -> None:
    assert _key(PUBLISHED).curve.name == "secp256r1"
    assert Settings(vat_number="IT1").hook_key == PUBLISHED


def test_ids_of_documents_several_at_once_and_each_once() -> None:
    here = account()
    told = hooks(here).heard(LINE, call(here, "issued_documents.invoices.update", 5, 7, 5))
    assert told.about == (About("5"), About("7"))


def test_an_e_invoice_that_moved() -> None:
    here = account()
    told = hooks(here).heard(LINE, call(here, "issued_documents.e_invoices.status_update", 5))
    assert told.about == (About("5", transmission=True),)


@pytest.mark.parametrize(
    "type", ["subscriptions.welcome", "entities.clients.update", "products.stock_update"]
)
def test_what_is_about_no_document_is_about_nothing(type: str) -> None:
    here = account()
    assert hooks(here).heard(LINE, call(here, type, 5)).about == ()


def test_a_token_of_another_event_address_company_or_key_is_forged() -> None:
    here = account()
    update = "issued_documents.invoices.update"
    for line, told, values in (
        (LINE, call(here, update, 5, id="198:2"), {}),
        (Line("https://facturier.test/hooks/2/", "secret", "/hooks/2/"), call(here, update, 5), {}),
        (LINE, call(here, update, 5), {"company": "3456789"}),
        (LINE, call(here, update, 5), {"hook_key": PUBLISHED}),
        (LINE, call(here, update, 5), {"hook_key": "no key at all"}),
        (LINE, Call(), {}),
    ):
        with pytest.raises(Forged):
            hooks(here, **values).heard(line, told)


def test_a_token_ends_after_three_hours() -> None:
    here = account()
    told = call(here, "issued_documents.invoices.update", 5)
    here.clock.sleep(4 * 3600)
    with pytest.raises(Forged, match="ended"):
        hooks(here).heard(LINE, told)


@pytest.mark.parametrize("where", ["header", "query"])
def test_a_challenge_is_answered_with_the_same_word(where: str) -> None:
    here = account()
    signed = cloud(here).hooks._signed(cloud(here).company(), LINE.address, "x")
    head = {"authorization": signed, **({CHALLENGE: "0a1b"} if where == "header" else {})}
    query = {CHALLENGE: "0a1b"} if where == "query" else {}
    told = hooks(here).heard(LINE, Call("GET", headers=head, query=query))
    assert (json.loads(told.answer), told.type) == ({"verification": "0a1b"}, "application/json")


def test_state_waits_until_it_was_tried() -> None:
    here = account()
    found = hooks(here, e_invoice=False)
    assert found.state(LINE) is HookState.NONE
    word: list[str] = []

    def answer(verb: str, address: str, headers: Any, body: bytes) -> Met:
        word.append(headers[CHALLENGE])
        return Met(200, json.dumps({"verification": word[-1]}).encode())

    cloud(here).hooks.post = answer
    found.switch_on(LINE)
    assert found.state(LINE) is HookState.WAITING
    here.clock.sleep(3)
    assert found.state(LINE) is HookState.ON
    assert hooks(here, e_invoice=True).state(LINE) is HookState.OFF  # of those nobody tells yet
    (row,) = cloud(here).company().subscriptions.values()
    row |= {"types": None, "verified": None}  # the spec allows it
    assert found.state(LINE) is HookState.OFF
    cloud(here).company().subscriptions.clear()
    assert found.state(LINE) is HookState.NONE
