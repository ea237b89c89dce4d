"""How bytes leave: one connection for one call, straight from httpcore, the layer below httpx.

httpx's own transport keeps a pool of connections, of which a call with a fresh connection has no use; making and
asking it takes longer than the call.
"""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import httpcore
import httpx


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


class FreshTransport(httpx.BaseTransport):
    """For one request: no retries, no redirects, no proxy. Raises httpx's errors."""

    def __init__(self) -> None:
        self._connection: httpcore.HTTPConnection | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        address = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        self._connection = httpcore.HTTPConnection(address.origin, ssl_context=_tls(), retries=0)
        with _told_as_httpx(request):
            answer = self._connection.handle_request(
                httpcore.Request(
                    request.method,
                    address,
                    headers=request.headers.raw,
                    content=request.content,
                    extensions=request.extensions,
                )
            )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer, request), extensions=answer.extensions
        )

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()


class _Body(httpx.SyncByteStream):
    """An answer's body as it comes."""

    def __init__(self, answer: httpcore.Response, request: httpx.Request) -> None:
        self._answer = answer
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        with _told_as_httpx(self._request):
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


@contextmanager
def _told_as_httpx(request: httpx.Request) -> Iterator[None]:
    """Both libraries have the same family of errors under the same names."""
    try:
        yield
    except tuple(_ERRORS) as error:
        raise _ERRORS[type(error)](str(error), request=request) from error


_ERRORS: dict[type[Exception], Any] = {
    ours: getattr(httpx, ours.__name__)
    for ours in (
        httpcore.ConnectTimeout,
        httpcore.ReadTimeout,
        httpcore.WriteTimeout,
        httpcore.PoolTimeout,
        httpcore.ConnectError,
        httpcore.ReadError,
        httpcore.WriteError,
        httpcore.LocalProtocolError,
        httpcore.RemoteProtocolError,
        httpcore.UnsupportedProtocol,
    )
}
