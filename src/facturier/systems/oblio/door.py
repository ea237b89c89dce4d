"""The way in: a token for the account's e-mail and secret, and calls that carry it (fact sheet, section 1)."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any

from facturier.model.message import say
from facturier.ports.capabilities import Limit
from facturier.ports.connector import OpenHttp
from facturier.ports.errors import NotNow
from facturier.ports.http import Http, Reply
from facturier.systems.oblio import tokens
from facturier.systems.oblio.answers import Head, Token, TokenProblem, read
from facturier.systems.oblio.capabilities import CREATE_LIMIT, LIMIT
from facturier.systems.oblio.failures import SHUT_OUT, TOO_MANY, not_let_in
from facturier.systems.oblio.settings import Settings

_TOKEN = "/api/authorize/token"  # noqa: S105 - a path


class Door:
    """Sends calls; judges nothing but whether they were let in.

    Calls that make documents are counted apart from the others. All are counted for the account, whose hash names the
    scope; asking for a token is one of the others.
    """

    def __init__(self, settings: Settings, http: OpenHttp, deadline: timedelta) -> None:
        self._email, self._secret = settings.email.strip(), settings.secret.strip()
        self._base = settings.base_url.strip().rstrip("/").removesuffix("/api")
        self._open, self._deadline = http, deadline
        known = f"{self._base}\n{self._email}\n{self._secret}"
        self._account = sha256(known.encode()).hexdigest()
        self._carried = ""
        self.bare = self._http("")

    def read(self, method: str, path: str, params: Mapping[str, str]) -> Reply:
        return self._let_in(lambda token: self._http(token).read(method, path, params=params))

    def change(self, method: str, path: str, body: Any) -> Reply:
        return self._let_in(lambda token: self._http(token).change(method, path, json=body))

    def create(self, path: str, body: Any) -> Reply:
        return self._let_in(
            lambda token: self._http(token, CREATE_LIMIT).change("POST", path, json=body), CREATE_LIMIT
        )

    def open(self, path: str) -> Reply:
        """What anybody may read: no token goes out."""
        return self._heard(self.bare.read("GET", path, headers={"Accept": "*/*"}), LIMIT)

    def words(self, reply: Reply) -> str:
        """Oblio's own complaint, as it may be shown; the beginning of an answer that holds none."""
        shown = self._http(self._carried).shown(reply)
        head = read(shown, Head)
        return (head.status_message if head else "") or " ".join(shown.text[:200].split())

    def _http(self, token: str, limit: Limit = LIMIT) -> Http:
        scope = f"oblio:{self._account[:16]}"
        return self._open(
            self._base,
            scope=scope if limit is LIMIT else f"{scope}:documents",
            limit=limit,
            deadline=self._deadline.total_seconds(),
            headers={"Authorization": f"Bearer {token}"} if token else {},
            secrets=(self._secret, token),
        )

    def _let_in(self, call: Callable[[str], Reply], limit: Limit = LIMIT) -> Reply:
        """A 401 means that nothing was done: once more with a new token. Raises Misconfigured if that is no use."""
        for fresh in (False, True):
            token = self._carried = self._token()
            reply = self._heard(call(token), limit)
            if reply.status != SHUT_OUT:
                return reply
            tokens.forget(self.bare.clock, self._account, token)
            if fresh:
                break
        raise not_let_in(self.words(reply))

    def _token(self) -> str:
        """Raises Misconfigured for wrong credentials, NotNow for an answer that cannot be read."""
        kept = tokens.usable(self.bare.clock, self._account)
        if kept:
            return kept
        asked = {
            "client_id": self._email,
            "client_secret": self._secret,
            "grant_type": "client_credentials",
        }
        reply = self._heard(self.bare.read("POST", _TOKEN, json=asked), LIMIT)
        if reply.status in (400, SHUT_OUT):
            problem = read(self.bare.shown(reply), TokenProblem) or TokenProblem()
            raise not_let_in(problem.error_description or problem.error or self.words(reply))
        made = read(reply, Token)
        if reply.status != 200 or made is None:
            raise self.bare.not_now(self.words(reply))
        tokens.keep(self.bare.clock, self._account, made.access_token, int(made.expires_in))
        return made.access_token

    def _heard(self, reply: Reply, limit: Limit) -> Reply:
        """Raises NotNow while the account is shut out for too many calls. Oblio tells nothing of what remains."""
        if reply.status != TOO_MANY:
            return reply
        self._http("", limit).heard(blocked=True)
        raise NotNow(
            say("Oblio has shut the account out for a while because of too many calls."),
            self.bare.clock.now() + limit.block,
            self.words(reply),
        )
