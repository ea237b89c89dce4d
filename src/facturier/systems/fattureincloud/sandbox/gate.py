"""The order in which the vendor looks at a request: path, token, limits, company, licence, then the business."""

import re
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from werkzeug.wrappers import Request, Response

from facturier.sandbox.kit import page
from facturier.systems.fattureincloud.sandbox import links, oauth
from facturier.systems.fattureincloud.sandbox.books import Access
from facturier.systems.fattureincloud.sandbox.call import Call, Scene
from facturier.systems.fattureincloud.sandbox.limiter import Limiter, pretended
from facturier.systems.fattureincloud.sandbox.replies import Problem, as_json, empty, no_permission, not_found
from facturier.systems.fattureincloud.sandbox.routes import ROUTES

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_COMPANY = re.compile(r"/c/(\d+)(/.*)")
Handler = Callable[[Call], Any]


class Gate:
    """One lock around everything that is remembered."""

    def __init__(self, scene: Scene, limiter: Limiter) -> None:
        self.lock = threading.RLock()
        self._scene = scene
        self._limiter = limiter

    def answer(self, request: Request) -> Response:
        with self.lock:
            try:
                return self._answer(request)
            except Problem as problem:
                return problem.answer

    def blocked(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        """The answer to a call too many, as a WSGI app."""
        reply = pretended(self._scene.switches, self._scene.now).answer
        return reply(environ, start_response)

    def _answer(self, request: Request) -> Response:
        path = re.sub(r"/{2,}", "/", request.path)
        if path.startswith(links.DOOR):
            return links.fetch(self._scene, path)
        if path.startswith(oauth.DOOR):
            return oauth.answer(self._scene, request, path)
        if not path.startswith(("/c/", "/user/", "/info/")):
            return page(404, "404 Not Found")
        access = self._access(request)
        scoped = _COMPANY.fullmatch(path)
        self._limiter.admit(access, int(scoped[1]) if scoped else 0)
        try:
            reply = self._admitted(request, path, access, scoped)
        except Problem as problem:
            reply = problem.answer
        if reply.status_code == 200:
            reply.headers.extend(self._limiter.headers(access))
        return reply

    def _access(self, request: Request) -> Access:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        access = self._scene.book.tokens.get(token) if scheme == "Bearer" else None
        if access is None or (access.expires is not None and access.expires <= self._scene.now):
            raise Problem(401, "The access token is missing, invalid or expired.")
        return access

    def _admitted(
        self, request: Request, path: str, access: Access, scoped: "re.Match[str] | None"
    ) -> Response:
        call = Call(
            scene=self._scene,
            access=access,
            asked=dict(parse_qsl(request.query_string.decode("latin-1"))),
            content=request.get_data(),
            root=request.host_url.rstrip("/"),
            path=path,
        )
        if scoped:
            call.place = self._scene.book.companies.get(int(scoped[1]))
            if call.place is None:
                raise not_found()
            if call.place.id not in access.companies:
                raise no_permission("This company is not authorised.")
        handler, call.ids = _found(request.method, scoped[2] if scoped else path)
        if scoped and self._scene.switches.licence_expired and request.method != "GET":
            raise Problem(403, "La licenza è scaduta.", code="LICENSE_EXPIRED")
        told = handler(call)
        return empty() if told is None else as_json(told)


def _found(method: str, path: str) -> tuple[Handler, tuple[str, ...]]:
    """The operation and the ids in the path; raises Problem 404 or 405."""
    known = False
    for verb, pattern, handler in ROUTES:
        if found := pattern.fullmatch(path):
            if verb == method:
                return handler, found.groups()
            known = True
    raise Problem(405, "Method not allowed.") if known else not_found()
