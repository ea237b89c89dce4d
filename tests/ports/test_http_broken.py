"""Calls that end badly on a real socket: what a broken call means, and that it ends in time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from tests.ports.peer import LONG, Behaviour, Call, Caller, Peer, caller

from facturier.ports.errors import InDoubt, NotNow
from facturier.ports.transport import FreshTransport

SHORT = 0.5
"""Seconds of a total deadline. A slow peer would take a hundred times as long."""
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def silent(call: Call) -> None:
    call.over.wait(LONG)


def drips_its_head(call: Call) -> None:
    call.drip(HEAD + b"Content-Length: 2\r\n\r\n{}")


def drips_its_body(call: Call) -> None:
    call.say(HEAD + b"Content-Length: 100\r\n\r\n")
    call.drip(b"x" * 100)


def drips_a_body_without_length(call: Call) -> None:
    """The end of such a body is the end of the connection, and it is the deadline that ends it."""
    call.say(HEAD + b"\r\n" + b'{"number": "0007"}')
    call.drip(b" " * 100)


def drips_chunks(call: Call) -> None:
    call.say(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    call.drip(b"1\r\nx\r\n" * 40)


def hangs_up(call: Call) -> None:
    """Without a word."""


def resets(call: Call) -> None:
    call.reset()


def hangs_up_in_its_head(call: Call) -> None:
    call.say(HEAD)


def hangs_up_after_its_head(call: Call) -> None:
    call.say(HEAD + b"Content-Length: 20\r\n\r\n")


def cuts_its_body(call: Call) -> None:
    call.say(HEAD + b"Content-Length: 20\r\n\r\n" + b'{"number": ')


def resets_in_its_body(call: Call) -> None:
    call.say(HEAD + b"Content-Length: 20\r\n\r\n" + b'{"number": ')
    call.reset()


def cuts_its_chunks(call: Call) -> None:
    call.say(HEAD + b'Transfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\n')


def breaks_its_compression(call: Call) -> None:
    call.say(HEAD + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\noops")


def speaks_something_else(call: Call) -> None:
    call.say(b"220 mail.exemplu.test ESMTP\r\n")


SLOW = [silent, drips_its_head, drips_its_body, drips_a_body_without_length, drips_chunks]
BROKEN = [
    hangs_up,
    resets,
    hangs_up_in_its_head,
    hangs_up_after_its_head,
    cuts_its_body,
    resets_in_its_body,
    cuts_its_chunks,
    breaks_its_compression,
    speaks_something_else,
]


def named(behaviour: Behaviour) -> str:
    return getattr(behaviour, "__name__", "")


@pytest.fixture(params=BROKEN, ids=named)
def broken(request: pytest.FixtureRequest) -> Iterator[Peer]:
    with Peer(request.param) as peer:
        yield peer


@pytest.fixture(params=SLOW, ids=named)
def slow(request: pytest.FixtureRequest) -> Iterator[Peer]:
    FreshTransport()  # what is made once for all calls is not to be paid from the deadline of one
    with Peer(request.param) as peer:
        yield peer


def test_a_broken_read_is_not_now(broken: Peer) -> None:
    _not_now(caller(broken.url), broken)


def test_a_broken_change_is_in_doubt(broken: Peer) -> None:
    _in_doubt(caller(broken.url), broken)


def test_a_slow_read_ends_at_its_deadline(slow: Peer) -> None:
    with _in_time():
        _not_now(caller(slow.url, deadline=SHORT), slow)


def test_a_slow_change_ends_at_its_deadline(slow: Peer) -> None:
    with _in_time():
        _in_doubt(caller(slow.url, deadline=SHORT), slow)


@contextmanager
def _in_time() -> Iterator[None]:
    """Not before the deadline, and long before the peer would have ended."""
    started = time.monotonic()
    yield
    assert SHORT * 0.9 <= time.monotonic() - started < LONG / 4


def _not_now(calling: Caller, peer: Peer) -> None:
    with pytest.raises(NotNow) as error:
        calling.http.read("GET", "/series")
    assert error.value.retry_at > calling.http.clock.now()
    _one_attempt_is_told(calling, peer)


def _in_doubt(calling: Caller, peer: Peer) -> None:
    with pytest.raises(InDoubt) as error:
        calling.http.change("POST", "/invoice", json={"series": "FCT"})
    assert error.value.words
    _one_attempt_is_told(calling, peer)


def _one_attempt_is_told(calling: Caller, peer: Peer) -> None:
    """The evidence says when it left and how it broke; nothing was repeated, and the permit is back."""
    (told,) = calling.tape
    assert told.sent is not None
    assert told.finished is not None
    assert told.started <= told.sent <= told.finished
    assert (told.status, told.answer) == (None, "")
    assert told.failure
    assert len(peer.requests) == 1
    assert len(calling.permits.taken) == 1
    assert calling.permits.held == 0


def test_a_peer_that_hangs_up_while_it_is_written_to_leaves_a_change_in_doubt() -> None:
    def goes(call: Call) -> None:
        call.socket.recv(1)
        call.reset()

    with Peer(goes, reads=False) as peer:
        calling = caller(peer.url)
        with pytest.raises(InDoubt):
            calling.http.change("POST", "/invoice", json={"text": "x" * 5_000_000})
    assert calling.tape[0].sent is not None


@pytest.mark.parametrize("change", [False, True])
class TestNothingLeft:
    """Before the first byte a change is *not now*, too, and the evidence has no moment of sending."""

    def _ends(self, calling: Caller, change: bool) -> None:
        call = calling.http.change if change else calling.http.read
        with pytest.raises(NotNow):
            call("POST", "/invoice", json={"series": "FCT"})
        (told,) = calling.tape
        assert told.sent is None
        assert told.failure
        assert calling.permits.held == 0

    def test_nobody_listens(self, change: bool) -> None:
        with Peer(silent) as peer:
            gone = peer.url
        self._ends(caller(gone), change)

    def test_the_peer_does_not_speak_tls(self, change: bool) -> None:
        with Peer(speaks_something_else, reads=False) as peer:
            self._ends(caller(f"https://{peer.address}"), change)

    def test_the_peer_never_ends_its_handshake(self, change: bool) -> None:
        with Peer(silent, reads=False) as peer:
            self._ends(caller(f"https://{peer.address}", deadline=SHORT), change)
