"""Calls to the Storeden Connect API, and what its answers mean in our errors.

An error is `{"error": {"message": ..}}` with any status below 500; which status says what is documented for limits
alone, so the envelope counts more than the status.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any, TypeVar

import msgspec

from facturier.model.message import say
from facturier.model.shapes import known
from facturier.ports.capabilities import Limit
from facturier.ports.connector import OpenHttp
from facturier.ports.errors import InDoubt, Misconfigured, Missing, NotNow, Refused, RemoteError
from facturier.ports.http import Http, Reply
from facturier.ports.loose import is_json
from facturier.shops.teamsystem.mapping import Call
from facturier.shops.teamsystem.settings import Settings

T = TypeVar("T")
LIMIT = Limit(1500, timedelta(minutes=24), timedelta(hours=1))
"""100,000 calls in any 24 hours, of which a tenth is left free, taken in small helpings: the permits of a window are
rows. A breach shuts us out until a window of which we do not know when it ends."""
UPDATED_LIMIT = Limit(5, timedelta(seconds=60), timedelta(seconds=60))
_SPENT = 509
_MINUTE = timedelta(minutes=1)
Params = Mapping[str, str | int | Sequence[str]]


class Client:
    """Reads may raise NotNow, Misconfigured, Missing and Refused; changes also InDoubt."""

    def __init__(self, settings: Settings, open_http: OpenHttp) -> None:
        scope = f"teamsystem:{sha256(settings.api_key.encode()).hexdigest()[:16]}"

        def opened(scope: str, limit: Limit) -> Http:
            return open_http(
                settings.api,
                scope=scope,
                limit=limit,
                deadline=60,
                headers={
                    "key": settings.api_key,
                    "exchange": settings.exchange_token,
                    "Accept": "application/json",
                },
                secrets=(settings.api_key, settings.exchange_token),
            )

        self.http = opened(scope, LIMIT)
        self._throttled = opened(f"{scope}:updated", UPDATED_LIMIT) if settings.updated_orders else None

    def read(self, path: str, params: Params | None = None) -> bytes:
        """The JSON that a GET answers, errors taken out."""
        return self._read(self.http, path, params)

    def read_as(self, shape: type[T], path: str, params: Params | None = None) -> T:
        """A GET whose answer has `shape`; anything else is not now."""
        return self._decoded(self.read(path, params), shape)

    def listed(self, shape: type[T], path: str, params: Params | None = None) -> T:
        """The same of a list, which a shop never refuses to those who may read it."""
        try:
            return self.read_as(shape, path, params)
        except (Missing, Refused) as error:
            raise Misconfigured(
                say(
                    "The shop refuses to give the list %(path)s: %(words)s Check address, key and exchange.",
                    path=path,
                    words=error.words,
                ),
                error.words,
            ) from error

    def updated(self, shape: type[T], call: Call, facts: Mapping[str, str]) -> T:
        """A page of the list of updated orders, which has a limit of its own."""
        http = self._throttled or self.http
        return self._decoded(self._read(http, call.path, call.filled(**facts)), shape)

    def change(self, call: Call, facts: Mapping[str, str]) -> None:
        """A write, form-encoded. Whether it worked is for a look to tell: its answer is not documented."""
        reply = self.http.change(call.method, call.path, form=call.filled(**facts))
        if reply.status != 200 or _error_in(reply) is not None:
            raise self._failure(reply, changing=True)
        if not is_json(reply.body):
            raise InDoubt(say("The shop's answer cannot be read: it may or may not have done it."))

    def _read(self, http: Http, path: str, params: Params | None) -> bytes:
        reply = http.read("GET", path, params=params)
        if reply.status == 200 and _error_in(reply) is None:
            if is_json(reply.body):
                return reply.body
            raise http.not_now(_plain(http.shown(reply).text), _MINUTE)
        if reply.status == 429:
            http.heard(blocked=http is self._throttled)
        raise self._failure(reply, changing=False)

    def _decoded(self, body: bytes, shape: type[T]) -> T:
        try:
            return msgspec.json.Decoder(known(shape), strict=False, float_hook=Decimal).decode(body)
        except (ValueError, RecursionError) as error:
            raise self.http.not_now(f"{error}", _MINUTE) from error

    def _failure(self, reply: Reply, *, changing: bool) -> RemoteError:
        reply = self.http.shown(reply)
        error, status = _error_in(reply), reply.status
        words = _plain(error or reply.text)
        if status == _SPENT:
            return self._spent(words)
        if status == 429 or (status == 403 and not is_json(reply.body)):
            return self.http.not_now(words, _MINUTE)
        if 300 <= status < 400:
            return self._nothing_there(f"{status} {reply.headers.get('location', '')}")
        if status in (401, 403):
            return self._denied(words)
        if status == 404:
            if error is None:
                return self._nothing_there(words)
            return Missing(say("The shop does not have it: %(words)s", words=words), words)
        if status < 500:
            return Refused(say("The shop refused the request: %(words)s", words=words), words)
        if changing:
            return InDoubt(
                say("The shop answered %(status)s: it may or may not have done it.", status=status), words
            )
        return self.http.not_now(words, _MINUTE)

    def _spent(self, words: str) -> NotNow:
        self.http.heard(blocked=True)
        return self.http.not_now(words, LIMIT.block)

    def _denied(self, words: str) -> Misconfigured:
        return Misconfigured(
            say(
                "The shop does not accept key and exchange, or the key may not do this: %(words)s Look under "
                "Account > Settings > Remote Access.",
                words=words,
            ),
            words,
        )

    def _nothing_there(self, words: str) -> Misconfigured:
        return Misconfigured(
            say("There is no Storeden Connect API at %(url)s. Check its address.", url=self.http.base_url),
            words,
        )


def _error_in(reply: Reply) -> str | None:
    """The words of an error envelope; None where the answer is no error."""
    if b'"error"' not in reply.body:
        return None
    try:
        told = reply.json()
    except ValueError:
        return None
    error: Any = told.get("error") if isinstance(told, dict) else None
    if isinstance(error, dict):
        error = error.get("message") or "?"
    return str(error) if error else None


def _plain(words: str) -> str:
    """A short readable form of an answer."""
    return " ".join(re.sub(r"<[^>]*>", " ", words).split())[:200]
