"""Every call takes a permit of its scope and gives it back, whatever happens."""

from datetime import UTC, datetime
from typing import NoReturn

import httpx
import pytest
from tests.ports.peer import Call, Peer, Permits, answering, caller

from facturier.model.message import say
from facturier.ports.budget import Unlimited, Urgency
from facturier.ports.capabilities import Limit
from facturier.ports.errors import InDoubt, NotNow
from facturier.ports.http import Http


def test_a_change_is_more_patient_than_a_read() -> None:
    with Peer(answering()) as peer:
        calling = caller(peer.url, urgency=Urgency.PERSON)
        calling.http.read("GET", "/")
        calling.http.change("POST", "/")
    assert calling.permits.taken == [("scope", Urgency.PERSON, False), ("scope", Urgency.PERSON, True)]
    assert calling.permits.held == 0


def test_a_permit_is_held_while_the_call_lasts() -> None:
    held: list[int] = []

    def behave(call: Call) -> None:
        held.append(calling.permits.held)
        answering()(call)

    with Peer(behave) as peer:
        calling = caller(peer.url)
        calling.http.read("GET", "/")
    assert held == [1]


class Lost(BaseException):
    """Nothing that a call expects, such as the end of a worker."""


@pytest.mark.parametrize(
    ("error", "becomes"),
    [
        (httpx.ReadError("gone"), InDoubt),
        (httpx.ConnectError("nobody there"), NotNow),
        (Lost(), Lost),
        (ZeroDivisionError(), ZeroDivisionError),
    ],
)
def test_a_permit_comes_back_on_every_error(error: BaseException, becomes: type[BaseException]) -> None:
    def fails(request: httpx.Request) -> httpx.Response:
        raise error

    calling = caller("http://shop.test", transport=lambda: httpx.MockTransport(fails))
    with pytest.raises(becomes):
        calling.http.change("POST", "/", json={})
    assert calling.permits.held == 0
    assert len(calling.tape) == 1


def test_without_a_permit_nothing_is_sent() -> None:
    moment = datetime(2026, 11, 20, 8, tzinfo=UTC)

    class UsedUp(Permits):
        def permit(self, scope: str, limit: Limit, urgency: Urgency, patient: bool = False) -> NoReturn:
            raise NotNow(say("The limit is used up."), moment)

    with Peer(answering()) as peer:
        http = Http(peer.url, scope="scope", limit=caller("").http.limit, budget=UsedUp())
        with pytest.raises(NotNow) as error:
            http.change("POST", "/", json={})
    assert error.value.retry_at == moment
    assert peer.requests == []


def test_a_remote_without_limit_needs_no_permit() -> None:
    with Peer(answering()) as peer:
        calling = caller(peer.url, limit=None)
        calling.http.read("GET", "/")
        calling.http.heard(0, blocked=True)
    assert (calling.permits.taken, calling.permits.heard_of) == ([], [])


def test_what_the_remote_says_of_its_limit_is_passed_on() -> None:
    calling = caller("http://shop.test")
    calling.http.heard(2)
    calling.http.heard(blocked=True)
    assert calling.permits.heard_of == [("scope", 2, False), ("scope", None, True)]


def test_unlimited_always_permits() -> None:
    budget, limit = Unlimited(), caller("").http.limit
    assert limit is not None
    budget.heard("scope", limit, 0, blocked=True)
    with (
        budget.permit("scope", limit, Urgency.READ),
        budget.permit("scope", limit, Urgency.READ, patient=True),
    ):
        pass
    assert Http("http://shop.test", scope="s", limit=limit).read is not None
