"""Calls to one company of Fatture in Cloud: token, limits, and what an answer means for the caller."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

import httpx

from facturier.model.message import say
from facturier.ports.connector import OpenHttp
from facturier.ports.errors import Misconfigured, Missing, NotNow, RemoteError
from facturier.ports.http import RETRY, Reply
from facturier.systems.fattureincloud import failures, quotas
from facturier.systems.fattureincloud.answers import CompanyInfo, Data, Failure, Page, Prepared, read
from facturier.systems.fattureincloud.capabilities import LIMIT
from facturier.systems.fattureincloud.door import Door
from facturier.systems.fattureincloud.settings import Settings

T = TypeVar("T")
PER_PAGE = 100
PDF_MAGIC = b"%PDF"
_NOWHERE = (httpx.codes.NOT_FOUND, httpx.codes.METHOD_NOT_ALLOWED)


class Dead(NotNow):
    """A link leads to no PDF (any more)."""


class Client:
    """Business calls are made under `/c/{company}`. Raises Misconfigured, Refused, Missing and NotNow; calls that
    change something also InDoubt.
    """

    def __init__(self, door: Door, company: str) -> None:
        self._door = door
        self.company = company

    def now(self) -> datetime:
        return self._door.now()

    def get(self, path: str, shape: type[T], *, scoped: bool = True, **params: str) -> T:
        """A read, out of its envelope; NotNow where the answer cannot be read."""
        reply = self._done(self._door.read("GET", self._path(path, scoped), params=params), changes=False)
        return self._unwrapped(reply, shape)

    def page(self, path: str, row: type[T], number: int, **params: str) -> Page[T]:
        params = {**params, "page": str(number), "per_page": str(PER_PAGE)}
        reply = self._done(self._door.read("GET", self._path(path), params=params), changes=False)
        found = read(reply, Page[row])  # type: ignore[valid-type]
        if found is None or found.current_page != number:
            raise self._door.plain.not_now(self._glimpse(reply))
        return found

    def prepared(self, path: str, **params: str) -> Prepared:
        """What `transform` wants to be told again; nothing is stored by it."""
        reply = self._done(self._door.read("GET", self._path(path), params=params), changes=False)
        found = read(reply, Prepared)
        if found is None:
            raise self._door.plain.not_now(self._glimpse(reply))
        return found

    def ask(self, path: str, body: Mapping[str, Any], shape: type[T]) -> T:
        """A POST that stores nothing."""
        reply = self._done(self._door.read("POST", self._path(path), json=body), changes=False)
        return self._unwrapped(reply, shape)

    def change(self, method: str, path: str, body: Mapping[str, Any], shape: type[T]) -> T:
        """InDoubt where the answer does not show whether it was done."""
        reply = self._done(self._door.change(method, self._path(path), json=body), changes=True)
        found = read(reply, Data[shape])  # type: ignore[valid-type]
        if found is None:
            raise failures.unclear(reply, self._glimpse(reply))
        return found.data

    def delete(self, path: str) -> None:
        self._silent(self._door.change("DELETE", self._path(path)))

    def act(self, method: str, path: str, body: Mapping[str, Any]) -> None:
        """What is answered with nothing but a code."""
        self._silent(self._door.change(method, self._path(path), json=body))

    def _silent(self, reply: Reply) -> None:
        """Its answer is empty: the code says it all, where nothing else says otherwise."""
        reply = self._done(reply, changes=True)
        if reply.body.strip() and read(reply, dict[str, Any]) is None:
            raise failures.unclear(reply, self._glimpse(reply))

    def file(self, url: str) -> bytes:
        """A PDF by its link, without credentials. Raises Dead where something else comes: links die after seven
        days."""
        address = httpx.URL(url)
        target = address.raw_path.decode()
        reply = self._door.file(f"{address.scheme}://{address.netloc.decode()}", target)
        if reply.status == httpx.codes.OK and reply.body.startswith(PDF_MAGIC):
            return reply.body
        raise Dead(
            say("Fatture in Cloud sent something else than a PDF."), self.now() + RETRY, self._glimpse(reply)
        )

    def _path(self, path: str, scoped: bool = True) -> str:
        if not scoped:
            return path
        if not self.company.isdigit():
            raise Misconfigured(
                say(
                    "No company is chosen for this connection. Enter the number of one that the connection test "
                    "lists."
                )
            )
        return f"/c/{self.company}{path}"

    def _unwrapped(self, reply: Reply, shape: type[T]) -> T:
        found = read(reply, Data[shape])  # type: ignore[valid-type]
        if found is None:
            raise self._door.plain.not_now(self._glimpse(reply))
        return found.data

    def _done(self, reply: Reply, *, changes: bool) -> Reply:
        """The answer of a call that succeeded; raises what any other means."""
        self._heard(reply)
        if reply.status == httpx.codes.OK:
            return reply
        failure = read(reply, Failure)
        if failure is None or reply.status >= 500:
            words = self._words(reply)
            if reply.status == httpx.codes.UNAUTHORIZED:
                raise failures.wrong_token(words)
            if reply.status in _NOWHERE:
                raise failures.wrong_address(words)
            raise failures.unclear(reply, words) if changes else self._door.plain.not_now(words)
        if reply.status == httpx.codes.NOT_FOUND:
            raise self._lost(reply)
        raise failures.refusal(reply, read(self._door.shown(reply), Failure) or failure)

    def _heard(self, reply: Reply) -> None:
        """Pass on what the answer says about limits; raises NotNow for a quota, whichever it is."""
        wait = failures.wait_of(reply)
        quota = reply.status == httpx.codes.TOO_MANY_REQUESTS
        quota = quota or (reply.status == httpx.codes.FORBIDDEN and wait is not None)
        if not quota:
            if told := quotas.told(reply, self.now()):
                self._door.plain.told(*told)
                self._door.plain.heard(min(LIMIT.calls, *(one.left for one in told)))
            return
        until = self.now() + (wait or LIMIT.block)
        self._door.plain.heard(blocked=True, until=until)
        raise NotNow(
            say("The calls that Fatture in Cloud allows are used up for now. It is tried again later."),
            until,
            self._words(reply),
        )

    def _lost(self, reply: Reply) -> RemoteError:
        """A 404 is the document's, or the company's: the company is asked which."""
        words = self._words(reply)
        probe = self._door.read("GET", self._path("/company/info"))
        self._heard(probe)
        company = read(probe, Data[CompanyInfo]) if probe.status == httpx.codes.OK else None
        if company is not None:
            return Missing(say("Fatture in Cloud does not know this document."), words)
        if probe.status in (httpx.codes.NOT_FOUND, httpx.codes.FORBIDDEN):
            return failures.wrong_company(self.company, words)
        return self._door.plain.not_now(self._glimpse(probe))

    def _words(self, reply: Reply) -> str:
        """The API's complaint, or the beginning of what could not be read, as it may be shown."""
        failure = read(self._door.shown(reply), Failure)
        return failure.words if failure else self._glimpse(reply)

    def _glimpse(self, reply: Reply) -> str:
        return " ".join(self._door.shown(reply).text[:200].split())


def open_client(settings: Settings, http: OpenHttp) -> Client:
    return Client(Door(settings, http), settings.company.strip())
