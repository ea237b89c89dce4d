"""The one HTTP client: total deadline, permits, redaction, evidence, and an honest word on what was sent.

`read` may be repeated freely, `change` may not. The difference is what a broken call becomes: a read
that fails is *not now*; a change that fails after its first byte could leave is *in doubt*. A call that
cannot even be written down (address, credentials) is *misconfigured*.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, TypeVar, overload
from urllib.parse import urlencode

import httpx
import msgspec
from msgspec import Struct

from facturier.model.message import say
from facturier.model.shapes import known
from facturier.ports.budget import Budget, Quota, Unlimited, Urgency
from facturier.ports.capabilities import Limit
from facturier.ports.clock import Clock, SystemClock
from facturier.ports.deadline import Deadline
from facturier.ports.errors import InDoubt, Misconfigured, NotNow
from facturier.ports.exchange import BODY_LIMIT, HttpExchange, Recorder, redacted, redacted_headers
from facturier.ports.first_byte import FirstByte
from facturier.ports.grants import Grants, Held
from facturier.ports.transport import FreshTransport

T = TypeVar("T")
RETRY = timedelta(seconds=30)
LARGEST_BODY = 64 * 1024 * 1024
_ENCODER = msgspec.json.Encoder(decimal_format="number")
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Reply(Struct, frozen=True):
    """An answer that arrived whole. `json` keeps every number exact."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @overload
    def json(self) -> Any: ...
    @overload
    def json(self, shape: type[T]) -> T: ...
    def json(self, shape: type[Any] | None = None) -> Any:
        """The body; raises ValueError (msgspec's errors are ValueErrors too) when it is not what it should be, or is
        nested so deep that nobody can read it."""
        try:
            if shape is None:
                return json.loads(self.body, parse_float=Decimal)
            return msgspec.json.decode(self.body, type=known(shape))
        except RecursionError as error:
            raise ValueError("nested too deep") from error


def _silent(exchange: HttpExchange) -> None:
    return None


