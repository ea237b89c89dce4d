"""Calls to one Oblio company, and what an answer means for the caller."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from facturier.model.message import say
from facturier.ports.errors import NotNow, Refused
from facturier.ports.http import RETRY, Reply
from facturier.systems.oblio.answers import CompanyRow, Created, EInvoice, Head, inside, read
from facturier.systems.oblio.door import Door
from facturier.systems.oblio.failures import Outcome, in_doubt, outcome, refusal, strange_company

T = TypeVar("T")
PDF_MAGIC = b"%PDF"


class NoPdf(NotNow):
    """Oblio did answer, but not with a PDF."""


class Client:
    """All calls but one carry the company's `cif`.

    Raises Misconfigured, Refused and NotNow; calls that change something also InDoubt. A refusal whose reason is the
    company is told from the others by asking which companies there are, never by its words.
    """

    def __init__(self, door: Door, company: str) -> None:
        self._door = door
        self.company = company

    def now(self) -> datetime:
        return self._door.bare.clock.now()

    def get(self, path: str, shape: type[T], **params: str) -> T:
        """A read as `shape`; NotNow where the answer cannot be read."""
        reply = self._door.read("GET", path, {"cif": self.company, **params})
        return self._data(reply, shape)

    def create(self, path: str, body: Mapping[str, Any]) -> Created:
        """A POST that makes a document; InDoubt where the answer does not show whether it did."""
        reply = self._door.create(path, {"cif": self.company, **body})
        made = inside(self._done(reply).data, Created)
        if made is None:
            raise in_doubt(reply, self._door.words(reply))
        return made

    def change(self, method: str, path: str, **body: Any) -> None:
        """Cancel, restore, delete or collect one document."""
        self._done(self._door.change(method, path, {"cif": self.company, **body}))

    def sent_to_spv(self, series: str, number: str) -> EInvoice:
        """Where an invoice stands that was just handed over; InDoubt where the answer does not show it."""
        body = {"cif": self.company, "seriesName": series, "number": number}
        reply = self._door.change("POST", "/api/docs/einvoice", body)
        found = inside(self._done(reply).data, EInvoice)
        if found is None:
            raise in_doubt(reply, self._door.words(reply))
        return found

    def pdf(self, link: str) -> bytes:
        """The file behind a public link. Only its first bytes tell it from a page to log in. Raises NoPdf."""
        reply = self._door.open(link)
        if reply.status != 200 or not reply.body.startswith(PDF_MAGIC):
            raise NoPdf(
                say("Oblio sent something else than a PDF."), self.now() + RETRY, self._door.words(reply)
            )
        return reply.body

    def companies(self) -> list[CompanyRow]:
        """Those that the account may open. Asked for without the company, so that no company refuses it."""
        reply = self._door.read("GET", "/api/nomenclature/companies", {})
        head = read(reply, Head)
        said = outcome(reply, head)
        if said is Outcome.REFUSED:
            raise refusal(self._door.words(reply))
        rows = inside(head.data, list[CompanyRow]) if head and said is Outcome.DONE else None
        if rows is None:
            raise self._unreadable(reply)
        return rows

    def own_among(self, rows: list[CompanyRow], words: str = "") -> CompanyRow:
        """The company's own row. Raises Misconfigured where it is not among them."""
        for row in rows:
            if row.cif == self.company:
                return row
        raise strange_company(self.company, ", ".join(row.cif for row in rows), words)

    def _data(self, reply: Reply, shape: type[T]) -> T:
        head = read(reply, Head)
        match outcome(reply, head):
            case Outcome.REFUSED:
                raise self._refused(reply)
            case Outcome.DONE if head:
                found = inside(head.data, shape)
                if found is not None:
                    return found
        raise self._unreadable(reply)

    def _done(self, reply: Reply) -> Head:
        head = read(reply, Head)
        match outcome(reply, head):
            case Outcome.REFUSED:
                raise self._refused(reply)
            case Outcome.DONE if head:
                return head
        raise in_doubt(reply, self._door.words(reply))

    def _refused(self, reply: Reply) -> Refused:
        """Raises Misconfigured where the company is to blame; the refusal itself where that cannot be read."""
        said = refusal(self._door.words(reply))
        try:
            rows = self.companies()
        except (NotNow, Refused) as error:
            raise said from error
        self.own_among(rows, said.words)
        return said

    def _unreadable(self, reply: Reply) -> NotNow:
        return self._door.bare.not_now(self._door.words(reply))
