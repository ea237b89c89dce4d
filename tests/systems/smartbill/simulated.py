"""A client of the simulator for its own tests: plain HTTP, nothing of the product's client."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import httpx
import msgspec
from pypdf import PdfReader

from facturier.sandbox.clock import VirtualClock
from facturier.sandbox.transport import InProcess
from facturier.systems.smartbill.sandbox import create

URL = "https://ws.smartbill.ro/SBORO/api"
Fields = dict[str, Any]
_encode = msgspec.json.Encoder(decimal_format="number").encode


def line(price: Any = 100, quantity: Any = 1, **fields: Any) -> Fields:
    """A product at 21 %, net."""
    return {
        "name": "Ceas de mână",
        "measuringUnitName": "buc",
        "quantity": quantity,
        "price": price,
        "taxName": "Normala",
        "taxPercentage": 21,
        **fields,
    }


def discount(**fields: Any) -> Fields:
    return {"name": "Reducere", "isDiscount": True, **fields}


def answer(reply: httpx.Response) -> Any:
    """The body with exact numbers."""
    return msgspec.json.Decoder(float_hook=Decimal).decode(reply.content)


class Account:
    """One demo company on a virtual clock that moves a second before each call, so that no limit bites."""

    def __init__(self, **switches: Any) -> None:
        self.clock = VirtualClock()
        self.sandbox = create(clock=self.clock, **switches)
        self.cif = self.sandbox.account["cif"]
        self.pause = timedelta(seconds=1)
        login = (self.sandbox.account["email"], self.sandbox.account["token"])
        self.http = httpx.Client(transport=InProcess(self.sandbox), base_url=URL, auth=login)

    @property
    def company(self) -> Any:
        return self.sandbox.company(self.cif)

    def call(self, verb: str, path: str, body: Any = None, **query: Any) -> httpx.Response:
        self.clock.advance(self.pause)
        if body is None:
            return self.http.request(verb, path, params={"cif": self.cif, **query})
        headers = {"Content-Type": "application/json"}
        return self.http.request(verb, path, content=_encode(body), headers=headers)

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.call("GET", path, **query)

    def body(self, *lines: Fields, **fields: Any) -> Fields:
        return {
            "companyVatCode": self.cif,
            "seriesName": "FCT",
            "client": {"name": "Ștefan cel Bun", "country": "Romania", "vatCode": "RO12345674"},
            "products": list(lines) or [line()],
            **fields,
        }

    def invoice(self, *lines: Fields, **fields: Any) -> httpx.Response:
        return self.call("POST", "/invoice/v2", self.body(*lines, **fields))

    def proforma(self, *lines: Fields, **fields: Any) -> httpx.Response:
        return self.call("POST", "/estimate/v2", self.body(*lines, **{"seriesName": "PF", **fields}))

    def issued(self, *lines: Fields, **fields: Any) -> str:
        """The number of an invoice that must succeed."""
        reply = answer(self.invoice(*lines, **fields))
        assert reply["errorText"] == ""
        return str(reply["number"])

    def error(self, *lines: Fields, **fields: Any) -> str:
        """The words of an invoice that must fail, and leave nothing behind."""
        before = len(self.company.documents), self.next_number()
        text = str(answer(self.invoice(*lines, **fields))["errorText"])
        assert text != ""
        assert (len(self.company.documents), self.next_number()) == before
        return text

    def next_number(self, series: str = "FCT") -> Any:
        listed = answer(self.get("/series"))["list"]
        return next(entry["nextNumber"] for entry in listed if entry["name"] == series)

    def status(self, number: str, series: str = "FCT") -> Fields:
        reply: Fields = answer(self.get("/invoice/paymentstatus", seriesname=series, number=number))
        return reply

    def total(self, *lines: Fields, **fields: Any) -> Decimal:
        """What the vendor makes of these lines."""
        return Decimal(self.status(self.issued(*lines, **fields))["invoiceTotalAmount"])

    def reverse(self, number: str, **fields: Any) -> httpx.Response:
        body = {"companyVatCode": self.cif, "seriesName": "FCT", "number": number, **fields}
        return self.call("POST", "/invoice/reverse", body)

    def change(self, verb: str, path: str, number: str, series: str = "FCT") -> httpx.Response:
        return self.call(verb, path, seriesname=series, number=number)

    def pay(self, **fields: Any) -> httpx.Response:
        return self.call("POST", "/payment", {"companyVatCode": self.cif, **fields})

    def pdf(self, number: str, path: str = "/invoice/pdf", series: str = "FCT") -> str:
        """The text of the file."""
        reply = self.get(path, seriesname=series, number=number)
        assert reply.content.startswith(b"%PDF")
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(reply.content)).pages)

    def left(self, code: str, warehouse: str = "Magazin") -> Decimal:
        """The stock of a product, as GET /stocks tells it."""
        reply = answer(self.get("/stocks", date="2026-11-20", warehouseName=warehouse, productCode=code))
        return Decimal(reply["list"][0]["products"][0]["quantity"])
