"""Everything that goes over the wire passes the vendor's own descriptions: the OpenAPI file and the SDK's models.

Both sides of every call that the connector makes, and the other answers of the simulator beside them.
"""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from msgspec.structs import replace
from tests.conformance.account import Account, Ware
from tests.conformance.arrangement import Subject, SystemArrangement
from tests.conformance.arrangements.fattureincloud import ARRANGEMENT
from tests.conformance.deeds import DEEDS
from tests.conformance.outcomes import attempt
from tests.conformance.wire import Recorded, Recording
from tests.systems.fattureincloud import openapi

from facturier.model.draft import PaymentLine
from facturier.ports.hooks import Line
from facturier.sandbox.transport import InProcess
from facturier.systems.fattureincloud import CONNECTOR

SUBJECT: Subject[SystemArrangement] = Subject(CONNECTOR, ARRANGEMENT)
ROOMS = ("/c/", "/user/", "/info/")


def recorded(**settings: Any) -> list[Recorded]:
    """All that the connector does, once as it goes and once refused."""
    account = Account(SUBJECT, settings)
    account.line.between = recording = Recording()
    able = account.system.capabilities
    for deed in DEEDS:
        if deed.declared(able):
            deed.act(account, deed.prepare(account))
    _paid_and_saved(account)
    _refused(account)
    return [one for one in recording.answers if httpx.URL(one.url).path.startswith(ROOMS)]


def _paid_and_saved(account: Account) -> None:
    draft = account.draft()
    line = PaymentLine("PayPal MP08 [6]", draft.totals.payable, account.today, "PayPal [3]")
    account.issue(replace(draft, payment=line, save_client=True))


def _refused(account: Account) -> None:
    """422 for a VAT type and for sums, 409 for a date, 404, 403, 401."""
    sandbox: Any = account.sandbox
    attempt(account.issue, account.arrangement.unknown_vat(account.draft()))
    sandbox.book.payments_refused = 2
    attempt(account.issue, account.draft())
    sandbox.person.issue(numeration="/A", day="2026-12-24")
    attempt(account.issue, replace(account.draft(), series="/A"))
    gone = account.issue(account.draft()).issued
    account.system.delete(gone)
    attempt(account.system.statement, gone)
    sandbox.switches.licence_expired = True
    attempt(account.issue, account.draft())
    sandbox.person.revoke()
    attempt(account.system.offers)


def others() -> Iterator[Recorded]:
    """Answers of the simulator for which the connector does not ask."""
    account = Account(SUBJECT)
    made = account.issue(account.draft(Ware.INVOICE)).issued
    recording = Recording()
    sandbox: Any = account.sandbox
    root, shop = "http://remote.sandbox.test", f"/c/{account.values['company']}"
    electronic = account.open({**account.values, "e_invoice": True})
    sent = electronic.issue(account.draft(), "FX-HOME-AAAAAAAAAAAA", account.system.position(account.draft()))
    for method, path in (
        ("GET", "/user/info"),
        ("GET", "/user/companies"),
        ("GET", f"{shop}/company/plan_usage?category=documents"),
        ("GET", f"{shop}/issued_documents?type=invoice&fieldset=detailed"),
        ("GET", f"{shop}/issued_documents"),
        ("GET", f"{shop}/issued_documents/{made.remote_id}?fields=id,url"),
        ("GET", f"{shop}/issued_documents/{sent.remote_id}/e_invoice/xml_verify"),
        ("POST", f"{shop}/issued_documents/{sent.remote_id}/e_invoice/send"),
        ("GET", f"{shop}/issued_documents/{sent.remote_id}/e_invoice/error_reason"),
        ("GET", f"{shop}/issued_documents/{sent.remote_id}"),
        ("GET", f"{shop}/entities/clients?per_page=2"),
        ("GET", f"{shop}/settings/payment_accounts"),
        ("GET", "/user/nowhere"),
        ("POST", "/user/info"),
    ):
        headers = {"Authorization": f"Bearer {account.values['token']}"}
        request = httpx.Request(method, root + path, headers=headers)
        recording(request, InProcess(sandbox).handle_request)
    yield from recording.answers


