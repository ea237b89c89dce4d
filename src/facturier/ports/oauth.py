"""Signatures of OAuth 1.0a (RFC 5849), for the shops that ask for them. How they travel is the connector's matter."""

import hmac
from base64 import b64encode
from collections.abc import Iterable
from urllib.parse import quote, unquote_plus

import httpx


def encoded(text: str) -> str:
    """Percent-encoding of RFC 3986: everything but letters, digits, `-`, `.`, `_` and `~`."""
    return quote(text, safe="")


def base_string(method: str, url: httpx.URL, protocol: Iterable[tuple[str, str]]) -> str:
    """RFC 5849, 3.4.1: method, address without query, and all parameters sorted after encoding."""
    query = url.query.decode("ascii")
    pairs = [tuple(part.partition("=")[::2]) for part in query.split("&") if part]
    parameters = [(encoded(unquote_plus(name)), encoded(unquote_plus(value))) for name, value in pairs]
    parameters += [(encoded(name), encoded(value)) for name, value in protocol]
    normal = "&".join(f"{name}={value}" for name, value in sorted(parameters))
    path = url.raw_path.decode("ascii").partition("?")[0]
    address = f"{url.scheme}://{url.netloc.decode('ascii')}{path}"
    return "&".join((method.upper(), encoded(address), encoded(normal)))


def signature(base: str, consumer_secret: str, token_secret: str = "") -> str:
    """HMAC-SHA256 in Base64. Where there are no tokens (one-legged OAuth) the token's secret is empty."""
    key = f"{encoded(consumer_secret)}&{encoded(token_secret)}"
    return b64encode(hmac.digest(key.encode(), base.encode(), "sha256")).decode()
