"""The order in which the vendor looks at a request:

path, verb, Accept, Content-Type, JSON and its fields (all of shape B, before anyone has asked who calls),
then the rate limit, the credentials, the company (shape C), and only then the business (shape A).
"""

import base64
import binascii
import itertools
import re
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from werkzeug.wrappers import Request, Response

from facturier.systems.smartbill.sandbox import answers, mapping
from facturier.systems.smartbill.sandbox.answers import Halt, Refusal
from facturier.systems.smartbill.sandbox.book import Company, User
from facturier.systems.smartbill.sandbox.call import Call, Scene
from facturier.systems.smartbill.sandbox.limiter import Limiter
from facturier.systems.smartbill.sandbox.operations import Operation, offered, vanished
from facturier.systems.smartbill.sandbox.requests import Body

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

BASE = "/SBORO/api"
JSON = "application/json"
BYTES = "application/octet-stream"
_ANYTHING = ("", "*/*", "application/*")
WRONG_LOGIN = "Autentificare esuata. Va rugam verificati datele si incercati din nou."
NO_COMPANY = "Firma la care incercati sa va conectati nu mai este disponibila in Cloud."
NOT_YOURS = "Firma la care incercati sa va conectati nu este disponibila pentru acest utilizator."


class Gate:
    """One lock around everything that is remembered; reading a request needs none."""

    def __init__(self, scene: Scene, limiter: Limiter) -> None:
        self.lock = threading.RLock()
        self._scene = scene
        self._limiter = limiter
        self._count = itertools.count(1)
        self._refusals: list[tuple[str, Refusal]] = []

    def answer(self, request: Request) -> Response:
        try:
            operation = self._operation(request)
            accept = _acceptable(request, operation)
            body, query = self._body(request, operation), self._query(request, operation)
        except Halt as halt:
            return halt.answer
        token = request.headers.get("Authorization", "")
        with self.lock:
            if not self._limiter.admits(token, prolonged=self._scene.switches.block_prolonged):
                return self._too_many(token)
            reply = self._admitted(request, operation, accept, body, query)
            reply.headers.extend(self._limiter.headers(token))
            return reply

    def blocked(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        """The answer to a call too many, as a WSGI app: the caller's token is blocked from now on."""
        token = environ.get("HTTP_AUTHORIZATION", "")
        with self.lock:
            self._limiter.block(token)
            reply = self._too_many(token)
        return reply(environ, start_response)

    def refuse(self, text: str, status: int, match: str) -> None:
        with self.lock:
            self._refusals.append((match, Refusal(text, status)))

    def _too_many(self, token: str) -> Response:
        switches = self._scene.switches
        reply = answers.as_json(answers.refused_short(answers.BLOCKED), switches.limit_code)
        if switches.limit_body == "empty":
            reply.set_data(b"")
        reply.headers.extend(self._limiter.headers(token))
        return reply

    def _operation(self, request: Request) -> Operation:
        switches = self._scene.switches
        path = request.path.removeprefix(BASE) if request.path.startswith(BASE) else ""
        verbs = offered(path, switches)
        if not verbs or vanished(path, request.method, switches):
            raise Halt(answers.request_error(404, request.path, "resource_not_found", "Resource not found."))
        if request.method not in verbs:
            reply = answers.request_error(405, request.path, "method_not_allowed", "Method not allowed.")
            reply.headers["Allow"] = ", ".join(verbs)
            raise Halt(reply)
        return verbs[request.method]

    def _body(self, request: Request, operation: Operation) -> Body | None:
        if operation.body is None:
            return None
        if request.mimetype != JSON:
            code, message = "invalid_content_type", f"Unsupported content type: {request.mimetype}."
            raise Halt(answers.request_error(415, request.path, code, message))
        return mapping.map_body(request.get_data(), operation.body, request.path, self._scene.switches)

    def _query(self, request: Request, operation: Operation) -> dict[str, str]:
        """Keys in lower case, since `seriesname` and `seriesName` both work; empty means absent."""
        pairs = parse_qsl(request.query_string.decode("latin-1"))
        query = {key.lower(): value for key, value in pairs}
        content = request.get_data() if self._scene.switches.query_in_body and not operation.body else b""
        sent = mapping.read_json(content, request.path) if content else None
        for key, value in sent.items() if isinstance(sent, dict) else ():
            query.setdefault("cif" if key == "companyVatCode" else key.lower(), str(value))
        return query

    def _admitted(
        self, request: Request, operation: Operation, accept: str, body: Body | None, query: dict[str, str]
    ) -> Response:
        switches = self._scene.switches
        made_by = f"{request.method} {request.path} #{next(self._count)}"
        try:
            user = self._user(request)
            company = self._company(user, body, query)
            self._refuse_on_request(made_by)
            call = Call(self._scene, user, company, made_by, query, body, accept)
            result = operation.run(call)
        except Halt as halt:
            return halt.answer
        except Refusal as refusal:
            return operation.refuse(switches, refusal)
        return result if isinstance(result, Response) else answers.as_json(result)

    def _refuse_on_request(self, made_by: str) -> None:
        for place, (match, refusal) in enumerate(self._refusals):
            if re.search(match, made_by):
                del self._refusals[place]
                raise refusal

    def _user(self, request: Request) -> User:
        scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
        if scheme.casefold() != "basic":
            raise Halt(answers.unauthorised(WRONG_LOGIN))
        try:
            email, colon, token = base64.b64decode(encoded, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            raise Halt(answers.tomcat_page()) from None
        if not colon:
            raise Halt(answers.tomcat_page())
        for user in self._scene.book.users:
            if (user.email, user.token) == (email, token):
                return user
        raise Halt(answers.unauthorised(WRONG_LOGIN))

    def _company(self, user: User, body: Body | None, query: dict[str, str]) -> Company:
        cif = query.get("cif", "") if body is None else body.company_vat_code
        if cif is None:
            raise Halt(answers.server_error(self._scene.switches))
        if not cif:
            where = "in url in parametrul 'cif'" if body is None else "in campul 'companyVatCode'"
            raise Refusal(f"Codul fiscal al firmei trebuie specificat {where}!")
        for company in self._scene.book.companies.values():
            if company.cif == cif or (
                not self._scene.switches.cif_exact and _bare(company.cif) == _bare(cif)
            ):
                if company.cif not in user.cifs:
                    raise Halt(answers.unauthorised(NOT_YOURS))
                return company
        raise Halt(answers.unauthorised(NO_COMPANY))


def _bare(cif: str) -> str:
    return cif.upper().removeprefix("RO").strip()


def _acceptable(request: Request, operation: Operation) -> str:
    """The content type of the answer: a PDF mirrors what was accepted, and `application/pdf` is not."""
    possible = (JSON, BYTES) if operation.pdf else (JSON,)
    for part in request.headers.get("Accept", "").split(","):
        wanted = part.partition(";")[0].strip().lower()
        if wanted in _ANYTHING:
            return BYTES if operation.pdf else JSON
        if wanted in possible:
            return wanted
    raise Halt(answers.request_error(406, request.path, "invalid_accept_header", "Invalid Accept header."))