class Http:
    """Calls of one connection. See the module for `read` and `change`.

    scope, limit: whose permits a call needs (the connector names the scope; hash secrets in it).
    deadline: seconds for one whole call, from permit to last byte.
    until: the caller's lease; a change that may outlast it is not begun (NotNow), by the clock nor by the time that
    has passed since, for a clock may be set back. Who names one holds something others wait for, such as the room of
    a series: also its reads are patient.
    auth: signs a request just before it leaves. secrets: texts that evidence must never show.
    grants: what the connection was granted, for connectors whose access ends and is renewed.
    """

    def __init__(
        self,
        base_url: str,
        *,
        scope: str,
        limit: Limit | None = None,
        deadline: float = 60.0,
        auth: httpx.Auth | None = None,
        headers: Mapping[str, str] | None = None,
        secrets: Iterable[str] = (),
        budget: Budget | None = None,
        urgency: Urgency = Urgency.ISSUE,
        until: datetime | None = None,
        clock: Clock | None = None,
        recorder: Recorder = _silent,
        transport: Callable[[], httpx.BaseTransport] = FreshTransport,
        grants: Grants | None = None,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.scope = scope
        self.limit = limit
        self.clock: Clock = clock or SystemClock()
        self.grants: Grants = grants or Held()
        self._deadline = deadline
        self._auth = auth
        self._headers = dict(headers or {})
        self._secrets = tuple(secret for secret in secrets if secret)
        self._budget = budget or Unlimited()
        self._urgency = urgency
        self._until = until
        self._opened = self.clock.monotonic()
        self._lasts = (until - self.clock.now()).total_seconds() if until else 0.0
        self._recorder = recorder
        self._transport = transport

    def read(self, method: str, path: str, **parts: Any) -> Reply:
        """A call without effect. `parts`: params, headers, and json (any msgspec-encodable) or form.

        Raises NotNow and Misconfigured.
        """
        return self._call(method, path, changes=False, **parts)

    def change(self, method: str, path: str, **parts: Any) -> Reply:
        """A call with an effect. Raises NotNow and Misconfigured while nothing was sent, InDoubt after."""
        return self._call(method, path, changes=True, **parts)

    def heard(
        self, remaining: int | None = None, *, blocked: bool = False, until: datetime | None = None
    ) -> None:
        """Pass on what the remote said about its limit. until: the end of a block, where it tells that itself."""
        if self.limit:
            self._budget.heard(self.scope, self.limit, remaining, blocked, until)

    def told(self, *quotas: Quota) -> None:
        """Pass on what the remote said about limits of an hour, a day, a month."""
        if self.limit:
            self._budget.told(self.scope, quotas)

    def shown(self, reply: Reply) -> Reply:
        """An answer as people may see it: some repeat what they were asked, credentials included."""
        headers = redacted_headers(reply.headers, self._secrets)
        return Reply(reply.status, headers, redacted(reply.text, self._secrets).encode())

    def not_now(self, words: str = "", after: timedelta = RETRY) -> NotNow:
        """The error for a remote that is there but cannot serve just now."""
        return NotNow(
            say("%(host)s cannot answer just now.", host=httpx.URL(self.base_url).host),
            self.clock.now() + after,
            words,
        )

    def _call(self, method: str, path: str, *, changes: bool, **parts: Any) -> Reply:
        request = self._request(method, path, **parts)
        if self.limit is None:
            return self._send(request, changes)
        held = changes or self._until is not None  # what is held meanwhile is worth waiting for
        with self._budget.permit(self.scope, self.limit, self._urgency, patient=held):
            return self._send(request, changes)

    def _request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Request:
        content = None if json is None else _ENCODER.encode(json)
        sending = {**self._headers, **(headers or {})}
        if content is not None:
            sending.setdefault("Content-Type", "application/json")
        elif form is not None:
            content = urlencode(form).encode()
            sending.setdefault("Content-Type", "application/x-www-form-urlencoded")
        try:
            url = _address(self.base_url + path, str(httpx.QueryParams(params)) if params else "")
            request = httpx.Request(method, url, content=content, headers=sending)
        except (httpx.InvalidURL, UnicodeError) as error:
            raise self._unsendable(self._told(error)) from None
        if request.url.scheme not in ("http", "https") or not request.url.host:
            raise self._unsendable("")
        return request

    def _send(self, request: httpx.Request, changes: bool) -> Reply:
        left = partial(self._left, self._until) if changes and self._until else None
        started, sent = self.clock.now(), FirstByte(self.clock, left)
        if left and left() < self._deadline:
            raise self.not_now("too little time was left to make the call safely", timedelta())
        reply: Reply | None = None
        failure = ""
        try:
            with Deadline(self._deadline) as deadline:
                request.extensions = {
                    "trace": sent.following(deadline),
                    "timeout": httpx.Timeout(self._deadline).as_dict(),
                }
                answer = self._exchange(request)
            if deadline.expired:  # a body without a length seems whole where the socket was shut down
                raise httpx.ReadTimeout("the deadline passed before the answer was whole", request=request)
            reply = answer
        except httpx.LocalProtocolError as error:
            sent.at, failure = None, self._told(error)
            raise self._unsendable(failure) from None  # the error's own text may show a credential
        except httpx.HTTPError as error:
            failure = self._told(error)
            if changes and not isinstance(error, _NOT_SENT):
                sent.at = sent.at or started
                raise self._in_doubt(failure) from error
            raise self.not_now(failure) from error
        finally:
            self._record(request, started, sent.at or (started if reply else None), reply, failure)
        return reply

    def _left(self, until: datetime) -> float:
        """Seconds of the caller's lease, by whichever clock leaves less."""
        passed = self.clock.monotonic() - self._opened
        return min((until - self.clock.now()).total_seconds(), self._lasts - passed)

    def _exchange(self, request: httpx.Request) -> Reply:
        """Straight through a transport: httpx's client would add cookies, redirects and the environment's
        proxies, of which a call must have none, and takes as long to make as the rest of the call."""
        with self._transport() as transport:
            signed = next(self._auth.sync_auth_flow(request)) if self._auth else request
            answer = transport.handle_request(signed)
            body = _whole(answer, request)
        return Reply(answer.status_code, {k.lower(): v for k, v in answer.headers.items()}, body)

    def _told(self, error: Exception) -> str:
        return redacted(f"{type(error).__name__}: {error}", self._secrets)

    def _unsendable(self, words: str) -> Misconfigured:
        return Misconfigured(
            say(
                "No call can be made to “%(address)s” with these settings. Check the address, and enter the "
                "credentials again: one of them may hold a blank or a letter that does not belong there.",
                address=redacted(self.base_url, self._secrets),
            ),
            words,
        )

    def _in_doubt(self, failure: str) -> InDoubt:
        host = httpx.URL(self.base_url).host
        return InDoubt(say("The connection to %(host)s broke before its answer arrived.", host=host), failure)

    def _record(
        self,
        request: httpx.Request,
        started: datetime,
        sent: datetime | None,
        reply: Reply | None,
        failure: str,
    ) -> None:
        self._recorder(
            HttpExchange(
                method=request.method,
                url=redacted(str(request.url), self._secrets),
                started=started,
                sent=sent,
                finished=self.clock.now(),
                request=redacted(_readable(request.content), self._secrets)[:BODY_LIMIT],
                status=reply.status if reply else None,
                headers=redacted_headers(reply.headers, self._secrets) if reply else {},
                answer=redacted(_readable(reply.body), self._secrets)[:BODY_LIMIT] if reply else "",
                failure=failure,
            )
        )


@lru_cache(512)
def _address(url: str, query: str) -> httpx.URL:
    """Taken apart once: that takes as long as everything else that is done to a request."""
    return httpx.URL(url, params=httpx.QueryParams(query)) if query else httpx.URL(url)


def _whole(answer: httpx.Response, request: httpx.Request) -> bytes:
    """The body, unpacked. No interface answers with more than LARGEST_BODY bytes: what does is broken off, like an
    answer that was cut, before the worker dies of it."""
    body = bytearray()
    for part in answer.iter_bytes():
        body += part
        if len(body) > LARGEST_BODY:
            raise httpx.RemoteProtocolError(f"an answer of more than {LARGEST_BODY} bytes", request=request)
    return bytes(body)


def _readable(body: bytes) -> str:
    """A body as text; what is no text is named."""
    if body.startswith(b"%PDF"):
        return f"[PDF, {len(body)} bytes]"
    if b"\0" in body:
        return f"[binary, {len(body)} bytes]"
    return body.decode("utf-8", "replace")