def hooked() -> list[Recorded]:
    """A subscription is made, tried, changed, read and taken away."""
    account = Account(SUBJECT, {"e_invoice": True})
    account.line.between = recording = Recording()
    assert CONNECTOR.hooks is not None
    found = CONNECTOR.hooks(CONNECTOR.read(account.values), account.line.http)
    line = Line("https://facturier.test/hooks/1/", "secret", "/hooks/1/")
    for _ in range(2):
        found.switch_on(line)
    found.switch_on(Line("https://elsewhere.test/hooks/1/", "secret", "/hooks/1/"))
    found.state(line)
    found.switch_off(line)
    return recording.answers


@pytest.fixture(scope="module")
def wire(django_db_setup: None) -> list[Recorded]:
    return [
        *recorded(),
        *recorded(e_invoice=True, stamp_duty=True, template="New Standard S1 [111]"),
        *others(),
        *hooked(),
    ]


def test_much_was_recorded(wire: list[Recorded]) -> None:
    assert {one.status for one in wire} >= {200, 401, 403, 404, 409, 422}
    assert {one.method for one in wire} == {"GET", "POST", "PUT", "DELETE"}


def test_every_answer_passes_the_openapi(wire: list[Recorded]) -> None:
    openapi.needed()
    for one in wire:
        operation = (
            openapi.operation(one.method, httpx.URL(one.url).path) if one.status not in (404, 405) else None
        )
        schema = operation.answer_schema(one.status) if operation else None
        if schema is None or not one.body:
            continue
        told = json.loads(one.body)
        assert openapi.faults(told, schema) == [], one.url
        unknown = {name.rpartition(".")[2] for name in openapi.strangers(told, schema)}
        assert unknown <= openapi.UNTOLD_BY_SPEC, one.url


def test_every_request_passes_the_openapi(wire: list[Recorded]) -> None:
    openapi.needed()
    sent = [one for one in wire if one.method in ("POST", "PUT") and one.asked]
    assert sent
    for one in sent:
        operation = openapi.operation(one.method, httpx.URL(one.url).path)
        schema = operation.request_schema() if operation else None
        assert schema is not None, one.url
        asked = json.loads(one.asked)
        assert openapi.faults(asked, schema) == [], one.asked
        assert list(openapi.strangers(asked, schema)) == [], one.asked


def test_no_parameter_is_sent_that_the_openapi_does_not_know(wire: list[Recorded]) -> None:
    openapi.needed()
    for one in wire:
        url = httpx.URL(one.url)
        operation = openapi.operation(one.method, url.path) if one.status not in (404, 405) else None
        if operation:
            known = {parameter["name"] for parameter in operation.parameters}
            assert set(url.params) <= known, one.url


def test_every_answer_passes_the_models_of_the_sdk(wire: list[Recorded]) -> None:
    """Which are strict: a number where a text is declared is an error."""
    openapi.needed()
    for one in wire:
        if one.status != 200 or not one.body:
            continue
        operation = openapi.operation(one.method, httpx.URL(one.url).path)
        model = operation.answer_model() if operation else None
        if model is not None:
            read = model.from_dict(json.loads(one.body))
            assert read is not None


def test_every_request_passes_the_models_of_the_sdk(wire: list[Recorded]) -> None:
    """And loses nothing on the way: what they do not know they drop in silence."""
    openapi.needed()
    for one in wire:
        operation = openapi.operation(one.method, httpx.URL(one.url).path) if one.asked else None
        model = operation.request_model() if operation else None
        if model is not None:
            asked = json.loads(one.asked)
            assert list(_lost(asked, model.from_dict(asked).to_dict())) == [], one.asked


def _lost(sent: Any, kept: Any, where: str = "$") -> Iterator[str]:
    """The SDK's dates are dates, and it fills in defaults: only what is missing or another counts."""
    if isinstance(sent, dict):
        for name, value in sent.items():
            if not isinstance(kept, dict) or name not in kept:
                yield f"{where}.{name}"
            else:
                yield from _lost(value, kept[name], f"{where}.{name}")
    elif isinstance(sent, list):
        if not isinstance(kept, list) or len(sent) != len(kept):
            yield where
        else:
            for place, (one, other) in enumerate(zip(sent, kept, strict=True)):
                yield from _lost(one, other, f"{where}[{place}]")
    elif str(sent) != str(kept) and sent != kept:
        yield where
