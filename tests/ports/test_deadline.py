"""A deadline wakes a blocked read from outside, and leaves everything alone before it."""

import os
import socket
import ssl
import threading
import time
from collections.abc import Iterator

import pytest

from facturier.ports.deadline import Deadline

SHORT = 0.1
LONG = 30.0


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    ours, theirs = socket.socketpair()
    ours.settimeout(LONG)
    with ours, theirs:
        yield ours, theirs


def test_a_blocked_read_ends(pair: tuple[socket.socket, socket.socket]) -> None:
    started = time.monotonic()
    with Deadline(SHORT) as deadline:
        deadline.watch(pair[0])
        assert pair[0].recv(1) == b""
    assert deadline.expired
    assert SHORT <= time.monotonic() - started < LONG / 3


def test_a_blocked_write_ends(pair: tuple[socket.socket, socket.socket]) -> None:
    with Deadline(SHORT) as deadline:
        deadline.watch(pair[0])
        with pytest.raises(OSError):
            pair[0].sendall(b"x" * 100_000_000)
    assert deadline.expired


def test_a_socket_that_comes_after_the_deadline_is_closed_at_once(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    with Deadline(0) as deadline:
        _until_expired(deadline)
        deadline.watch(pair[0])
        assert pair[0].recv(1) == b""


def test_in_time_nothing_happens(pair: tuple[socket.socket, socket.socket]) -> None:
    with Deadline(LONG) as deadline:
        deadline.watch(pair[0])
    pair[1].sendall(b"x")
    assert pair[0].recv(1) == b"x"
    assert not deadline.expired


def test_one_thread_watches_however_many_calls() -> None:
    with Deadline(LONG):
        before = threading.active_count()
    for _ in range(20):
        with Deadline(LONG):
            assert threading.active_count() == before


def test_an_early_deadline_is_seen_behind_a_late_one(pair: tuple[socket.socket, socket.socket]) -> None:
    """The one thread sleeps until the first of all deadlines, also where that came last."""
    with Deadline(LONG), Deadline(SHORT) as deadline:
        deadline.watch(pair[0])
        assert pair[0].recv(1) == b""
        assert deadline.expired


def test_a_forked_child_watches_its_own_calls() -> None:
    """A child has none of its parent's threads."""
    with Deadline(LONG):
        child = os.fork()
        if child == 0:
            os._exit(_ended_in_time())
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _ended_in_time() -> int:
    """0 where a deadline ends a blocked read; nothing may be raised in a forked child."""
    ours, _theirs = socket.socketpair()
    ours.settimeout(LONG)
    try:
        with Deadline(SHORT) as deadline:
            deadline.watch(ours)
            return 0 if ours.recv(1) == b"" else 1
    except OSError:
        return 2


def test_a_socket_that_its_owner_closed_is_no_matter(pair: tuple[socket.socket, socket.socket]) -> None:
    pair[0].close()
    with Deadline(0) as deadline:
        deadline.watch(pair[0])
        _until_expired(deadline)


def test_the_state_of_a_tls_socket_is_left_to_its_reader(pair: tuple[socket.socket, socket.socket]) -> None:
    """Its own `shutdown` would drop the TLS state while another thread reads through it."""
    context = ssl.create_default_context()
    with context.wrap_socket(pair[0], server_hostname="x", do_handshake_on_connect=False) as wrapped:
        with Deadline(0) as deadline:
            deadline.watch(wrapped)
            _until_expired(deadline)
        with pytest.raises(OSError):
            wrapped.do_handshake()


def _until_expired(deadline: Deadline) -> None:
    _until(lambda: deadline.expired)


def _until(condition: "threading.Event | object") -> None:
    ends = time.monotonic() + LONG
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < ends
        time.sleep(0.005)
