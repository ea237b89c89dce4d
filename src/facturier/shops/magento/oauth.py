"""Signing: OAuth 1.0a with HMAC-SHA256 (RFC 5849; Magento accepts no other method), or a bearer token."""

from collections.abc import Callable, Generator
from datetime import UTC, datetime
from secrets import token_hex
from typing import NamedTuple

import httpx

from facturier.ports.oauth import base_string, encoded, signature


class Keys(NamedTuple):
    """The four values of an integration."""

    consumer_key: str
    consumer_secret: str
    token: str
    token_secret: str


def _now() -> datetime:
    return datetime.now(UTC)


class OAuth1(httpx.Auth):
    """Signs each request anew: time stamp and nonce are taken when the request leaves.

    A JSON body is not signed; query parameters are.
    """

    def __init__(
        self,
        keys: Keys,
        *,
        now: Callable[[], datetime] = _now,
        nonce: Callable[[], str] = lambda: token_hex(16),
    ) -> None:
        self._keys = keys
        self._now = now
        self._nonce = nonce

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        protocol = {
            "oauth_consumer_key": self._keys.consumer_key,
            "oauth_nonce": self._nonce(),
            "oauth_signature_method": "HMAC-SHA256",
            "oauth_timestamp": str(int(self._now().timestamp())),
            "oauth_token": self._keys.token,
            "oauth_version": "1.0",
        }
        base = base_string(request.method, request.url, protocol.items())
        protocol["oauth_signature"] = signature(base, self._keys.consumer_secret, self._keys.token_secret)
        fields = ",".join(f'{name}="{encoded(value)}"' for name, value in protocol.items())
        request.headers["Authorization"] = f"OAuth {fields}"
        yield request


class Bearer(httpx.Auth):
    """Magento 2.4.4 and later answer 401 to this unless the shop has switched it on."""

    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request
