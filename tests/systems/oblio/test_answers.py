"""What an answer means: by its code and shape, never by its words."""

import json
from typing import Any

import httpx
import pytest
from tests.systems.oblio.desk import draft

from facturier.model.document import Issued
from facturier.model.kinds import DocumentKind
from facturier.ports.errors import InDoubt, Misconfigured, NotNow, Refused
from facturier.ports.http import Http, Reply
from facturier.sandbox.clock import VirtualClock
from facturier.systems.oblio import CONNECTOR
from facturier.systems.oblio.answers import Head, flag, ordinal, read
from facturier.systems.oblio.connector import Oblio
from facturier.systems.oblio.documents import link_id, spelled
from facturier.systems.oblio.failures import Outcome, outcome

MARK = "FX-HOME-222222222222"
TOKEN = {"access_token": "9c1e5f", "expires_in": "3600", "token_type": "Bearer"}
SERIES = [{"type": "Factura", "name": "FCT", "start": "0001", "next": "0051", "default": True}]


def envelope(status: Any = 200, **more: Any) -> dict[str, Any]:
    return {"status": status, "statusMessage": "...", **more}


@pytest.mark.parametrize(
    ("code", "body", "expected"),
    [
        (200, envelope(data=[]), Outcome.DONE),
        (200, envelope("200", data=[]), Outcome.DONE),
        (201, envelope(201, data={}), Outcome.DONE),
        (200, envelope(), Outcome.DONE),
        (400, envelope(400), Outcome.REFUSED),
        (200, envelope(400), Outcome.REFUSED),
        (400, envelope(400, data={"number": "0001"}), Outcome.UNCLEAR),
        (400, envelope(200), Outcome.UNCLEAR),
        (200, envelope(500), Outcome.UNCLEAR),
        (500, envelope(400), Outcome.UNCLEAR),
        (403, envelope(403), Outcome.UNCLEAR),
        (200, {"statusMessage": "Success"}, Outcome.UNCLEAR),
        (200, "Pagina inexistenta", Outcome.UNCLEAR),
        (400, None, Outcome.UNCLEAR),
    ],
)
def test_code_and_shape_decide(code: int, body: Any, expected: Outcome) -> None:
    reply = Reply(code, {}, json.dumps(body).encode())
    assert outcome(reply, read(reply, Head)) is expected


@pytest.mark.parametrize("yes", [1, "1", True, "true", " TRUE "])
def test_a_yes_in_every_spelling(yes: Any) -> None:
    assert flag(yes)


@pytest.mark.parametrize("no", [0, "0", False, "false", ""])
def test_a_no_in_every_spelling(no: Any) -> None:
    assert not flag(no)


@pytest.mark.parametrize("neither", [7, "maybe", None, [], {}])
def test_what_is_neither(neither: Any) -> None:
    with pytest.raises(ValueError, match="no yes or no"):
        flag(neither)


def test_numbers_padded_and_bare() -> None:
    assert (ordinal("0055"), ordinal(55)) == (55, 55)
    assert (spelled(55, 4), spelled("0055", 4), spelled("12345", 4)) == ("0055", "0055", "12345")
    with pytest.raises(ValueError, match="no number"):
        ordinal("FCT-1")


@pytest.mark.parametrize(
    ("link", "id"),
    [
        ("https://www.oblio.eu/utils/show_file/?ic=1&id=22&it=3", "22"),
        ("https://www.oblio.eu/utils/show_file/?id=22", "22"),
        ("https://www.oblio.eu/utils/show_file/?ic=1", ""),
        ("", ""),
    ],
)
def test_the_id_stands_in_the_link_alone(link: str, id: str) -> None:
    assert link_id(link) == id


def opened(base_url: str = "", **answers: httpx.Response) -> tuple[Oblio, list[httpx.Request]]:
    """A scripted Oblio: answers by the last step of the path; the token is as it should be unless it is named."""
    asked: list[httpx.Request] = []
    usual = {
        "token": httpx.Response(200, json=TOKEN),
        "series": httpx.Response(200, json=envelope(data=SERIES)),
    }

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        door = request.url.path.rpartition("/")[2]
        answer = {**usual, **answers}.get(door, httpx.Response(200, html="<h1>Pagina inexistenta</h1>"))
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def http(base_url: str, **parts: Any) -> Http:
        return Http(base_url, **parts, clock=clock, transport=lambda: httpx.MockTransport(handle))

    clock = VirtualClock()
    values = {"email": "a@b.ro", "secret": "4be1" * 10, "company": "RO12345674"}
    values |= {"base_url": base_url} if base_url else {}
    assert CONNECTOR.system is not None
    system = CONNECTOR.system(CONNECTOR.read(values), http)
    assert isinstance(system, Oblio)
    return system, asked


