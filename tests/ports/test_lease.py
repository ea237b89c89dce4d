"""A change is not begun that may outlast the caller's lease, whatever the clock says by then."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from facturier.ports.errors import NotNow
from facturier.ports.http import Http

START = datetime(2026, 11, 20, 8, tzinfo=UTC)
LEASE = timedelta(seconds=180)


class Watch:
    """A clock that can be set, and time that passes all the same."""

    def __init__(self) -> None:
        self.shown, self.passed = START, 0.0

    def now(self) -> datetime:
        return self.shown

    def monotonic(self) -> float:
        return self.passed

    def sleep(self, seconds: float) -> None:
        self.shown, self.passed = self.shown + timedelta(seconds=seconds), self.passed + seconds


def open_http(watch: Watch, sent: list[str]) -> Http:
    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.url.path)
        return httpx.Response(200, json={})

    return Http(
        "http://remote.test",
        scope="a",
        deadline=130,
        until=START + LEASE,
        clock=watch,
        transport=lambda: httpx.MockTransport(answer),
    )


def test_there_is_time_at_first() -> None:
    watch, sent = Watch(), list[str]()
    open_http(watch, sent).change("POST", "/invoice")
    assert sent == ["/invoice"]


@pytest.mark.parametrize("set_back", [timedelta(), timedelta(days=1)], ids=["as it runs", "set back"])
def test_who_slept_begins_no_change(set_back: timedelta) -> None:
    """The worker stood still for longer than its lease, and the clock was set back meanwhile (seed 13891)."""
    watch, sent = Watch(), list[str]()
    http = open_http(watch, sent)
    watch.sleep(1500)
    watch.shown -= set_back
    with pytest.raises(NotNow, match="too little time"):
        http.change("POST", "/invoice")
    http.read("GET", "/series")
    assert sent == ["/series"]
