"""Answers that arrive whole: nothing is followed, repeated or remembered, and evidence stays small."""

import gzip
from decimal import Decimal

import pytest
from msgspec import Struct
from tests.ports.peer import Call, Peer, answering, caller

from facturier.ports import http
from facturier.ports.errors import InDoubt, Misconfigured, NotNow
from facturier.ports.exchange import BODY_LIMIT


class Sum(Struct):
    total: Decimal


def test_what_is_sent() -> None:
    with Peer(answering()) as peer:
        http = caller(peer.url + "/api/", headers={"Accept": "application/json"}).http
        http.change(
            "POST",
            "/invoice",
            params={"cif": "RO 1&2"},
            json={"price": Decimal("0.10"), "name": "Cană „X”"},
            headers={"X-Mark": "7"},
        )
    (request,) = peer.requests
    assert request.startswith(b"POST /api/invoice?cif=RO+1%262 HTTP/1.1\r\n")
    assert request.endswith('\r\n\r\n{"price":0.10,"name":"Cană „X”"}'.encode())
    for header in (b"accept: application/json", b"x-mark: 7", b"content-type: application/json"):
        assert header in request.lower()


def test_a_form_is_sent_as_one() -> None:
    with Peer(answering()) as peer:
        caller(peer.url).http.change("PUT", "/stock", form={"sku": "A&B", "name": "Cană"})
    (request,) = peer.requests
    assert b"content-type: application/x-www-form-urlencoded" in request.lower()
    assert request.endswith(b"\r\n\r\nsku=A%26B&name=Can%C4%83")


def test_numbers_of_an_answer_stay_exact() -> None:
    with Peer(answering(b'{"total": 1234567890123.10}')) as peer:
        reply = caller(peer.url).http.read("GET", "/")
    assert str(reply.json()["total"]) == "1234567890123.10"
    assert reply.json(Sum) == Sum(Decimal("1234567890123.10"))


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"total": ', b'{"total": "much"}'])
def test_an_answer_that_is_not_what_it_should_be_is_a_value_error(body: bytes) -> None:
    with Peer(answering(body)) as peer:
        reply = caller(peer.url).http.read("GET", "/")
    with pytest.raises(ValueError):
        reply.json(Sum)


@pytest.mark.parametrize("status", ["200 OK", "400 Bad Request", "404 Not Found", "500 Oops", "503 Busy"])
@pytest.mark.parametrize("method", ["read", "change"])
def test_what_a_status_means_is_for_the_connector_to_say(status: str, method: str) -> None:
    with Peer(answering(b"words", status, "X-Limit: 3")) as peer:
        calling = caller(peer.url)
        reply = getattr(calling.http, method)("POST", "/")
    assert (reply.status, reply.text, reply.headers["x-limit"]) == (int(status[:3]), "words", "3")
    assert (calling.tape[0].status, calling.tape[0].answer) == (reply.status, "words")
    assert len(peer.requests) == 1


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Elsewhere", "308 For ever"])
def test_no_redirect_is_followed(status: str) -> None:
    """It would carry credentials and the document to an address that nobody entered."""
    with Peer(answering()) as elsewhere, Peer(answering(b"", status, f"Location: {elsewhere.url}/")) as peer:
        calling = caller(peer.url)
        replies = [calling.http.read("GET", "/"), calling.http.change("POST", "/", json={})]
    assert [reply.status for reply in replies] == [int(status[:3])] * 2
    assert (len(peer.requests), elsewhere.requests) == (2, [])


def test_cookies_are_not_kept_between_calls_nor_in_the_evidence() -> None:
    with Peer(answering(b"{}", "200 OK", "Set-Cookie: session=geheim; Path=/")) as peer:
        calling = caller(peer.url)
        calling.http.read("GET", "/")
        calling.http.read("GET", "/")
    assert not any(b"cookie" in request.lower() for request in peer.requests)
    assert not any("geheim" in str(told) for told in calling.tape)


def test_each_call_has_a_connection_of_its_own() -> None:
    """One that is kept open may be closed by the peer just when the next change is written to it."""
    with Peer(answering()) as peer:
        http = caller(peer.url).http
        for _ in range(3):
            http.read("GET", "/")
        assert len(peer.requests) == 3