def test_the_token_is_asked_for_as_documented() -> None:
    system, asked = opened()
    assert system.position(draft()).next_number == 51
    assert json.loads(asked[0].content) == {
        "client_id": "a@b.ro",
        "client_secret": "4be1" * 10,
        "grant_type": "client_credentials",
    }
    assert asked[1].headers["Authorization"] == "Bearer 9c1e5f"
    assert dict(asked[1].url.params) == {"cif": "RO12345674", "type": "Factura"}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {**TOKEN, "access_token": ""},
        {**TOKEN, "access_token": 7},
        {**TOKEN, "expires_in": "soon"},
        {**TOKEN, "expires_in": None},
        [],
    ],
)
def test_a_token_that_cannot_be_read_is_not_now(body: Any) -> None:
    system, _ = opened(token=httpx.Response(200, json=body))
    with pytest.raises(NotNow):
        system.position(draft())


@pytest.mark.parametrize("code", [400, 401])
def test_wrong_credentials_need_a_person(code: int) -> None:
    said = {"error": "invalid_client", "error_description": "The client credentials are invalid"}
    system, asked = opened(token=httpx.Response(code, json=said))
    with pytest.raises(Misconfigured, match="credentials are invalid"):
        system.position(draft())
    assert len(asked) == 1


@pytest.mark.parametrize(
    "base", ["https://www.oblio.eu", "https://www.oblio.eu/", " https://www.oblio.eu/api/ "]
)
def test_the_address_with_and_without_its_last_step(base: str) -> None:
    system, asked = opened(base_url=base)
    system.position(draft())
    assert str(asked[0].url) == "https://www.oblio.eu/api/authorize/token"


@pytest.mark.parametrize("link", ["http://[", "http://a:b"])
def test_a_link_that_is_none(link: str) -> None:
    shown = {"seriesName": "FCT", "number": "0007", "link": link}
    system, _ = opened(invoice=httpx.Response(200, json=envelope(data=shown)))
    with pytest.raises(NotNow):
        system.pdf(Issued(DocumentKind.INVOICE, "FCT", "0007"))


@pytest.mark.parametrize("number", ["0051", 51, "51"])
def test_a_number_comes_padded_or_bare(number: str | int) -> None:
    made = {"seriesName": "FCT", "number": number, "link": "https://www.oblio.eu/x?id=2"}
    system, _ = opened(invoice=httpx.Response(200, json=envelope(data=made)))
    issued = system.issue(draft(), MARK, system.position(draft()))
    assert (issued.number, issued.remote_id) == ("0051", "2")


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, json=envelope(data={"seriesName": "FCT"})),
        httpx.Response(200, json=envelope(data={"number": ""})),
        httpx.Response(200, json=envelope()),
        httpx.Response(200, html="<h1>Pagina inexistenta</h1>"),
        httpx.Response(200),
        httpx.Response(500, json=envelope(500)),
        httpx.Response(403, html="<h1>Attention Required!</h1>"),
        httpx.Response(400, html="<h1>Bad Request</h1>"),
    ],
)
def test_an_answer_without_a_number_is_a_doubt(answer: httpx.Response) -> None:
    system, _ = opened(invoice=answer)
    with pytest.raises(InDoubt):
        system.issue(draft(), MARK, system.position(draft()))


def test_a_create_is_sent_once_more_after_a_401_and_no_more() -> None:
    system, asked = opened(invoice=httpx.Response(401, json=envelope(401)))
    with pytest.raises(Misconfigured):
        system.issue(draft(), MARK, system.position(draft()))
    assert [one.url.path.rpartition("/")[2] for one in asked] == [
        "token",
        "series",
        "invoice",
        "token",
        "invoice",
    ]


def test_a_refusal_whose_reason_cannot_be_read_stays_one() -> None:
    """The list of companies fails: what is known is that Oblio said no."""
    refused = httpx.Response(400, json={"status": 400, "statusMessage": "Seria nu exista."})
    system, _ = opened(series=refused, companies=httpx.Response(503))
    with pytest.raises(Refused, match="Seria nu exista"):
        system.position(draft())
