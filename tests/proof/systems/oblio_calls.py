"""How Oblio calls us on the stage, and how others do in its place."""

import httpx
from tests.proof.systems.staged import Forgery, Hear

HEADER = "X-Oblio-Request-Id"
_BODY = b'{"data": {"seriesName": "FCT", "number": "1"}}'
FORGERIES = (
    Forgery({HEADER: "0a1b"}, _BODY),
    Forgery({HEADER: "0a1b"}, _BODY, behind="a-guess/"),
)
"""It signs nothing: who does not know the secret in the address leaves it out, or guesses."""


def heard_by(hear: Hear) -> httpx.BaseTransport:
    def handle(request: httpx.Request) -> httpx.Response:
        status, body = hear(request.method, str(request.url), request.headers, request.content)
        if not status:
            raise httpx.ConnectError("nobody answers", request=request)
        return httpx.Response(status, content=body)

    return httpx.MockTransport(handle)
