"""The evidence of one HTTP call, redacted before anyone can store it."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from msgspec import Struct

HIDDEN = "•••"
_SECRET_HEADERS = frozenset({"authorization", "cookie", "set-cookie", "x-api-key", "proxy-authorization"})
_SECRET_FIELDS = re.compile(r'("(?:[a-z_]*(?:token|secret|password|api_?key))"\s*:\s*)"[^"]*"', re.IGNORECASE)
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
    """`text` without the given secrets and without values of fields that are named like secrets."""
    for secret in secrets:
        if len(secret) >= 4:
            text = text.replace(secret, HIDDEN)
    return _SECRET_FIELDS.sub(rf'\1"{HIDDEN}"', text)


def redacted_headers(headers: Mapping[str, str], secrets: Iterable[str]) -> dict[str, str]:
    kept = list(secrets)
    return {
        name: HIDDEN if name.lower() in _SECRET_HEADERS else redacted(value, kept)
        for name, value in headers.items()
    }
