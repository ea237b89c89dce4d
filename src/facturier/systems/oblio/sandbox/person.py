"""A person who uses the same account in the vendor's web pages, behind a door of its own."""

from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

import msgspec
from werkzeug.wrappers import Request, Response

from facturier.sandbox.ledger import PERSON
from facturier.systems.oblio.sandbox import answers, collecting, creating, lifecycle
from facturier.systems.oblio.sandbox.answers import Refusal
from facturier.systems.oblio.sandbox.book import Account, Company, Document, Kind
from facturier.systems.oblio.sandbox.call import Call, Scene
from facturier.systems.oblio.sandbox.fields import Fields
from facturier.systems.oblio.sandbox.gate import Gate
from facturier.systems.oblio.sandbox.seed import SERVICE, new_secret
from facturier.systems.oblio.sandbox.tokens import Tokens

DOOR = "/_person/"


class Person:
    """Each method raises Refusal in the vendor's words. `cif` empty: the first company of the account."""

    def __init__(self, scene: Scene, gate: Gate, tokens: Tokens, random: Random) -> None:
        self._scene, self._gate, self._tokens, self._random = scene, gate, tokens, random

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
        with self._gate.lock:
            sent = _over_one_service(series, price, mentions, client)
            return creating.issue(Kind.INVOICE, self._call(self._company(cif), sent)).number

    def draft(self, series: str, price: str = "100", *, mentions: str = "", cif: str = "") -> str:
        """As `issue`, but it is left unfinished; its id, for it has no number."""
        with self._gate.lock:
            sent = _over_one_service(series, price, mentions, "Ion Popescu")
            return str(creating.unfinished(self._call(self._company(cif), sent)).id)

    def delete_last(self, series: str, *, cif: str = "") -> str:
        """The number that was deleted, free again. Collections go with it."""
        with self._gate.lock:
            company = self._company(cif)
            standing = list(company.standing(Kind.INVOICE, series))
            if not standing:
                raise Refusal("Seria nu contine documente.")
            last = max(standing, key=lambda one: int(one.number))
            lifecycle.remove(self._scene, company, last, collects_too=True)
            return last.number

    def cancel(self, series: str, number: str, *, cif: str = "") -> str:
        return self._turn(series, number, cif, PERSON)

    def restore(self, series: str, number: str, *, cif: str = "") -> str:
        """What was cancelled counts again."""
        return self._turn(series, number, cif, "")

    def collect(self, series: str, number: str, type: str = "Card", *, cif: str = "") -> str:
        """What is left of an invoice is collected."""
        with self._gate.lock:
            sent = {"seriesName": series, "number": number, "collect": {"type": type}}
            call = self._call(self._company(cif), sent)
            left = call.document(Kind.INVOICE)
            owed = left.total - left.collected
            collecting.collect(call)
            return f"{owed:f}"

    def change_secret(self) -> str:
        """A password that is reset brings a new secret; the tokens end."""
        with self._gate.lock:
            account = self._account
            account.secret = new_secret(self._random)
            self._tokens.end(account)
            return account.secret

    def lose_company(self, *, cif: str = "") -> str:
        """The account may no longer open a company."""
        with self._gate.lock:
            gone = self._company(cif).cif
            self._account.cifs.remove(gone)
            return gone

    def drop_series(self, series: str, *, cif: str = "") -> str:
        with self._gate.lock:
            company = self._company(cif)
            company.series[:] = [one for one in company.series if one.name != series]
            return series

    def stock(self, code: str, quantity: str, *, station: str = "Sediu", management: str = "Magazin") -> str:
        """Goods were received, or counted anew."""
        with self._gate.lock:
            company = self._company("")
            product = next((one for one in company.products if one.code == code), None)
            if product is None:
                raise Refusal(f"Produsul {code} nu exista.")
            product.stock[station, management] = Decimal(quantity)
            return quantity

    def spv_answers(self, series: str, number: str, code: int = 1, text: str = "") -> str:
        """SPV has looked at an invoice that was sent: 1 accepted, 2 with errors."""
        with self._gate.lock:
            invoice = self._document(self._company(""), Kind.INVOICE, series, number)
            if invoice.einvoice < 0:
                raise Refusal("Factura nu a fost trimisa in SPV.")
            invoice.einvoice, invoice.einvoice_text = code, text
            return str(code)

    def card_pays(self, series: str, number: str, invoice_series: str = "FCT") -> str:
        """A proforma is paid by its card link: Oblio invoices it by itself; the invoice's number."""
        with self._gate.lock:
            company = self._company("")
            proforma = self._document(company, Kind.PROFORMA, series, number)
            reference = {"type": "Proforma", "seriesName": series, "number": number}
            call = self._call(
                company,
                {"seriesName": invoice_series, "referenceDocument": reference, "collect": {"type": "Card"}},
            )
            invoice = creating.issue(Kind.INVOICE, call)
            hooks = self._scene.hooks
            made = {**hooks.named(invoice), "link": call.link(invoice)}
            hooks.tell(company, "Card/Confirmed", {**hooks.named(proforma), "invoicedBy": made})
            return invoice.number

    def age_links(self) -> str:
        """Every link that was given so far is stale."""
        with self._gate.lock:
            for document in self._company("").documents:
                document.link += 1
            return "stale"

    def answer(self, request: Request) -> Response:
        """POST /_person/<method> with the arguments as a JSON object; the result as {"result": ...}."""
        methods: dict[str, Callable[..., str]] = {
            name: getattr(self, name)
            for name in (
                "issue",
                "draft",
                "delete_last",
                "cancel",
                "restore",
                "collect",
                "change_secret",
                "lose_company",
                "drop_series",
                "stock",
                "spv_answers",
                "card_pays",
                "age_links",
            )
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

    @property
    def _account(self) -> Account:
        return self._scene.book.accounts[0]

    def _turn(self, series: str, number: str, cif: str, cancelled_by: str) -> str:
        with self._gate.lock:
            company = self._company(cif)
            document = self._document(company, Kind.INVOICE, series, number)
            lifecycle.turn(self._scene, company, document, cancelled_by)
            return number

    def _company(self, cif: str) -> Company:
        companies = self._scene.book.companies
        return companies[cif] if cif else next(iter(companies.values()))

    def _document(self, company: Company, kind: Kind, series: str, number: str) -> Document:
        found = company.find(kind, series, number)
        if found is None:
            raise Refusal(f"Documentul {series} {number} nu exista.")
        return found

    def _call(self, company: Company, sent: dict[str, Any]) -> Call:
        fields = Fields({"cif": company.cif, **sent})
        return Call(self._scene, self._account, PERSON, fields, "https://www.oblio.eu")


def _over_one_service(series: str, price: str, mentions: str, client: str) -> dict[str, Any]:
    line = {"name": "Serviciu", "price": price, "productType": SERVICE, "save": 0}
    return {"seriesName": series, "mentions": mentions, "client": {"name": client}, "products": [line]}
