"""A scripted SmartBill: answers by verb and path, and keeps what was asked; PDFs and drafts to try with."""

import json
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import httpx

from facturier.model.draft import Draft, DraftLine, Original, Vat
from facturier.model.kinds import DocumentKind, LineKind, VatCategory
from facturier.model.party import Address, Party
from facturier.model.totals import Totals, VatRow
from facturier.ports.budget import Quota, Urgency
from facturier.ports.capabilities import Limit
from facturier.ports.exchange import HttpExchange
from facturier.ports.http import Http
from facturier.systems.smartbill import CONNECTOR
from facturier.systems.smartbill.connector import SmartBill

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
BASE = "https://ws.smartbill.ro/SBORO/api"
TOKEN = "002|5f0c1a7e9b2d4c68"
LOGIN = {"email": "shop@example.ro", "token": TOKEN, "company": "RO12345678"}
Answer = httpx.Response | dict[str, Any] | Exception | Callable[[httpx.Request], httpx.Response]


class StillClock:
    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        raise AssertionError("the connector never sleeps")


class HeardBudget:
    """Grants every permit and keeps what was heard."""

    def __init__(self) -> None:
        self.scopes: set[str] = set()
        self.heard_of: list[tuple[int | None, bool]] = []

    def permit(
        self, scope: str, limit: Limit, urgency: Urgency, patient: bool = False
    ) -> AbstractContextManager[None]:
        self.scopes.add(scope)
        return nullcontext()

    def heard(
        self,
        scope: str,
        limit: Limit,
        remaining: int | None,
        blocked: bool,
        until: datetime | None = None,
    ) -> None:
        self.heard_of.append((remaining, blocked))

    def told(self, scope: str, quotas: Sequence[Quota]) -> None:
        return None


class Desk:
    """`says("GET /series", first, second)`: each answer once, the last one for ever."""

    def __init__(self, **settings: Any) -> None:
        self.asked: list[httpx.Request] = []
        self.evidence: list[HttpExchange] = []
        self.budget = HeardBudget()
        self._answers: dict[str, list[Answer]] = {}
        self.settings = CONNECTOR.read({**LOGIN, **settings})

    def says(self, door: str, *answers: Answer) -> "Desk":
        self._answers[door] = list(answers)
        return self

    @property
    def system(self) -> SmartBill:
        assert CONNECTOR.system is not None
        opened = CONNECTOR.system(self.settings, self._http)
        assert isinstance(opened, SmartBill)
        return opened

    @property
    def doors(self) -> list[str]:
        return [door_of(request) for request in self.asked]

    def body(self, door: str) -> dict[str, Any]:
        """The last JSON body sent to `door`, numbers exact."""
        sent = [request for request in self.asked if door_of(request) == door]
        told: dict[str, Any] = json.loads(sent[-1].content, parse_float=Decimal)
        return told

    def _http(self, base_url: str, **asked: Any) -> Http:
        return Http(
            base_url,
            **asked,
            budget=self.budget,
            clock=StillClock(),
            recorder=self._record,
            transport=lambda: httpx.MockTransport(self._handle),
        )

    def _record(self, exchange: HttpExchange) -> None:
        self.evidence.append(exchange)

    def _handle(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        door = door_of(request)
        if door not in self._answers:
            return httpx.Response(404, json=shape_b(404, "resource_not_found", "No such door."))
        answers = self._answers[door]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, dict):
            return httpx.Response(200, json=answer)
        return (
            answer(request)
            if callable(answer)
            else httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)
        )


def door_of(request: httpx.Request) -> str:
    return f"{request.method} {request.url.path.removeprefix('/SBORO/api')}"


def shape_a(status: int, text: str, **more: Any) -> httpx.Response:
    return httpx.Response(status, json={"errorText": text, "message": "", "number": "", "series": "", **more})


def shape_b(status: int, code: str, message: str) -> dict[str, Any]:
    return {"status": status, "type": "invalid_request_error", "errors": [{"code": code, "message": message}]}


