"""Every fault, in the same process and over a real socket: what the client sees, and whether it took effect."""

import socket
import time
from collections.abc import Iterator
from datetime import timedelta
from random import Random

import httpx
import pytest
from flask import Flask
from tests.sandbox.app import ANSWER, Counter

from facturier.ports.errors import InDoubt, NotNow
from facturier.ports.http import Http
from facturier.sandbox.clock import SandboxClock, VirtualClock
from facturier.sandbox.faults import Trouble
from facturier.sandbox.kit import Sandbox
from facturier.sandbox.serve import serve
from facturier.sandbox.transport import InProcess


@pytest.fixture
def sandbox() -> Counter:
    return Counter(SandboxClock(scale=1000))


@pytest.fixture(params=["in process", "over a socket"])
def client(request: pytest.FixtureRequest, sandbox: Counter) -> Iterator[httpx.Client]:
    if request.param == "in process":
        with httpx.Client(transport=InProcess(sandbox), base_url="http://vendor") as client:
            yield client
        return
    with serve(sandbox) as served, httpx.Client(base_url=served.url, trust_env=False) as client:
        yield client


def test_without_faults_an_answer_is_an_answer(client: httpx.Client, sandbox: Counter) -> None:
    assert client.post("/make", content=b"order").json() == ANSWER
    assert sandbox.made == [b"order"]


def test_paths_of_any_script_arrive(client: httpx.Client) -> None:
    assert client.get("/echo/șurub %2B piuliță").text == "șurub + piuliță"


@pytest.mark.parametrize(
    ("name", "error", "effects"),
    [
        (Trouble.LOST_ANSWER, httpx.ReadError, 1),
        (Trouble.LOST_REQUEST, httpx.ReadError, 0),
        (Trouble.CUT_BODY, httpx.RemoteProtocolError, 1),
    ],
)
def test_a_broken_connection(
    client: httpx.Client, sandbox: Counter, name: Trouble, error: type[httpx.TransportError], effects: int
) -> None:
    sandbox.faults.add(name, times=1)
    with pytest.raises(error):
        client.post("/make", content=b"order")
    assert len(sandbox.made) == effects
    assert client.post("/make", content=b"again").json() == ANSWER


@pytest.mark.parametrize(
    ("name", "status", "effects"),
    [
        (Trouble.HTML_BODY, 200, 1),
        (Trouble.ERROR_500_HTML, 500, 0),
        (Trouble.ERROR_502_HTML, 502, 0),
        (Trouble.ERROR_503, 503, 0),
        (Trouble.ERROR_AFTER, 500, 1),
        (Trouble.BLOCKED, 403, 0),
    ],
)
def test_a_page_instead_of_an_answer(
    client: httpx.Client, sandbox: Counter, name: Trouble, status: int, effects: int
) -> None:
    sandbox.faults.add(name, times=1)
    answer = client.post("/make", content=b"order")
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html")
    assert "<html>" in answer.text
    assert len(sandbox.made) == effects


def test_an_empty_body(client: httpx.Client, sandbox: Counter) -> None:
    sandbox.faults.add("empty_body")
    answer = client.post("/make", content=b"order")
    assert (answer.status_code, answer.content, len(sandbox.made)) == (200, b"", 1)


@pytest.mark.parametrize("name", [Trouble.SLOW_DRIP, Trouble.DELAY])
def test_a_slow_answer_is_whole_in_the_end(client: httpx.Client, sandbox: Counter, name: Trouble) -> None:
    sandbox.faults.add(name)
    assert client.post("/make", content=b"order").json() == ANSWER


def test_a_late_commit_takes_effect_after_the_client_has_gone(client: httpx.Client, sandbox: Counter) -> None:
    sandbox.faults.add("late_commit", times=1, seconds=200)
    with pytest.raises(httpx.ReadError):
        client.post("/make", content=b"order")
    assert sandbox.made == []
    patience = time.monotonic() + 5
    while not sandbox.made and time.monotonic() < patience:
        time.sleep(0.01)
    assert sandbox.made == [b"order"]


def test_no_fault_befalls_the_sandboxs_own_doors(client: httpx.Client, sandbox: Counter) -> None:
    sandbox.faults.add("lost_answer")
    assert client.post("/_own/make").status_code == 200


def test_on_a_virtual_clock_a_late_commit_waits_for_its_moment() -> None:
    clock = VirtualClock()
    sandbox = Counter(clock)
    sandbox.faults.add("late_commit", seconds=600)
    with httpx.Client(transport=InProcess(sandbox)) as client, pytest.raises(httpx.ReadError):
        client.post("http://vendor/make", content=b"order")
    clock.advance(timedelta(seconds=599))
    assert sandbox.made == []
    clock.advance(timedelta(seconds=1))
    assert sandbox.made == [b"order"]


@pytest.mark.parametrize("name", [Trouble.SLOW_DRIP, Trouble.DELAY])
def test_in_process_a_deadline_is_measured_on_the_sandboxs_clock(name: Trouble) -> None:
    clock = VirtualClock()
    sandbox = Counter(clock)
    sandbox.faults.add(name, seconds=100)
    with httpx.Client(transport=InProcess(sandbox), timeout=60) as client, pytest.raises(httpx.ReadTimeout):
        client.post("http://vendor/make", content=b"order")
    assert len(sandbox.made) == 1
    assert clock.monotonic() == 100


def test_the_products_own_http_client_calls_a_lost_answer_in_doubt_and_a_lost_read_not_now(
    sandbox: Counter,
) -> None:
    http = Http("http://vendor", scope="t", transport=lambda: InProcess(sandbox))
    sandbox.faults.add("lost_answer")
    with pytest.raises(InDoubt):
        http.change("POST", "/make")
    with pytest.raises(NotNow):
        http.read("GET", "/echo/x")


def test_only_this_machine_can_reach_a_served_sandbox(sandbox: Counter) -> None:
    with serve(sandbox) as served:
        assert served.url.startswith("http://127.0.0.1:")


def test_a_taken_port_is_an_error(sandbox: Counter) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        serve(sandbox, taken.getsockname()[1])


def test_a_closed_server_is_gone(sandbox: Counter) -> None:
    with serve(sandbox) as served:
        url = served.url
    with pytest.raises(httpx.ConnectError):
        httpx.get(url, trust_env=False)
    served.wait()


def test_the_settings_name_where_the_sandbox_is_served() -> None:
    form = {"token": "secret", "base_url": "{url}/api"}
    sandbox = Sandbox("try", Flask("try"), random=Random(0), clock=VirtualClock(), account={}, form=form)
    assert sandbox.settings("http://127.0.0.1:1") == {"token": "secret", "base_url": "http://127.0.0.1:1/api"}
