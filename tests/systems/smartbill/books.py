"""The books of one scripted series: what each number says, and a lost document to look for in them."""

from datetime import date
from decimal import Decimal
from typing import Any

import httpx
from msgspec import Struct
from tests.systems.smartbill.desk import NOW, Desk, draft, html, original, paid, pdf, series, shape_a

from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.ports.system import IntentView, Numbered, Position, Settlement

OURS = "FX-HOME-222222222222"
OTHER = "FX-HOME-777777777777"
FOREIGN = "FX-AWAY-CCCCCCCCCCCC"


class Page(Struct, frozen=True):
    """One document in SmartBill. text None: no PDF can be had; the answer for it is `broken`."""

    total: str
    text: str | None = OTHER
    broken: bytes | None = None


class Books:
    """`next` is given as SmartBill tells it. `pages` by number as SmartBill spells it."""

    def __init__(self, upcoming: int | str, pages: dict[str, Page], *, proformas: bool = False) -> None:
        self.desk = Desk()
        self._pages = pages
        kind, branch, name = ("p", "estimate", "PF") if proformas else ("f", "invoice", "FCT")
        self.desk.says("GET /series", series((name, upcoming, kind)))
        self.desk.says("GET /invoice/paymentstatus", self._status)
        self.desk.says(f"GET /{branch}/pdf", self._pdf)

    def settle(self, intent: IntentView, known: dict[str, Numbered]) -> Settlement:
        return self.desk.system.settle(intent, known)

    def _status(self, request: httpx.Request) -> httpx.Response:
        page = self._pages.get(request.url.params["number"])
        return paid(page.total) if page else shape_a(400, "Factura nu a fost gasita")

    def _pdf(self, request: httpx.Request) -> httpx.Response:
        page = self._pages.get(request.url.params["number"])
        if page is None:
            return shape_a(400, "Proforma nu a fost gasita")
        if page.broken is not None:
            return httpx.Response(200, content=page.broken)
        if page.text is None:
            return html(502)
        return httpx.Response(200, content=pdf(*page.text.splitlines()))


def mark(number: int) -> str:
    """The reference of the document that we issued under `number`."""
    high, low = divmod(number % 676, 26)
    return f"FX-HOME-{chr(65 + high) * 6}{chr(65 + low) * 6}"


def kept(*numbers: int, total: str = "50.00") -> tuple[dict[str, Page], dict[str, Numbered]]:
    """Documents that are in SmartBill as the store knows them."""
    pages = {f"{number:04}": Page(total, f"Factura {mark(number)}") for number in numbers}
    known = {f"{number:04}": Numbered(f"{number:04}", mark(number), Decimal(total)) for number in numbers}
    return pages, known


def lost(first: int | None, what: Draft | None = None, name: str = "FCT", **facts: str) -> IntentView:
    """An invoice of 121.00 whose answer was lost when `first` was the next number."""
    return IntentView(what or draft(), OURS, Position("smartbill:12345678", name, first, facts), NOW)


def reversal(number: str = "0007", **more: Any) -> Draft:
    told = {"kind": DocumentKind.CREDIT_NOTE, "whole": True, "original": original(number=number)}
    return draft("-121.00", issue_date=date(2026, 11, 21), **{**told, **more})
