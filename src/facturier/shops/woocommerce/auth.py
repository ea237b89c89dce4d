"""How a call says who makes it: keys in a header or in the address over https, a signature over plain http."""

from base64 import b64encode
from collections.abc import Callable, Generator
from datetime import datetime
from secrets import token_hex

import httpx

from facturier.ports.oauth import base_string, encoded, signature


class Basic(httpx.Auth):
    """HTTP Basic; only over https."""

    def __init__(self, key: str, secret: str) -> None:
        self._header = "Basic " + b64encode(f"{key}:{secret}".encode()).decode()

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = self._header
        yield request


class InAddress(httpx.Auth):
    """For servers that drop the Authorization header; only over https."""

    def __init__(self, key: str, secret: str) -> None:
        self._pairs = [("consumer_key", key), ("consumer_secret", secret)]

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        yield _with(request, self._pairs)


class OneLegged(httpx.Auth):
    """OAuth 1.0a without tokens, HMAC-SHA256, all of it in the query. A body is not signed."""

    def __init__(
        self,
        key: str,
        secret: str,
        *,
        now: Callable[[], datetime],
        nonce: Callable[[], str] = lambda: token_hex(16),
    ) -> None:
        self._key = key
        self._secret = secret
        self._now = now
        self._nonce = nonce

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        protocol = [
            ("oauth_consumer_key", self._key),
            ("oauth_nonce", self._nonce()),
            ("oauth_signature_method", "HMAC-SHA256"),
            ("oauth_timestamp", str(int(self._now().timestamp()))),
        ]
        signed = signature(base_string(request.method, request.url, protocol), self._secret)
        yield _with(request, [*protocol, ("oauth_signature", signed)])


def _with(request: httpx.Request, pairs: list[tuple[str, str]]) -> httpx.Request:
    """The same request with more in its query; what evidence is kept of is the request without it."""
    query = request.url.query.decode("ascii")
    more = "&".join(f"{encoded(name)}={encoded(value)}" for name, value in pairs)
    url = request.url.copy_with(query=f"{query}&{more}".lstrip("&").encode("ascii"))
    return httpx.Request(
        request.method,
        url,
        headers=request.headers,
        content=request.content,
        extensions=request.extensions,
    )
