"""Calls with the token that holds now: one made by hand, or one granted by consent, which ends after a day."""

from collections.abc import Callable, Generator
from datetime import datetime
from typing import Any

import httpx

from facturier.model.message import say
from facturier.ports.connector import OpenHttp
from facturier.ports.errors import Misconfigured
from facturier.ports.grants import Grant
from facturier.ports.http import Http, Reply
from facturier.systems.fattureincloud import oauth
from facturier.systems.fattureincloud.capabilities import CAPABILITIES, LIMIT
from facturier.systems.fattureincloud.settings import Settings


class Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


class Door:
    """`read` and `change` as those of Http. A granted token is renewed before it ends, and once where it is refused:
    a 401 has done nothing, so the call is made again with the new one."""

    def __init__(self, settings: Settings, http: OpenHttp) -> None:
        self._settings = settings
        self._open = http
        self.plain = oauth.plain(settings, http)
        self._grant: Grant | None = None
        self._http: Http | None = None

    def now(self) -> datetime:
        return self.plain.clock.now()

    def read(self, method: str, path: str, **parts: Any) -> Reply:
        return self._through(lambda http: http.read(method, path, **parts))

    def change(self, method: str, path: str, **parts: Any) -> Reply:
        return self._through(lambda http: http.change(method, path, **parts))

    def file(self, address: str, path: str) -> Reply:
        """Without credentials, and so no call of the API, which counts by them: it takes none of its permits."""
        http = self._open(
            address,
            scope=f"{oauth.scope_of(self._settings)} files",
            limit=LIMIT,
            deadline=CAPABILITIES.deadline.total_seconds(),
            secrets=(self._settings.token.strip(), self._settings.client_secret.strip()),
        )
        return http.read("GET", path, headers={"Accept": "application/pdf"})

    def shown(self, reply: Reply) -> Reply:
        return (self._http or self.plain).shown(reply)

    def _through(self, call: Callable[[Http], Reply]) -> Reply:
        http = self._with_token()
        reply = call(http)
        if reply.status == httpx.codes.UNAUTHORIZED and self._grant is not None:
            reply = call(self._renewed(self._grant))
        return reply

    def _with_token(self) -> Http:
        manual = self._settings.token.strip()
        if not (manual.isascii() and manual.isprintable()):
            raise Misconfigured(
                say("The access token holds a letter that belongs into no token. Copy it again.")
            )
        if manual:
            self._http = self._http or self._opened(self._settings.base_url.strip(), manual)
            return self._http
        grant = self._grant or self.plain.grants.current()
        if grant is None:
            raise Misconfigured(
                say(
                    "This connection has no access yet. Enter a token, or open the connection and grant access on "
                    "the page of Fatture in Cloud."
                )
            )
        if grant.until <= self.now() + oauth.EARLY:
            return self._renewed(grant)
        return self._granted(grant)

    def _renewed(self, spent: Grant) -> Http:
        return self._granted(self.plain.grants.renewed(spent, self._renew))

    def _renew(self, last: Grant) -> Grant:
        return oauth.renewal(self.plain, self._settings, last)

    def _granted(self, grant: Grant) -> Http:
        if self._http is None or grant != self._grant:
            self._grant = grant
            self._http = self._opened(self._settings.base_url.strip(), grant.access, grant.refresh)
        return self._http

    def _opened(self, address: str, token: str = "", refresh: str = "") -> Http:
        known = (self._settings.token.strip(), self._settings.client_secret.strip(), token, refresh)
        return self._open(
            address,
            scope=oauth.scope_of(self._settings),
            limit=LIMIT,
            deadline=CAPABILITIES.deadline.total_seconds(),
            auth=Bearer(token) if token else None,
            headers={"Accept": "application/json"},
            secrets=known,
        )
