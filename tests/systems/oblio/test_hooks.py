"""A web hook of Oblio as it is called (fact sheet, section 8)."""

from base64 import b64encode
from typing import Any, cast

import httpx
import pytest
from tests.conformance.account import Account
from tests.conformance.arrangement import Subject, SystemArrangement
from tests.conformance.arrangements.oblio import ARRANGEMENT

from facturier.ports.hooks import About, Call, Forged, HookState, Line
from facturier.systems.oblio import CONNECTOR
from facturier.systems.oblio.hooks import HEADER, TOPICS, OblioHooks
from facturier.systems.oblio.sandbox import OblioSandbox

LINE = Line("https://facturier.test/hooks/1/s3cret/", "s3cret", "/hooks/1/")
HOOKS = OblioHooks(None)  # type: ignore[arg-type]  # hearing makes no call


def call(body: bytes = b"", shown: str = "s3cret", method: str = "POST", request: str = "a1") -> Call:
    return Call(method, shown, headers={HEADER: request}, body=body)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_whatever_verb_tries_it_hears_its_echo(method: str) -> None:
    told = HOOKS.heard(LINE, call(method=method))
    assert (told.about, told.answer) == ((), b64encode(b"a1"))


@pytest.mark.parametrize(
    ("body", "about"),
    [
        (b'{"data": {"seriesName": "FCT", "number": "0007"}}', About(series="FCT", number="0007")),
        (b'{"topic": "x", "cif": "RO1", "data": {"seriesName": "FCT", "number": 7}}', About("", "FCT", "7")),
        (b'{"seriesName": "FCT", "number": "7"}', About(series="FCT", number="7")),
        (
            b'{"data": {"seriesName": "PF", "number": "2", "invoicedBy": {"seriesName": "FCT", "number": "9"}}}',
            About(series="PF", number="2"),
        ),
    ],
)
def test_the_document_where_it_may_stand(body: bytes, about: Any) -> None:
    assert HOOKS.heard(LINE, call(body)).about == (about,)


@pytest.mark.parametrize("shown", ["", "s3cre", "s3cret2", "é"])
def test_who_does_not_know_the_secret_is_turned_away(shown: str) -> None:
    with pytest.raises(Forged):
        HOOKS.heard(LINE, call(shown=shown))


def test_without_a_secret_everybody_is() -> None:
    with pytest.raises(Forged):
        HOOKS.heard(Line(LINE.address, "", LINE.place), call(shown=""))


def test_what_is_to_be_echoed_has_a_limit() -> None:
    with pytest.raises(Forged):
        HOOKS.heard(LINE, call(request="a" * 201))


@pytest.mark.parametrize("listed", ["all", "by_topic"])
def test_they_are_switched_on_once_and_off_however_they_are_listed(listed: str) -> None:
    subject: Subject[SystemArrangement] = Subject(CONNECTOR, ARRANGEMENT)
    here = Account(subject, hooks_listed=listed, hook_echo_needed=False)
    sandbox = cast(OblioSandbox, here.sandbox)
    sandbox.hooks.transport = httpx.MockTransport(lambda request: httpx.Response(200))
    assert CONNECTOR.hooks is not None
    hooks = CONNECTOR.hooks(CONNECTOR.read(here.values), here.line.http)
    assert hooks.state(LINE) is HookState.NONE
    for _ in range(2):
        hooks.switch_on(LINE)
        here.wait()
        assert sorted(one.topic for one in sandbox.company().hooks) == sorted(TOPICS)
    assert hooks.state(LINE) is HookState.ON
    hooks.switch_off(LINE)
    assert sandbox.company().hooks == []
