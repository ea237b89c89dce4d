"""The evidence of one HTTP call, redacted before anyone can store it."""

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Protocol
from urllib.parse import quote, quote_plus

from msgspec import Struct

HIDDEN = "•••"
_SECRET_HEADERS = frozenset({"authorization", "cookie", "set-cookie", "x-api-key", "proxy-authorization"})
_WORDS = ("token", "secret", "password", "api_key", "apikey")
_TELLING = rf"[\w-]*(?:{'|'.join(_WORDS)})"
_SECRET_FIELDS = re.compile(rf'("{_TELLING}"\s*:\s*)"(?:[^"\\]|\\.)*"?', re.IGNORECASE | re.DOTALL)
_SECRET_PARAMETERS = re.compile(rf"((?:^|[?&]){_TELLING}=)[^&#\s\"]*", re.IGNORECASE)
_PERCENT = re.compile(r"%[0-9A-F]{2}")
SHORTEST_SECRET = 4
BODY_LIMIT = 20_000


class HttpExchange(Struct, frozen=True, omit_defaults=True):
    """What went out and what came back. `sent` is None while no byte of the request could have left.

    Bodies are text, cut at BODY_LIMIT; binary answers are named, not kept.
    """

    method: str
    url: str
    started: datetime
    sent: datetime | None = None
    finished: datetime | None = None
    request: str = ""
    status: int | None = None
    headers: dict[str, str] = {}
    answer: str = ""
    failure: str = ""


class Recorder(Protocol):
    """Receives each exchange when it ends, successful or not. Must not raise."""

    def __call__(self, exchange: HttpExchange, /) -> None: ...


def redacted(text: str, secrets: Iterable[str]) -> str:
    """`text` without the given secrets (of four letters and more), however they are escaped in it, and without
    values of fields and URL parameters that are named like secrets."""
    for spelling in _spellings(tuple(secrets)):
        text = text.replace(spelling, HIDDEN)
    folded = text.casefold()
    if not any(word in folded for word in _WORDS):  # true of nearly every text, and the patterns are slow
        return text
    text = _SECRET_PARAMETERS.sub(rf"\1{HIDDEN}", text)
    return _SECRET_FIELDS.sub(rf'\1"{HIDDEN}"', text)


@lru_cache
def _spellings(secrets: tuple[str, ...]) -> list[str]:
    """The secrets as they stand in texts, URLs, JSON, pages, errors; the longest first, as one may hold another."""
    spellings = {
        spelling
        for secret in secrets
        if len(secret) >= SHORTEST_SECRET
        for spelling in (
            secret,
            repr(secret)[1:-1],
            *_in_addresses(secret),
            *_in_json(secret),
            escape(secret),
            escape(secret).replace("&#x27;", "&#039;"),
        )
    }
    return sorted(spellings, key=len, reverse=True)


def _in_addresses(secret: str) -> list[str]:
    found = [quote(secret, safe=""), quote_plus(secret)]
    return found + [_PERCENT.sub(lambda code: code[0].lower(), one) for one in found]


def _in_json(secret: str) -> list[str]:
    """PHP writes each stroke with another one before it."""
    found = [json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]]
    return found + [one.replace("/", "\\/") for one in found]


def redacted_headers(headers: Mapping[str, str], secrets: Iterable[str]) -> dict[str, str]:
    kept = list(secrets)
    return {
        name: HIDDEN if name.lower() in _SECRET_HEADERS else redacted(value, kept)
        for name, value in headers.items()
    }
