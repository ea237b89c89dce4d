"""Calls to WooCommerce's REST API v3, and what its answers mean in our errors.

Messages come in the shop's language: what happened is told by `code` alone.
"""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, TypeVar

import httpx
import msgspec

from facturier.model.message import say
from facturier.model.shapes import known
from facturier.ports.connector import OpenHttp
from facturier.ports.errors import InDoubt, Misconfigured, Missing, Refused, RemoteError
from facturier.ports.http import Http, Reply
from facturier.ports.loose import loose
from facturier.ports.oauth import encoded
from facturier.shops.woocommerce.auth import Basic, InAddress, OneLegged
from facturier.shops.woocommerce.settings import Settings

T = TypeVar("T")
Query = Iterable[tuple[str, str]]
DECIMALS = ("dp", "6")
"""Always asked for: with the shop's own two decimals the amounts of net prices do not add up."""
_API = "/wc/v3"
_NO_ROUTE = "rest_no_route"
_NO_ORDER = "woocommerce_rest_shop_order_invalid_id"
_WRONG_KEYS = "woocommerce_rest_authentication_error"
_PAUSE = timedelta(minutes=1)


class Client:
    """Reads may raise NotNow, Misconfigured, Missing and Refused; changes also InDoubt."""

    def __init__(self, settings: Settings, open_http: OpenHttp) -> None:
        self._plain = settings.plain_permalinks
        self.http: Http = open_http(
            settings.root if self._plain else f"{settings.root}/wp-json{_API}",
            scope=f"woocommerce:{settings.identity}",
            limit=None,
            deadline=60,
            auth=self._auth(settings),
            headers={"Accept": "application/json"},
            secrets=(settings.consumer_key, settings.consumer_secret),
        )

    def _auth(self, settings: Settings) -> httpx.Auth:
        key, secret = settings.consumer_key, settings.consumer_secret
        if settings.signs:
            return OneLegged(key, secret, now=lambda: self.http.clock.now())
        return InAddress(key, secret) if settings.keys_in_address else Basic(key, secret)

    def path(self, path: str, query: Query = ()) -> str:
        """Below the base address, as this shop's permalinks want it."""
        pairs = list(query)
        if self._plain:
            pairs, path = [("rest_route", _API + path), *pairs], "/"
        words = "&".join(f"{encoded(name)}={encoded(value)}" for name, value in pairs)
        return f"{path}?{words}" if words else path

    def read(self, path: str, query: Query = ()) -> Reply:
        """A GET that succeeded; whether it is JSON shows when it is decoded."""
        reply = self.http.read("GET", self.path(path, query))
        if reply.status == 200:
            return reply
        raise self._failure(reply, changing=False)

    def read_as(self, shape: type[T], path: str, query: Query = ()) -> T:
        """A GET whose answer has `shape`; anything else (a page of a cache or firewall) is not now."""
        return self.decode(self.read(path, query), shape)

    def decode(self, reply: Reply, shape: type[T]) -> T:
        try:
            return msgspec.json.decode(reply.body, type=known(shape), strict=False)
        except (ValueError, RecursionError) as error:
            raise self.http.not_now(f"{error}: {plain(self.http.shown(reply).text)}", _PAUSE) from error

    def probe(self) -> Reply:
        """Any answer of the shop's API itself: a list of one order, or its refusal to give it."""
        reply = self.http.read("GET", self.path("/orders", [("per_page", "1")]))
        if told(reply).get("code", _NO_ROUTE) != _NO_ROUTE or (
            reply.status == 200 and isinstance(loose(reply.body), list)
        ):
            return reply
        raise self._failure(reply, changing=False)

    def change(self, method: str, path: str, body: Any) -> dict[str, Any]:
        """A POST or PUT with an effect; the answer must be the object that it made or changed.

        Firewalls that let no PUT through answer 501 to it: then it travels as a POST that says so.
        """
        reply = self.http.change(method, self.path(path), json=body)
        if reply.status == 501 and method == "PUT":
            reply = self.http.change("POST", self.path(path, [("_method", method)]), json=body)
        if reply.status not in (200, 201):
            raise self._failure(reply, changing=True)
        answer = told(reply)
        if not answer.get("id"):
            words = plain(self.http.shown(reply).text)
            raise InDoubt(say("The shop's answer cannot be read: it may or may not have done it."), words)
        return answer

    def _failure(self, reply: Reply, *, changing: bool) -> RemoteError:
        reply = self.http.shown(reply)
        answer, status = told(reply), reply.status
        code, words = str(answer.get("code", "")), spoken(reply)
        if 300 <= status < 400:
            return self._redirected(reply)
        if status == 429 or (status in (401, 403) and not code):
            return self.http.not_now(words, _wait(reply))
        if code == _NO_ORDER:
            return Missing(say("The shop does not have this order: %(words)s", words=words), words)
        if status in (401, 403):
            return self._unauthorised(code, words)
        if status == 404:
            return self._not_there(code, words)
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
                target=target.split("/wp-json")[0] or "?",
            ),
            f"{reply.status} {target}",
        )

    def _unauthorised(self, code: str, words: str) -> Misconfigured:
        if code == _WRONG_KEYS:
            text = say(
                "The shop does not accept the keys: %(words)s They end with the WordPress user that they belong"
                " to. Look under WooCommerce > Settings > Advanced > REST API, and whether the clocks agree.",
                words=words,
            )
        else:
            text = say(
                "The keys lack a right, or the shop's server drops them on the way: %(words)s The key needs"
                " read and write. If it has both, switch on “Send the keys in the address”.",
                words=words,
            )
        return Misconfigured(text, words)

    def _not_there(self, code: str, words: str) -> Misconfigured | Missing:
        if code and code != _NO_ROUTE:
            return Missing(say("The shop does not have it: %(words)s", words=words), words)
        return Misconfigured(
            say(
                "There is no WooCommerce REST API at %(url)s. Check the shop address and whether the shop uses"
                " plain permalinks.",
                url=self.http.base_url,
            ),
            words,
        )


def told(reply: Reply) -> dict[str, Any]:
    """The answer's object; empty for anything else."""
    try:
        answer = reply.json()
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def spoken(reply: Reply) -> str:
    """The shop's own words, with its code and the parameters that it complains of."""
    answer = told(reply)
    if not answer:
        return plain(reply.text)
    data = answer.get("data")
    wrong = data.get("params") if isinstance(data, dict) else None
    parts = [str(answer.get("message", "")), *(str(words) for words in (wrong or {}).values())]
    told_of = " ".join(part for part in parts if part)
    return f"{told_of} ({answer['code']})" if "code" in answer else told_of or plain(reply.text)


def plain(text: str) -> str:
    """A short readable form of what was not JSON."""
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())[:200]


def _wait(reply: Reply) -> timedelta:
    seconds = reply.headers.get("retry-after", "")
    return timedelta(seconds=min(int(seconds), 3600)) if seconds.isdecimal() else _PAUSE
