"""Calls to the book's service, and what its answers mean. The same HTTP client as for any remote carries them."""

from datetime import datetime
from typing import Any, TypeVar

import httpx

from facturier.model.message import say
from facturier.ports.connector import OpenHttp
from facturier.ports.errors import InDoubt, Misconfigured, Missing, NotNow, Refused, RemoteError
from facturier.ports.http import RETRY, Http, Reply
from facturier.systems.book.wire import Problem

T = TypeVar("T")
ADDRESS = "http://book.facturier"
TAKEN = "REFERENCE-TAKEN"
_MAGIC = b"%PDF"
_ERRORS: dict[int, type[Refused | Misconfigured | Missing]] = {
    409: Refused,
    422: Misconfigured,
    404: Missing,
}


class Client:
    """Every call names the book and whose it is. Raises Misconfigured, Refused, Missing and NotNow; calls that
    change something also InDoubt."""

    def __init__(self, http: Http, book: str, issuer: str) -> None:
        self._http = http
        self._named = {"book": book, "issuer": issuer}

    def get(self, path: str, shape: type[T], **asked: str) -> T:
        reply = self._http.read("GET", path, params=self._named | asked)
        return self._read(reply, shape, changes=False)

    def pdf(self, **asked: str) -> bytes:
        reply = self._http.read("GET", "/pdf", params=self._named | asked)
        if reply.status == httpx.codes.OK and reply.body.startswith(_MAGIC):
            return reply.body
        self._judge(reply, changes=False)
        raise self._http.not_now(_glimpse(reply))

    def change(self, method: str, path: str, shape: type[T], body: Any = None, **asked: str) -> T:
        reply = self._http.change(method, path, params=self._named | asked, json=body)
        return self._read(reply, shape, changes=True)

    def _read(self, reply: Reply, shape: type[T], *, changes: bool) -> T:
        self._judge(reply, changes)
        try:
            return reply.json(shape)
        except ValueError as error:
            raise self._unclear(reply, changes) from error

    def _judge(self, reply: Reply, changes: bool) -> None:
        """Only what the service itself says is an answer; a page of something in between is none."""
        if reply.status == httpx.codes.TOO_MANY_REQUESTS:
            raise self._http.not_now(_glimpse(reply))
        if reply.status == httpx.codes.OK:
            return
        try:
            problem = reply.json(Problem)
        except ValueError:
            raise self._unclear(reply, changes) from None
        raise self._error(reply, problem, changes)

    def _error(self, reply: Reply, problem: Problem, changes: bool) -> RemoteError:
        if problem.code == TAKEN:
            return InDoubt(problem.message, problem.code)
        if reply.status == httpx.codes.SERVICE_UNAVAILABLE and problem.retry_at is not None:
            return NotNow(problem.message, self._here(problem.retry_at), problem.code)
        if kind := _ERRORS.get(reply.status):
            return kind(problem.message, problem.code)
        return self._unclear(reply, changes)

    def _here(self, at: datetime) -> datetime:
        """When to ask again. By our clock it may be past what the service waits for: it is not asked at once."""
        now = self._http.clock.now()
        return at if at > now else now + RETRY

    def _unclear(self, reply: Reply, changes: bool) -> RemoteError:
        if not changes:
            return self._http.not_now(_glimpse(reply))
        return InDoubt(
            say("The book's answer does not show whether it was done. It is looked up."), _glimpse(reply)
        )


def _glimpse(reply: Reply) -> str:
    return f"HTTP {reply.status}: {reply.text[:200]}"


def open_client(http: OpenHttp, book: str, issuer: str, deadline: float) -> Client:
    opened = http(ADDRESS, scope=f"book:{book}", limit=None, deadline=deadline, secrets=())
    return Client(opened, book, issuer)