def test_a_large_answer_is_whole_and_its_evidence_is_cut() -> None:
    body = b'{"items": "' + b"x" * 10_000_000 + b'"}'
    with Peer(answering(body)) as peer:
        calling = caller(peer.url)
        reply = calling.http.read("GET", "/")
    assert reply.body == body
    assert calling.tape[0].answer == body[:BODY_LIMIT].decode()


def test_the_evidence_of_a_large_request_is_cut() -> None:
    with Peer(answering()) as peer:
        calling = caller(peer.url)
        calling.http.change("POST", "/", json="ș" * BODY_LIMIT)
    assert len(calling.tape[0].request) == BODY_LIMIT


def test_a_body_longer_than_its_declared_length_ends_there() -> None:
    def lies(call: Call) -> None:
        call.say(b'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n{"a": "more than was said"}')

    with Peer(lies) as peer:
        reply = caller(peer.url).http.read("GET", "/")
    assert reply.body == b'{"a"'


@pytest.mark.parametrize(
    ("body", "named"),
    [
        (b"%PDF-1.7 \xff\xfe", "[PDF, 11 bytes]"),
        (b"PK\x03\x04\0\0", "[binary, 6 bytes]"),
        (b"caf\xe9", "caf\ufffd"),
    ],
)
def test_what_is_no_text_is_named_and_not_kept(body: bytes, named: str) -> None:
    with Peer(answering(body)) as peer:
        calling = caller(peer.url)
        assert calling.http.read("GET", "/pdf").body == body
    assert calling.tape[0].answer == named


def test_the_moments_of_an_exchange() -> None:
    with Peer(answering()) as peer:
        calling = caller(peer.url)
        before = calling.http.clock.now()
        calling.http.read("GET", "/")
    (told,) = calling.tape
    assert told.sent is not None
    assert told.finished is not None
    assert before <= told.started <= told.sent <= told.finished <= calling.http.clock.now()


@pytest.mark.parametrize("change", [False, True])
@pytest.mark.parametrize(
    "address", ["shop.example", "http://", "http://shop.example:port", "ftp://shop.example"]
)
def test_an_address_that_cannot_be_called_is_misconfigured(address: str, change: bool) -> None:
    calling = caller(address)
    with pytest.raises(Misconfigured, match="address"):
        (calling.http.change if change else calling.http.read)("GET", "/orders")
    assert calling.permits.held == 0


@pytest.mark.parametrize("token", ["geheim-copied-with-a-line\n", "geheim-copied-with-a-\u2026"])
@pytest.mark.parametrize("change", [False, True])
def test_a_credential_that_no_request_can_carry_is_misconfigured(token: str, change: bool) -> None:
    with Peer(answering()) as peer:
        calling = caller(peer.url, headers={"Authorization": f"Bearer {token}"}, secrets=[token])
        with pytest.raises(Misconfigured) as error:
            (calling.http.change if change else calling.http.read)("GET", "/orders")
    assert not any(request.strip() for request in peer.requests)
    assert "geheim" not in f"{error.value} {error.value.words} {calling.tape}"
    assert all(told.sent is None for told in calling.tape)
    assert calling.permits.held == 0


@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_without_end_is_broken_off(packed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also one that is small on the wire: a worker's memory is not the remote's to fill."""
    monkeypatch.setattr(http, "LARGEST_BODY", 1000)
    body = b"x" * 1001
    answer = answering(gzip.compress(body), "200 OK", "Content-Encoding: gzip") if packed else answering(body)
    with Peer(answer) as peer:
        calling = caller(peer.url)
        with pytest.raises(NotNow):
            calling.http.read("GET", "/")
        with pytest.raises(InDoubt):
            calling.http.change("POST", "/")
    assert "1000 bytes" in calling.tape[0].failure


def test_an_answer_as_long_as_it_may_be_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "LARGEST_BODY", 1000)
    with Peer(answering(b"x" * 1000)) as peer:
        assert len(caller(peer.url).http.read("GET", "/").body) == 1000
