"""No secret reaches the evidence, an error or its words (invariant I7)."""

from base64 import b64encode

import httpx
import pytest
from tests.ports.peer import Behaviour, Call, Caller, Peer, answering, caller

from facturier.ports.errors import RemoteError
from facturier.ports.exchange import BODY_LIMIT, HIDDEN

EMAIL = "ana@exemplu.test"
TOKEN = 'a1b2+c3/d4=="é" geheim'
BASIC = b64encode(f"{EMAIL}:{TOKEN}".encode()).decode()


def asked(behaviour: Behaviour, **parts: object) -> Caller:
    """A caller that has made one call with the token everywhere."""
    with Peer(behaviour) as peer:
        calling = caller(peer.url, secrets=["", TOKEN, BASIC], auth=httpx.BasicAuth(EMAIL, TOKEN))
        sent = {"params": {"key": TOKEN}, "json": {"words": f"my {TOKEN}!"}, **parts}
        calling.http.read("POST", "/stock", **sent)
        assert BASIC.encode() in peer.requests[0]
    return calling


def hidden(calling: Caller) -> None:
    (told,) = calling.tape
    assert "geheim" not in str(told)
    assert "a1b2" not in str(told)
    assert BASIC not in str(told)


def test_what_goes_out() -> None:
    calling = asked(answering())
    hidden(calling)
    assert HIDDEN in calling.tape[0].url
    assert calling.tape[0].request == f'{{"words":"my {HIDDEN}!"}}'


def test_what_comes_back() -> None:
    def echoes(call: Call) -> None:
        body = f'you sent {TOKEN} as {BASIC}, "access_token": "another"'.encode()
        answering(body, "401 Unauthorized", f"X-Echo: {BASIC}", "X-Api-Key: another")(call)

    calling = asked(echoes)
    hidden(calling)
    (told,) = calling.tape
    assert "another" not in str(told)
    assert told.headers["x-echo"] == HIDDEN
    assert told.answer == f'you sent {HIDDEN} as {HIDDEN}, "access_token": "{HIDDEN}"'


@pytest.mark.parametrize("before", range(0, len(BASIC), 7))
def test_a_secret_at_the_cut_of_the_evidence(before: int) -> None:
    body = b"x" * (BODY_LIMIT - before) + BASIC.encode()
    (told,) = asked(answering(body)).tape
    assert told.answer.lstrip("x") in ("", *(HIDDEN[:length] for length in range(1, 4)))


def test_a_field_named_like_a_secret_at_the_cut_of_the_evidence() -> None:
    start = b'{"password": "'
    body = b" " * (BODY_LIMIT - len(start) - 3) + start + b'another"}'
    (told,) = asked(answering(body)).tape
    assert told.answer.strip() == f'{{"password": "{HIDDEN}'[: len(start) + 3]


def test_an_error_and_its_words() -> None:
    def fails(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError(f"broken at {request.url} with {TOKEN!r}")

    calling = caller("http://shop.test", secrets=[TOKEN], transport=lambda: httpx.MockTransport(fails))
    with pytest.raises(RemoteError) as error:
        calling.http.change("POST", "/", params={"key": TOKEN}, json={})
    for words in (str(error.value), error.value.words, calling.tape[0].failure):
        assert "geheim" not in words
        assert HIDDEN in words
