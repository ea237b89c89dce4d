"""OAuth 1.0a with HMAC-SHA256 (fact sheet, section 2). Only a check: the sandbox never signs."""

import hashlib
import hmac
import re
from base64 import b64encode
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote, unquote

from msgspec import Struct

from facturier.shops.magento.sandbox.refusal import Refusal, required

_PAIR = re.compile(r'\s*([^=\s,]+)="([^"]*)"')
_NEEDED = (
    "oauth_consumer_key",
    "oauth_signature",
    "oauth_signature_method",
    "oauth_nonce",
    "oauth_timestamp",
    "oauth_token",
)
_AHEAD = 600


class Integration(Struct, frozen=True):
    """The four values that Magento shows when an integration is activated."""

    consumer_key: str
    consumer_secret: str
    access_token: str
    access_token_secret: str


class Signatures:
    """Checks signatures of one integration and remembers every nonce."""

    def __init__(self, integration: Integration) -> None:
        self._integration = integration
        self._seen: set[str] = set()

    def check(
        self, header: str, method: str, url: str, query: Iterable[tuple[str, str]], now: datetime
    ) -> None:
        """`url` without its query. Raises Refusal with the documented status and code."""
        given = {name: unquote(value) for name, value in _PAIR.findall(header.partition(" ")[2])}
        self._check_parts(given, now)
        if given["oauth_token"] != self._integration.access_token:
            raise Refusal(401, "Specified token does not exist", code=12)
        if given["oauth_signature_method"] != "HMAC-SHA256":
            raise Refusal(
                400, "Signature method %1 is not supported", [given["oauth_signature_method"]], code=6
            )
        if not hmac.compare_digest(given["oauth_signature"], self._sign(given, method, url, query)):
            raise Refusal(401, "The signature is invalid. Verify and try again.", code=7)

    def _check_parts(self, given: dict[str, str], now: datetime) -> None:
        for name in _NEEDED:
            if not given.get(name):
                refusal = required(name)
                refusal.body["code"] = 2
                raise refusal
        if given.get("oauth_version", "1.0") != "1.0":
            words = 'The "%1" Oauth version isn\'t supported. Verify and try again.'
            raise Refusal(400, words, [given["oauth_version"]], code=1)
        if given["oauth_consumer_key"] != self._integration.consumer_key:
            raise Refusal(401, "A consumer having the specified key does not exist", code=8)
        self._check_nonce(given["oauth_nonce"], given["oauth_timestamp"], now)

    def _check_nonce(self, nonce: str, timestamp: str, now: datetime) -> None:
        """A time in the past is accepted, however old; one more than ten minutes ahead is not."""
        if not timestamp.isdecimal() or not 0 < int(timestamp) <= now.timestamp() + _AHEAD:
            words = "Incorrect timestamp value in the oauth_timestamp parameter"
            raise Refusal(400, words, code=4)
        if nonce in self._seen:
            words = "The nonce is already being used by the consumer with ID %1"
            raise Refusal(401, words, [1], code=5)
        self._seen.add(nonce)

    def _sign(self, given: dict[str, str], method: str, url: str, query: Iterable[tuple[str, str]]) -> str:
        unsigned = ("oauth_signature", "realm")
        pairs = [*query, *((name, value) for name, value in given.items() if name not in unsigned)]
        encoded = sorted((_raw(name), _raw(value)) for name, value in pairs)
        parameters = "&".join(f"{name}={value}" for name, value in encoded)
        base = "&".join((method.upper(), _raw(url), _raw(parameters)))
        secrets = (self._integration.consumer_secret, self._integration.access_token_secret)
        key = "&".join(_raw(secret) for secret in secrets)
        return b64encode(hmac.digest(key.encode(), base.encode(), hashlib.sha256)).decode()


def _raw(text: str) -> str:
    """PHP's rawurlencode."""
    return quote(text, safe="~-._")
