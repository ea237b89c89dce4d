"""Speaks with a sandbox in the same process, through the same client code as with a vendor."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import httpx

from facturier.sandbox.kit import Cut, Dropped, Sandbox

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class InProcess(httpx.BaseTransport):
    """`Http(..., transport=lambda: InProcess(sandbox))`.

    A dropped connection is a ReadError, a cut body a RemoteProtocolError, as over a socket. The request's
    read timeout holds for the whole answer and is measured on the sandbox's clock.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._wsgi = httpx.WSGITransport(app=self._call)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        started = self._sandbox.clock.monotonic()
        try:
            answer = self._wsgi.handle_request(request)
            body = b"".join(self._in_time(request, started, answer))
        except Cut as error:
            raise httpx.RemoteProtocolError(str(error), request=request) from error
        except Dropped as error:
            raise httpx.ReadError(str(error), request=request) from error
        self._check(request, started)
        return httpx.Response(answer.status_code, headers=answer.headers, stream=httpx.ByteStream(body))

    def _in_time(self, request: httpx.Request, started: float, answer: httpx.Response) -> Iterable[bytes]:
        for chunk in answer.iter_raw():
            self._check(request, started)
            yield chunk

    def _check(self, request: httpx.Request, started: float) -> None:
        allowed = request.extensions.get("timeout", {}).get("read")
        if allowed is not None and self._sandbox.clock.monotonic() - started > allowed:
            raise httpx.ReadTimeout("the answer did not come in time", request=request)

    def _call(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        # WSGI carries the bytes of a path as latin-1; httpx hands over the decoded text.
        environ["PATH_INFO"] = environ["PATH_INFO"].encode().decode("latin-1")
        return self._sandbox.wsgi(environ, start_response)