def shape_c(text: str) -> httpx.Response:
    said = {"successfully": False, "errorText": text, "errorCode": "0", "message": "", "cooldown": 0}
    return httpx.Response(401, json=said)


def html(status: int) -> httpx.Response:
    return httpx.Response(status, html=f"<html><h1>{status} Bad Gateway</h1><hr>nginx</html>")


def created(number: str | int = "0008", series: str = "FCT", **more: Any) -> dict[str, Any]:
    return {
        "errorText": "",
        "message": "",
        "number": number,
        "series": series,
        "url": "",
        "documentUrl": "https://cloud.smartbill.ro/documente/editare/factura/123/",
        "documentId": 123,
        "documentViewUrl": "https://cloud.smartbill.ro/v/abc?srvid=1",
        **more,
    }


def series(*rows: tuple[str, int | str, str]) -> dict[str, Any]:
    listed = [{"name": name, "nextNumber": number, "type": kind} for name, number, kind in rows]
    return {"errorText": "", "message": "", "number": "", "series": "", "list": listed}


def paid(total: str, unpaid: str | None = None) -> httpx.Response:
    """A payment status with exactly these figures."""
    left = total if unpaid is None else unpaid
    done = Decimal(total) - Decimal(left)
    text = (
        f'{{"errorText":"","message":"","number":"0007","series":"FCT","invoiceTotalAmount":{total},'
        f'"paidAmount":{done},"unpaidAmount":{left},"paid":{str(not Decimal(left)).lower()}}}'
    )
    return httpx.Response(200, content=text.encode())


def pdf(*lines: str) -> bytes:
    """A small PDF that shows `lines` (ASCII)."""
    shown = " T* ".join(f"({line.replace('(', '').replace(')', '')}) Tj" for line in lines)
    content = f"BT /F1 12 Tf 14 TL 72 720 Td {shown} ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        b"/Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, thing in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, thing)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (
            table,
            len(out),
        )
    )


NORMAL = Vat(Decimal(21), name="Normala")
REDUCED = Vat(Decimal(11), name="Redusa")
COMPANY = Party(
    name="Firma Exemplu SRL",
    company=True,
    tax_id="87654321",
    vat_payer=True,
    registration="J40/1/2020",
    address=Address(
        street="Str. Lunga 1",
        city="Bucuresti Sectorul 2",
        subdivision="RO-B",
        postcode="020331",
        country="RO",
    ),
    email="a@example.ro",
)
PERSON = Party(
    name="Ana Pop",
    address=Address(street="Str. Scurta 2", city="Cluj-Napoca", subdivision="RO-CJ", country="RO"),
    phone="0700000000",
)


def line(price: str = "121.00", **more: Any) -> DraftLine:
    told: dict[str, Any] = {
        "kind": LineKind.GOODS,
        "name": "Ceas",
        "quantity": Decimal(1),
        "price": Decimal(price),
        "price_includes_vat": True,
        "vat": NORMAL,
        "code": "SKU-1",
        "unit": "buc",
    }
    return DraftLine(**{**told, **more})


def totals(payable: str) -> Totals:
    return Totals((VatRow(VatCategory.STANDARD, Decimal(21), Decimal(payable), Decimal(0)),))


def draft(payable: str = "121.00", **more: Any) -> Draft:
    told: dict[str, Any] = {
        "kind": DocumentKind.INVOICE,
        "order_number": "1001",
        "company_tax_id": "RO12345678",
        "buyer": COMPANY,
        "currency": "RON",
        "lines": (line(payable),),
        "totals": totals(payable),
        "series": "FCT",
        "issue_date": date(2026, 11, 20),
    }
    return Draft(**{**told, **more})


def original(kind: DocumentKind = DocumentKind.INVOICE, name: str = "FCT", number: str = "0007") -> Original:
    return Original(kind, name, number, date(2026, 11, 18))
