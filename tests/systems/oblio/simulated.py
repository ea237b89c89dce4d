"""A client of the simulator for its own tests: plain HTTP, nothing of the product's client."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import msgspec

from facturier.sandbox.clock import VirtualClock
from facturier.sandbox.transport import InProcess
from facturier.systems.oblio.sandbox import create

URL = "https://www.oblio.eu"
Fields = dict[str, Any]
_encode = msgspec.json.Encoder(decimal_format="number").encode


def line(price: Any = "121.00", **fields: Any) -> Fields:
    """One at 21 %, VAT included unless it is told otherwise."""
    return {"name": "Birou", "price": price, "vatName": "Normala", "vatPercentage": 21, **fields}


def answer(reply: httpx.Response) -> Any:
    """The body with exact numbers."""
    return msgspec.json.Decoder(float_hook=Decimal).decode(reply.content)


class Account:
    """The demo company on a virtual clock that moves four seconds before each call, so that no limit bites."""

    def __init__(self, **switches: Any) -> None:
        self.clock = VirtualClock()
        self.sandbox = create(clock=self.clock, **switches)
        self.cif = self.sandbox.account["cif"]
        self.pause = timedelta(seconds=4)
        self.http = httpx.Client(transport=InProcess(self.sandbox), base_url=URL)
        self.log_in()

    def log_in(self) -> None:
        told = answer(self.token())
        self.http.headers["Authorization"] = f"{told['token_type']} {told['access_token']}"

    def token(self, **fields: str) -> httpx.Response:
        account = self.sandbox.account
        asked = {"client_id": account["email"], "client_secret": account["secret"], **fields}
        return self.http.post("/api/authorize/token", data=asked)

    @property
    def company(self) -> Any:
        return self.sandbox.company(self.cif)

    def call(self, verb: str, path: str, body: Any = None, **query: Any) -> httpx.Response:
        self.clock.advance(self.pause)
        if body is None:
            return self.http.request(verb, f"/api{path}", params={"cif": self.cif, **query})
        content = _encode({"cif": self.cif, **body})
        return self.http.request(
            verb, f"/api{path}", content=content, headers={"Content-Type": "application/json"}
        )

    def get(self, path: str, **query: Any) -> Any:
        """The data of a read that must succeed."""
        told = answer(self.call("GET", path, **query))
        assert told["status"] == 200, told
        return told["data"]

    def post(self, *lines: Fields, kind: str = "invoice", **fields: Any) -> httpx.Response:
        series = {"invoice": "FCT", "proforma": "PF", "notice": "AV"}[kind]
        body = {
            "seriesName": series,
            "client": {"name": "Firma Exemplu SRL"},
            "products": list(lines) or [line()],
        }
        return self.call("POST", f"/docs/{kind}", {**body, **fields})

    def made(self, *lines: Fields, **fields: Any) -> str:
        """The number of a document that must come about."""
        told = answer(self.post(*lines, **fields))
        assert told["status"] == 200, told
        return str(told["data"]["number"])

    def refused(self, *lines: Fields, **fields: Any) -> str:
        """The words of a document that must not come about, and leave nothing behind."""
        before = len(self.company.documents), [one.next for one in self.company.series]
        reply = self.post(*lines, **fields)
        assert reply.status_code == 400
        assert (len(self.company.documents), [one.next for one in self.company.series]) == before
        return str(answer(reply)["statusMessage"])

    def row(self, number: str, **more: Any) -> Fields:
        (found,) = self.get("/docs/invoice/list", seriesName="FCT", number=number, **more)
        return dict(found)

    def total(self, *lines: Fields, **fields: Any) -> Decimal:
        """What the vendor makes of these lines."""
        return Decimal(self.row(self.made(*lines, **fields))["total"])

    def left(self, code: str, management: str = "Magazin") -> Decimal:
        (row,) = self.get("/nomenclature/products", code=code, management=management, workStation="Sediu")
        return Decimal(row["quantity"])
