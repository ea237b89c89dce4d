"""Calls to one SmartBill company: credentials, limits, and what an answer means for the caller."""

from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, TypeVar

import httpx

from facturier.model.message import say
from facturier.ports.connector import OpenHttp
from facturier.ports.errors import NotNow
from facturier.ports.http import RETRY, Http, Reply
from facturier.systems.smartbill.answers import Head, InvoiceName, InvoicesMade, read
from facturier.systems.smartbill.capabilities import LIMIT
from facturier.systems.smartbill.failures import Action, Outcome, explains_itself, in_doubt, outcome, refusal
from facturier.systems.smartbill.settings import Settings

T = TypeVar("T")
PDF_MAGIC = b"%PDF"


class NoPdf(NotNow):
    """SmartBill did answer, but not with a PDF."""


class Client:
    """All calls carry the company's `cif`; PUT and DELETE take everything from the query.

    Raises Misconfigured, Refused, Missing and NotNow; calls that change something also InDoubt.
    """

    def __init__(self, http: Http, company: str) -> None:
        self._http = http
        self.company = company

    def now(self) -> datetime:
        return self._http.clock.now()

    def get(self, path: str, shape: type[T], **params: str) -> T:
        """A read as `shape`; NotNow where the answer cannot be read."""
        reply = self._call(Action.READ, "GET", path, params=params)
        answer = read(reply, shape)
        if answer is None:
            raise self._http.not_now(self._glimpse(reply))
        return answer

    def create(self, path: str, body: Mapping[str, Any], shape: type[T]) -> T:
        """A POST that makes something; InDoubt where the answer does not show whether it did."""
        reply = self._call(Action.CREATE, "POST", path, body=body)
        answer = read(reply, shape)
        if answer is None:
            raise in_doubt(reply, self._glimpse(reply))
        return answer

    def change(self, method: str, path: str, series: str, number: str) -> None:
        """Cancel, restore or delete one document."""
        self._call(Action.CHANGE, method, path, params={"seriesname": series, "number": number})

    def pdf(self, path: str, series: str, number: str) -> bytes:
        """The PDF of a document. Only the first bytes tell a PDF from an error page, not the content type.

        Raises NoPdf where SmartBill answers with something else: a missing invoice is a 502 page, too.
        """
        params = {"seriesname": series, "number": number}
        reply = self._heard(self._send(Action.READ, "GET", path, params=params, accept="*/*"))
        if reply.body.startswith(PDF_MAGIC):
            return reply.body
        try:
            self._judged(reply, Action.READ)
        except NotNow as error:
            raise NoPdf(error.message, error.retry_at, error.words) from error
        raise NoPdf(
            say("SmartBill sent something else than a PDF."), self.now() + RETRY, self._glimpse(reply)
        )

    def invoices_of(self, series: str, number: str) -> list[InvoiceName]:
        """Invoices made from a proforma.

        "None yet" comes as a 200 with `areInvoicesCreated` false *and* an error text (fact sheet, 10).
        """
        params = {"seriesname": series, "number": number}
        reply = self._heard(self._send(Action.READ, "GET", "/estimate/invoices", params=params))
        head = read(reply, Head)
        if head and reply.status == 200 and head.are_invoices_created is False:
            return []
        self._judged(reply, Action.READ)
        made = read(reply, InvoicesMade)
        if made is None:
            raise self._http.not_now(self._glimpse(reply))
        return made.invoices

    def _call(
        self,
        action: Action,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Reply:
        reply = self._heard(self._send(action, method, path, params=params, body=body))
        self._judged(reply, action)
        return reply

    def _send(
        self,
        action: Action,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        accept: str = "application/json",
    ) -> Reply:
        query = None if body is not None else {"cif": self.company, **(params or {})}
        call = self._http.read if action is Action.READ else self._http.change
        return call(method, path, params=query, json=body, headers={"Accept": accept})

    def _heard(self, reply: Reply) -> Reply:
        """Pass on what the answer says about the limit; raises NotNow while the token is blocked."""
        remaining = reply.headers.get("x-ratelimit-remaining", "")
        left = int(remaining) if remaining.isdigit() else None
        blocked = _blocked(reply, left)
        self._http.heard(left, blocked=blocked)
        if blocked:
            raise NotNow(
                say("SmartBill has blocked the token for ten minutes because of too many calls."),
                self.now() + LIMIT.block,
                self._glimpse(reply),
            )
        return reply

    def _judged(self, reply: Reply, action: Action) -> None:
        match outcome(reply, read(reply, Head), action):
            case Outcome.REFUSED:
                raise refusal(reply.status, self._words(reply), action)
            case Outcome.UNCLEAR if action is not Action.READ:
                raise in_doubt(reply, self._words(reply) or self._glimpse(reply))
            case Outcome.UNCLEAR:
                raise self._http.not_now(self._words(reply) or self._glimpse(reply))

    def _words(self, reply: Reply) -> str:
        """SmartBill's own complaint, as it may be shown."""
        head = read(self._http.shown(reply), Head)
        return head.words if head else ""

    def _glimpse(self, reply: Reply) -> str:
        """The beginning of an answer that could not be read, for the evidence."""
        return " ".join(self._http.shown(reply).text[:200].split())


def open_client(settings: Settings, http: OpenHttp, deadline: timedelta) -> Client:
    """Calls are counted per token, which several companies may share; only its hash names the scope."""
    email, token = settings.email.strip(), settings.token.strip()
    signature = b64encode(f"{email}:{token}".encode()).decode()
    return Client(
        http(
            settings.base_url.strip(),
            scope="smartbill:" + sha256(token.encode()).hexdigest()[:16],
            limit=LIMIT,
            deadline=deadline.total_seconds(),
            auth=httpx.BasicAuth(email, token),
            secrets=(token, signature),
        ),
        settings.company.strip(),
    )


def _blocked(reply: Reply, left: int | None) -> bool:
    """429 is the limit; so is a 403 that does not say why, or that says so while no call is left.

    The two sources name one code each. A refused delete is a 403 too, also as the last call allowed.
    """
    if reply.status != 403:
        return reply.status == 429
    head = read(reply, Head)
    words = head.words if head else ""
    return not words or (left == 0 and not explains_itself(words))
