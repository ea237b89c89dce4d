"""One WSGI app: finds the deed for a call, does it, and tells every error of `ports.errors` as JSON.

    409 refused    422 misconfigured    404 missing    503 not now (with the moment to come again)
    500 something broke, and whether the deed was done is not known

It keeps nothing between two calls but its clock.
"""

import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import msgspec
from django.db import DatabaseError, InterfaceError
from msgspec import Struct

from facturier.model.message import say
from facturier.ports.clock import Clock
from facturier.ports.errors import Misconfigured, Missing, NotNow, Refused, RemoteError
from facturier.systems.book.service import deeds, trouble
from facturier.systems.book.service.scene import Call
from facturier.systems.book.wire import Problem

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger("facturier.book")
_ENCODER = msgspec.json.Encoder(decimal_format="string")
_STATUS: dict[type[RemoteError], str] = {
    Refused: "409 Conflict",
    Misconfigured: "422 Unprocessable Content",
    Missing: "404 Not Found",
    NotNow: "503 Service Unavailable",
}
BROKEN = "500 Internal Server Error"


class Answer(Struct, frozen=True):
    status: str
    type: str
    body: bytes


def create(clock: Clock) -> "WSGIApplication":
    """The book's door. `clock` says what day it is, and dates nothing by itself."""

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        answer = _answer(_call(environ, clock))
        length = str(len(answer.body))
        start_response(answer.status, [("Content-Type", answer.type), ("Content-Length", length)])
        return [answer.body]

    return app


def _call(environ: "WSGIEnvironment", clock: Clock) -> Call:
    length = int(environ.get("CONTENT_LENGTH") or 0)
    return Call(
        door=f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}",
        asked=dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)),
        body=environ["wsgi.input"].read(length) if length else b"",
        clock=clock,
    )


def _answer(call: Call) -> Answer:
    deed = deeds.BY_DOOR.get(call.door)
    if deed is None:
        return _problem(Missing(say("The book knows no %(door)s.", door=call.door), "NO-SUCH-DOOR"))
    try:
        return _told(deed, call)
    except (Refused, Misconfigured, Missing, NotNow) as error:
        return _problem(error)
    except (DatabaseError, InterfaceError) as error:
        if trouble.undone(error):
            return _problem(call.not_now(str(error)))
        return _broken(error)
    except Exception as error:  # at the edge of the service: told as what it is, like any server's failure
        log.exception("%s failed", call.door)
        return _broken(error)


def _told(deed: Callable[[Call], Any], call: Call) -> Answer:
    said = deed(call)
    if isinstance(said, bytes):
        return Answer("200 OK", "application/pdf", said)
    return Answer("200 OK", "application/json", _ENCODER.encode(said))


def _problem(error: RemoteError) -> Answer:
    retry_at = error.retry_at if isinstance(error, NotNow) else None
    problem = Problem(error.words, error.message, retry_at)
    return Answer(_STATUS[type(error)], "application/json", _ENCODER.encode(problem))


def _broken(error: Exception) -> Answer:
    problem = Problem("BROKEN", say("The book failed: %(error)s.", error=type(error).__name__))
    return Answer(BROKEN, "application/json", _ENCODER.encode(problem))
