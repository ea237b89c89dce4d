"""The book's client: what a service whose clock is another than ours makes it wait for."""

from datetime import UTC, datetime, timedelta

import httpx
import msgspec
import pytest

from facturier.model.message import say
from facturier.ports.errors import NotNow
from facturier.ports.http import RETRY, Http
from facturier.sandbox.clock import VirtualClock
from facturier.systems.book.client import ADDRESS, Client
from facturier.systems.book.wire import Problem

NOW = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize("named", [timedelta(days=-1), timedelta(0), timedelta(hours=3)])
def test_a_moment_that_has_passed_here_is_not_asked_about_at_once(named: timedelta) -> None:
    """Else somebody asks as fast as he can, for as long as the clocks differ."""
    busy = msgspec.json.encode(Problem("DATE", say("The book is busy just now."), NOW + named))
    http = Http(
        ADDRESS,
        scope="book",
        clock=VirtualClock(NOW),
        transport=lambda: httpx.MockTransport(lambda request: httpx.Response(503, content=busy)),
    )
    with pytest.raises(NotNow) as caught:
        Client(http, "book", "RO1").pdf(number="0001")
    assert caught.value.retry_at == (NOW + named if named > timedelta(0) else NOW + RETRY)
