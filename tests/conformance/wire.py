"""Between a connector and its simulator: answers are kept, given once more, or spoiled on their way."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from enum import StrEnum
from urllib.parse import quote

import httpx
from msgspec import Struct
from msgspec.structs import replace

Reach = Callable[[httpx.Request], httpx.Response]
"""Brings a request to the simulator."""
Between = Callable[[httpx.Request, Reach], httpx.Response]
_TELLING = re.compile(r"[A-Za-z][\w-]*")
_VERSION = re.compile(r"[vV]\d+")


class Odd(StrEnum):
    """Troubles that no simulator makes, since they happen before or after it."""

    UNREACHED = "unreached"  # no effect; no connection came about
    FIREWALL_403 = "firewall_403"  # no effect; a page of something in front of the vendor
    FIREWALL_429 = "firewall_429"  # no effect; the same, for too many calls
    WRONG_JSON = "wrong_json"  # effect; JSON that is none of the vendor's answers


def echoed(status: int) -> Between:
    """A broken or curious remote: it answers with everything that it was asked, headers included."""

    def between(request: httpx.Request, reach: Reach) -> httpx.Response:
        told = "\n".join(
            [f"{request.method} {request.url}", *(f"{k}: {v}" for k, v in request.headers.items())]
        )
        told += "\n\n" + request.content.decode("utf-8", "replace")
        answer = {"message": told, "errorText": told, "errors": [{"message": told}]}
        return httpx.Response(status, headers={"x-echo": quote(told)}, json=answer)

    return between


_PAGE = "<html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"


def befallen(odd: Odd, request: httpx.Request, reach: Reach) -> httpx.Response:
    match odd:
        case Odd.UNREACHED:
            raise httpx.ConnectError("[Errno 111] Connection refused", request=request)
        case Odd.FIREWALL_403:
            return httpx.Response(403, html=_PAGE.format("Attention Required!"))
        case Odd.FIREWALL_429:
            return httpx.Response(429, html=_PAGE.format("Too Many Requests"))
        case Odd.WRONG_JSON:
            reach(request)
            return httpx.Response(200, json="tomorrow")


def straight(request: httpx.Request, reach: Reach) -> httpx.Response:
    return reach(request)


class Wire(httpx.BaseTransport):
    """One call's way to the simulator."""

    def __init__(self, between: Between, remote: httpx.BaseTransport) -> None:
        self._between = between
        self._remote = remote

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._between(request, self._remote.handle_request)


def unsigned(url: httpx.URL) -> str:
    """An address without the signature in it, which is another one each time."""
    kept = [part for part in url.query.split(b"&") if not part.startswith(b"oauth_")]
    return str(url.copy_with(query=b"&".join(kept) or None))


class Recorded(Struct, frozen=True):
    """One answer. place: how many times the same was asked before."""

    method: str
    url: str
    asked: bytes
    place: int
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def resource(self) -> str:
        """What was asked for, without ids and versions: `orders`, `paymentstatus`."""
        steps = [step for step in httpx.URL(self.url).path.split("/") if _TELLING.fullmatch(step)]
        return next((step for step in reversed(steps) if not _VERSION.fullmatch(step)), "")

    def answer(self) -> httpx.Response:
        return httpx.Response(self.status, headers=self.headers, content=self.body)


class Recording:
    """Passes everything on, and keeps what came back."""

    def __init__(self) -> None:
        self.answers: list[Recorded] = []
        self._asked: Counter[tuple[str, str, bytes]] = Counter()

    def __call__(self, request: httpx.Request, reach: Reach) -> httpx.Response:
        answer = reach(request)
        body = answer.read()
        key = (request.method, unsigned(request.url), request.content)
        kept = tuple((k, v) for k, v in answer.headers.items() if k != "content-length")
        self.answers.append(Recorded(*key, self._asked[key], answer.status_code, kept, body))
        self._asked[key] += 1
        return self.answers[-1].answer()


class Replay:
    """Gives recorded answers to the same questions; what nobody asked before goes to the simulator.

    strayed: changes among those, which were not let through.
    """

    def __init__(self, answers: list[Recorded]) -> None:
        self.strayed: list[str] = []
        self._answers: defaultdict[tuple[str, str, bytes], list[Recorded]] = defaultdict(list)
        for one in answers:
            self._answers[one.method, one.url, one.asked].append(one)
        self._asked: Counter[tuple[str, str, bytes]] = Counter()

    def __call__(self, request: httpx.Request, reach: Reach) -> httpx.Response:
        key = (request.method, unsigned(request.url), request.content)
        known = self._answers.get(key)
        if known:
            self._asked[key] += 1
            return known[min(self._asked[key], len(known)) - 1].answer()
        if request.method == "GET":
            return reach(request)
        self.strayed.append(f"{request.method} {request.url.path}")
        return httpx.Response(503)


def with_body(answers: list[Recorded], place: int, body: bytes) -> list[Recorded]:
    """The same answers, one of them with another body."""
    return [*answers[:place], replace(answers[place], body=body), *answers[place + 1 :]]


def documents(answers: list[Recorded]) -> Iterator[tuple[int, Recorded]]:
    """Answers that hold JSON, with their places."""
    for place, one in enumerate(answers):
        if one.body.lstrip()[:1] in (b"{", b"["):
            yield place, one
