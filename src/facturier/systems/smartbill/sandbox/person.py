"""A person who uses the same account in the vendor's web pages, behind a door of its own."""

from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

import msgspec
from werkzeug.wrappers import Request, Response

from facturier.sandbox.ledger import PERSON
from facturier.systems.smartbill.sandbox import answers, lifecycle, numbers, payments
from facturier.systems.smartbill.sandbox.answers import Refusal
from facturier.systems.smartbill.sandbox.book import Company, Document, Kind
from facturier.systems.smartbill.sandbox.call import Call, Scene, day_of
from facturier.systems.smartbill.sandbox.gate import Gate
from facturier.systems.smartbill.sandbox.issue import issue
from facturier.systems.smartbill.sandbox.payments import Collection
from facturier.systems.smartbill.sandbox.requests import (
    ClientPart,
    EstimatePart,
    InvoiceBody,
    LinePart,
    ReverseBody,
)
from facturier.systems.smartbill.sandbox.seed import new_token

DOOR = "/_person/"


class Person:
    """Each method raises Refusal in the vendor's words. `cif` empty: the first company of the account."""

    def __init__(self, scene: Scene, gate: Gate, random: Random) -> None:
        self._scene = scene
        self._gate = gate
        self._random = random

    def issue(
        self,
        series: str,
        price: str = "100",
        *,
        mentions: str = "",
        client: str = "Ion Popescu",
        cif: str = "",
    ) -> str:
        """An invoice over one service, `price` with VAT; its number."""
        company = self._company(cif)
        tax = company.taxes[0] if company.taxes else None
        line = LinePart(
            name="Serviciu",
            code="SERV",
            quantity=1,
            price=Decimal(price),
            measuring_unit_name="buc",
            tax_name=tax.name if tax else None,
            tax_percentage=tax.percent if tax else None,
            is_tax_included=bool(tax),
            is_service=True,
        )
        body = InvoiceBody(
            series_name=series,
            mentions=mentions,
            client=ClientPart(name=client, country="Romania"),
            products=[line],
        )
        with self._gate.lock:
            return issue(self._call(company), body, Kind.INVOICE).number

    def invoice_proforma(
        self, series: str, number: str, invoice_series: str = "FCT", *, cif: str = ""
    ) -> str:
        """An invoice out of a proforma, with words of their own on it; its number."""
        body = InvoiceBody(
            series_name=invoice_series,
            mentions=f"Proforma {series}{number}",
            use_estimate_details=True,
            estimate=EstimatePart(series_name=series, number=number),
        )
        with self._gate.lock:
            return issue(self._call(self._company(cif)), body, Kind.INVOICE).number

    def delete_last(self, series: str, *, cif: str = "") -> str:
        """The number that was deleted, free again where the switch says so."""
        with self._gate.lock:
            company = self._company(cif)
            taken = [document for key, document in company.numbered.items() if key[1] == series]
            if not taken:
                raise Refusal("Seria nu contine documente.")
            last = max(taken, key=lambda document: int(document.number))
            lifecycle.delete(self._scene, company, last)
            return last.number

    def cancel(self, series: str, number: str, *, cif: str = "") -> str:
        with self._gate.lock:
            company = self._company(cif)
            return lifecycle.cancel(self._scene, company, self._invoice(company, series, number), PERSON)

    def reverse(self, series: str, number: str, *, cif: str = "") -> str:
        """The number of the storno."""
        with self._gate.lock:
            call = self._call(self._company(cif))
            return lifecycle.reverse(call, ReverseBody(series_name=series, number=number)).number

    def renumber(self, series: str, number: str, new_number: int, *, cif: str = "") -> str:
        """Gives an invoice another number, ahead or in a gap; the new number, padded."""
        with self._gate.lock:
            company = self._company(cif)
            invoice = self._invoice(company, series, number)
            known = company.series_of(invoice)
            padded = known.pad(new_number)
            if company.find(Kind.INVOICE, series, padded):
                raise Refusal(f"Factura cu seria si numarul {series}{padded} exista deja.")
            numbers.renumber(company, invoice, padded)
            known.next = max(known.next, new_number + 1)
            return padded

    def pay(
        self, series: str, number: str, value: str = "", *, type: str = "Ordin plata", cif: str = ""
    ) -> str:
        """Registers a payment, of all that is unpaid unless told; the value."""
        with self._gate.lock:
            company = self._company(cif)
            invoice = self._invoice(company, series, number)
            paid = Decimal(value) if value else payments.unpaid(invoice, self._scene.switches)
            collection = Collection(payments.type_of(type), paid, day_of("", self._scene.today))
            payments.collect(self._call(company), collection, invoice.client, [invoice])
            return str(paid)

    def change_token(self) -> str:
        """A new password brings a new token; the old one is worth nothing from now on."""
        with self._gate.lock:
            user = self._scene.book.users[0]
            user.token = new_token(self._random)
            return user.token

    def answer(self, request: Request) -> Response:
        """POST /_person/<method> with the arguments as a JSON object; the result as {"result": ...}."""
        methods: dict[str, Callable[..., str]] = {
            "issue": self.issue,
            "invoice_proforma": self.invoice_proforma,
            "delete_last": self.delete_last,
            "cancel": self.cancel,
            "reverse": self.reverse,
            "renumber": self.renumber,
            "pay": self.pay,
            "change_token": self.change_token,
        }
        method = methods.get(request.path.removeprefix(DOOR))
        if method is None:
            return answers.as_json({"error": f"A person can: {', '.join(methods)}."}, 404)
        try:
            arguments: dict[str, Any] = msgspec.json.decode(request.get_data() or b"{}", type=dict[str, Any])
            return answers.as_json({"result": method(**arguments)})
        except Refusal as refusal:
            return answers.as_json({"error": refusal.text}, 400)
        except (TypeError, msgspec.ValidationError) as error:
            return answers.as_json({"error": str(error)}, 400)

    def _company(self, cif: str) -> Company:
        companies = self._scene.book.companies
        return companies[cif] if cif else next(iter(companies.values()))

    def _invoice(self, company: Company, series: str, number: str) -> Document:
        invoice = company.find(Kind.INVOICE, series, number)
        if invoice is None:
            raise Refusal(f"Factura cu seria si numarul {series}{number} nu a fost gasita!")
        return invoice

    def _call(self, company: Company) -> Call:
        return Call(self._scene, self._scene.book.users[0], company, PERSON, {})
