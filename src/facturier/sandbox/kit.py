"""A simulator: an app, its faults, its clock and its dice, behind one WSGI door."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from io import BytesIO
from random import Random
from typing import TYPE_CHECKING, Any, NoReturn

from werkzeug.test import run_wsgi_app
from werkzeug.wrappers import Request, Response

from facturier.sandbox.clock import SandboxClock
from facturier.sandbox.faults import Fault, Faults, Trouble
from facturier.sandbox.ledger import Standing

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

OWN_DOORS = "/_"
_PAGE = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center><hr>nginx</body></html>"


class Dropped(ConnectionError):
    """The connection is gone."""


class Cut(Dropped):
    """The connection ended, in good order, in the middle of a body."""


def page(status: int, title: str) -> Response:
    """An HTML page such as a server in front of the app shows."""
    return Response(_PAGE.format(title), status, content_type="text/html")


def busy() -> Response:
    return page(429, "429 Too Many Requests")


class Sandbox:
    """One simulated account of one vendor.

    account: what a client needs to know (credentials, company, series ...), JSON-able.
    form: what to enter in the connector's form; `{url}` stands for where the sandbox is served.
    blocked: the vendor's answer to too many calls, a WSGI callable.
    Paths under `/_` are the sandbox's own doors: faults never befall them.
    """

    def __init__(
        self,
        name: str,
        app: "WSGIApplication",
        *,
        random: Random,
        clock: SandboxClock,
        account: dict[str, Any],
        blocked: "WSGIApplication | None" = None,
        form: Mapping[str, str] | None = None,
    ) -> None:
        self.name = name
        self.app = app
        self.clock = clock
        self.random = random
        self.account = account
        self.faults = Faults(random)
        self._blocked = blocked or busy()
        self._form = dict(form or {})

    def settings(self, url: str) -> dict[str, str]:
        """The connector's settings, secrets included, for a sandbox that is served at `url`."""
        return {name: value.replace("{url}", url) for name, value in self._form.items()}

    def standing(self) -> Sequence[Standing]:
        """What counts in the vendor's own book just now, whatever a client believes. A shop issues nothing."""
        return ()

    def wsgi(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Raises Dropped where a real connection would break, at once or while the body is read."""
        path = environ["PATH_INFO"]
        fault = None
        if not path.startswith(OWN_DOORS):
            fault = self.faults.next(f"{environ['REQUEST_METHOD']} {path}")
        if fault is None:
            return self.app(environ, start_response)
        return self._befall(fault, environ)(environ, start_response)

    def _befall(self, fault: Fault, environ: "WSGIEnvironment") -> "WSGIApplication":
        match fault.name:
            case Trouble.LOST_REQUEST:
                Request(environ).get_data()  # a client that is still sending would see another error
                raise Dropped("the request was lost")
            case Trouble.LATE_COMMIT:
                self._commit_late(environ, timedelta(seconds=fault.lasts))
            case Trouble.ERROR_500_HTML:
                return page(500, "500 Internal Server Error")
            case Trouble.ERROR_502_HTML:
                return page(502, "502 Bad Gateway")
            case Trouble.ERROR_503:
                return page(503, "503 Service Temporarily Unavailable")
            case Trouble.BLOCKED:
                return self._blocked
        return self._spoil(fault, Response.from_app(self.app, environ, buffered=True))

    def _commit_late(self, environ: "WSGIEnvironment", after: timedelta) -> NoReturn:
        body = Request(environ).get_data()  # now: the socket will be gone by then
        kept = {key: value for key, value in environ.items() if not key.startswith("werkzeug.")}
        kept["CONTENT_LENGTH"] = str(len(body))

        def commit() -> None:
            run_wsgi_app(self.app, {**kept, "wsgi.input": BytesIO(body)}, buffered=True)

        self.clock.later(after, commit)
        raise Dropped("the request was lost on its way")

    def _spoil(self, fault: Fault, answer: Response) -> Response:
        match fault.name:
            case Trouble.LOST_ANSWER:
                raise Dropped("the answer was lost")
            case Trouble.EMPTY_BODY:
                answer.set_data(b"")
            case Trouble.HTML_BODY:
                return page(200, "Please wait")
            case Trouble.ERROR_AFTER:
                return page(500, "500 Internal Server Error")
            case Trouble.CUT_BODY:
                answer.response = _cut(answer.get_data())
            case Trouble.SLOW_DRIP:
                answer.response = self._drip(answer.get_data(), fault.lasts)
            case Trouble.DELAY:
                self._wait(fault.lasts)
        return answer

    def _drip(self, body: bytes, seconds: float) -> Iterator[bytes]:
        for place in range(len(body)):
            self._wait(seconds)
            yield body[place : place + 1]

    def _wait(self, seconds: float) -> None:
        self.clock.sleep(self.clock.lasting(timedelta(seconds=seconds)).total_seconds())


def _cut(body: bytes) -> Iterator[bytes]:
    yield body[: len(body) // 2]
    raise Cut("the answer was cut")
