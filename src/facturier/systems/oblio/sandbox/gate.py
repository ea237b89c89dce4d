"""The order in which the vendor looks at a request: path, bearer, limit, and only then the business."""

import itertools
import re
import threading
from typing import TYPE_CHECKING, Any

from werkzeug.wrappers import Request, Response

from facturier.systems.oblio.sandbox import answers, fields
from facturier.systems.oblio.sandbox.answers import Refusal
from facturier.systems.oblio.sandbox.book import Account
from facturier.systems.oblio.sandbox.call import Call, Scene
from facturier.systems.oblio.sandbox.limiter import Limiter
from facturier.systems.oblio.sandbox.operations import Operation, offered
from facturier.systems.oblio.sandbox.printing import FILES, file
from facturier.systems.oblio.sandbox.tokens import Tokens

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

BASE = "/api"
TOKEN = "/authorize/token"  # noqa: S105 - a path


class Gate:
    """One lock around everything that is remembered."""

    def __init__(self, scene: Scene, tokens: Tokens, limiter: Limiter, lock: threading.RLock) -> None:
        self.lock = lock
        self._scene, self._tokens, self._limiter = scene, tokens, limiter
        self._count = itertools.count(1)
        self._refusals: list[tuple[str, str]] = []

    def answer(self, request: Request) -> Response:
        if request.path.startswith(FILES.rstrip("/")):
            with self.lock:
                return file(self._scene.book, request)
        if not request.path.startswith(f"{BASE}/"):
            return answers.nowhere()
        path = request.path.removeprefix(BASE)
        if path.rstrip("/") == TOKEN:
            return self._token(request)
        operation, tail = offered(path, request.method)
        if operation is None:
            return answers.nowhere()
        if operation.tries:
            return self._admitted(request, operation, tail)
        with self.lock:
            return self._admitted(request, operation, tail)

    def blocked(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        """The answer to a call too many, as a WSGI app."""
        return answers.too_many(self._scene.switches.limit_body)(environ, start_response)

    def refuse(self, text: str, match: str) -> None:
        """The next call whose "METHOD /path" matches is refused, whatever it asks."""
        with self.lock:
            self._refusals.append((match, text))

    def _token(self, request: Request) -> Response:
        """Not limited: a client of the vendor's own asks for a token with every call."""
        if request.method != "POST":
            return answers.nowhere()
        with self.lock:
            try:
                asked = fields.read(request)
            except Refusal:
                return answers.bad_client()
            return self._tokens.give(self._scene.book, asked, only=self._scene.switches.one_token)

    def _admitted(self, request: Request, operation: Operation, tail: str) -> Response:
        switches = self._scene.switches
        account = self._whose(request)
        if isinstance(account, Response):
            return account
        if not self._limiter.admits(account.email, makes=operation.makes, older=switches.older_limit):
            return answers.too_many(switches.limit_body)
        made_by = f"{request.method} {request.path} #{next(self._count)}"
        try:
            self._refuse_on_request(made_by)
            asked = fields.read(request)
            call = Call(self._scene, account, made_by, asked, request.host_url.rstrip("/"), tail)
            return operation.run(call)
        except Refusal as refusal:
            return answers.failure(400, refusal.text, switches.refusal_code)

    def _whose(self, request: Request) -> Account | Response:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if not scheme:
            return answers.failure(401, answers.NO_HEADER)
        account = self._tokens.whose(token.strip()) if scheme.casefold() == "bearer" else None
        return account or answers.failure(401, answers.BAD_TOKEN)

    def _refuse_on_request(self, made_by: str) -> None:
        for place, (match, text) in enumerate(self._refusals):
            if re.search(match, made_by):
                del self._refusals[place]
                raise Refusal(text)
