"""Calls to Magento's REST API, its search syntax, and what its answers mean in our errors."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, NamedTuple, TypeVar

import msgspec

from facturier.model.message import say
from facturier.model.shapes import known
from facturier.ports.connector import OpenHttp
from facturier.ports.errors import InDoubt, Misconfigured, Missing, Refused, RemoteError
from facturier.ports.http import Http, Reply
from facturier.ports.loose import is_json
from facturier.ports.oauth import encoded
from facturier.shops.magento.oauth import Bearer, Keys, OAuth1
from facturier.shops.magento.settings import Settings

T = TypeVar("T")
_NO_ROUTE = "Request does not match any route"
_PAUSE = timedelta(minutes=1)
_OAUTH_PROBLEM = re.compile(
    r"oauth_problem|timestamp_refused|permission_(?:unknown|denied)|nonce_used|verifier_invalid"
    r"|signature_(?:invalid|method_rejected)|parameter_(?:absent|rejected)|version_rejected"
    r"|consumer_key_(?:rejected|invalid)|token_(?:used|expired|revoked|rejected)|Signature method"
)


class Filter(NamedTuple):
    field: str
    value: str
    condition: str = "eq"


def search(
    groups: Sequence[Sequence[Filter]], *, sort: Iterable[tuple[str, str]] = (), size: int, page: int = 1
) -> str:
    """A query string: filters in one group are OR-ed, groups AND-ed. Blanks travel as `%20`."""
    parts: list[tuple[str, str]] = []
    for g, group in enumerate(groups):
        for f, (field, value, condition) in enumerate(group):
            stem = f"searchCriteria[filter_groups][{g}][filters][{f}]"
            parts += [(f"{stem}[field]", field), (f"{stem}[value]", value)]
            parts += [(f"{stem}[condition_type]", condition)]
    for s, (field, direction) in enumerate(sort):
        stem = f"searchCriteria[sortOrders][{s}]"
        parts += [(f"{stem}[field]", field), (f"{stem}[direction]", direction)]
    parts += [("searchCriteria[pageSize]", str(size)), ("searchCriteria[currentPage]", str(page))]
    return "&".join(f"{encoded(name)}={encoded(value)}" for name, value in parts)


class Client:
    """Reads may raise NotNow, Misconfigured, Missing and Refused; changes also InDoubt."""

    def __init__(self, settings: Settings, open_http: OpenHttp) -> None:
        self._bearer = not settings.uses_oauth
        self.http: Http = open_http(
            settings.api,
            scope=f"magento:{settings.identity}",
            limit=None,
            deadline=60,
            auth=Bearer(settings.bearer_token) if self._bearer else self._oauth(settings),
            headers={"Accept": "application/json"},
            secrets=(*settings.oauth_values, settings.bearer_token),
        )

    def _oauth(self, settings: Settings) -> OAuth1:
        return OAuth1(Keys(*settings.oauth_values), now=lambda: self.http.clock.now())

    def read(self, path: str, query: str = "") -> Reply:
        """A GET that succeeded; whether it is JSON shows when it is decoded."""
        reply = self.http.read("GET", f"{path}?{query}" if query else path)
        if reply.status == 200:
            return reply
        raise self._failure(reply, changing=False)

    def probe(self) -> Reply:
        """Any answer of Magento itself: a list of one order, or its refusal to give it."""
        reply = self.http.read("GET", f"/orders?{search([], size=1)}")
        if is_json(reply.body) and reply.status in (200, 400, 401, 403):
            return reply
        raise self._failure(reply, changing=False)

    def read_as(self, shape: type[T], path: str, query: str = "") -> T:
        """A GET whose answer has `shape`; anything else (a page of a CDN or WAF) is not now."""
        return self.decode(self.read(path, query), shape)

    def decode(self, reply: Reply, shape: type[T]) -> T:
        try:
            return msgspec.json.decode(reply.body, type=known(shape), strict=False)
        except (ValueError, RecursionError) as error:
            raise self.http.not_now(f"{error}: {plain(self.http.shown(reply).text)}", _PAUSE) from error

    def change(self, path: str, body: Any) -> Reply:
        """A POST with an effect."""
        reply = self.http.change("POST", path, json=body)
        if reply.status == 200 and is_json(reply.body):
            return reply
        raise self._failure(reply, changing=True)

    def _failure(self, reply: Reply, *, changing: bool) -> RemoteError:
        reply = self.http.shown(reply)
        words, status = spoken(reply), reply.status
        if 300 <= status < 400:
            return self._redirected(reply)
        if status == 429 or "nonce_used" in words or (status == 403 and not is_json(reply.body)):
            return self.http.not_now(words, _wait(reply))
        if status in (401, 403) or _OAUTH_PROBLEM.search(words):
            return self._unauthorised(words)
        if status == 404:
            return self._not_there(reply, words)
        if 400 <= status < 500:
            return Refused(say("The shop refused the request: %(words)s", words=words), words)
        if changing:
            return InDoubt(
                say("The shop answered %(status)s: it may or may not have done it.", status=status), words
            )
        return self.http.not_now(words, _wait(reply))

    def _redirected(self, reply: Reply) -> Misconfigured:
        target = reply.headers.get("location", "")
        return Misconfigured(
            say(
                "The shop sends us to another address, %(target)s. Correct the shop address in the settings.",
                target=target.split("/rest")[0] or "?",
            ),
            f"{reply.status} {target}",
        )

    def _unauthorised(self, words: str) -> Misconfigured:
        if "timestamp_refused" in words:
            text = say("The shop refuses our time stamp: the clock here or there is wrong.")
        elif self._bearer:
            text = say(
                "The shop does not accept the bearer token, or the integration lacks a right: %(words)s"
                " Since Magento 2.4.4 bearer tokens are off by default: fill in the four values of the"
                " integration instead.",
                words=words,
            )
        else:
            text = say(
                "The shop does not accept the integration's values, or the integration lacks a right:"
                " %(words)s Look under System > Integrations in the shop.",
                words=words,
            )
        return Misconfigured(text, words)

    def _not_there(self, reply: Reply, words: str) -> Misconfigured | Missing:
        if is_json(reply.body) and _NO_ROUTE not in words:
            return Missing(say("The shop does not have it: %(words)s", words=words), words)
        return Misconfigured(
            say(
                "There is no Magento 2 REST API at %(url)s. Check the shop address and the store view code.",
                url=self.http.base_url,
            ),
            words,
        )


def spoken(reply: Reply) -> str:
    """The remote's words with its placeholders filled (`%1` from a list, `%name` from a map)."""
    try:
        answer = reply.json()
    except ValueError:
        return plain(reply.text)
    if not isinstance(answer, dict):
        return plain(reply.text)
    fatal = answer.get("messages")
    errors = fatal.get("error") if isinstance(fatal, dict) else answer.get("errors")
    parts = [filled(answer)] if "message" in answer else []
    parts += [filled(error) for error in errors or () if isinstance(error, dict)]
    return "; ".join(parts) or plain(reply.text)


def filled(error: dict[str, Any]) -> str:
    """One message with its own parameters."""
    text, given = str(error.get("message", "")), error.get("parameters")
    if isinstance(given, list):
        given = {str(place): value for place, value in enumerate(given, 1)}
    if not isinstance(given, dict):
        return text
    return re.sub(r"%(\w+)", lambda place: str(given.get(place[1], place[0])), text)


def plain(text: str) -> str:
    """A short readable form of what was not JSON."""
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())[:200]


def _wait(reply: Reply) -> timedelta:
    seconds = reply.headers.get("retry-after", "")
    return timedelta(seconds=min(int(seconds), 3600)) if seconds.isdecimal() else _PAUSE
