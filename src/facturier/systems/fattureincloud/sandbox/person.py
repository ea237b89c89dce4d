"""A person who uses the same account in the vendor's web pages, and what befalls the account; a door of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import msgspec
from werkzeug.wrappers import Request, Response

from facturier.systems.fattureincloud.sandbox import documents, seed
from facturier.systems.fattureincloud.sandbox.books import Access, Company
from facturier.systems.fattureincloud.sandbox.call import Call, Scene
from facturier.systems.fattureincloud.sandbox.einvoice import STATUS_UPDATE
from facturier.systems.fattureincloud.sandbox.gate import Gate
from facturier.systems.fattureincloud.sandbox.replies import Json, Problem, as_json

DOOR = "/_person/"


class Person:
    """Each method raises Problem in the vendor's words. Numbers are those of the shop's documents."""

    def __init__(self, scene: Scene, gate: Gate, random: Random) -> None:
        self._scene, self._gate, self._random = scene, gate, random

    def issue(
        self,
        price: str = "100",
        *,
        numeration: str = "",
        subject: str = "",
        name: str = "Ivo Bruni",
        type: str = "invoice",
        day: str = "",
    ) -> str:
        """A document over one service, `price` with VAT, unpaid; its number."""
        on = date.fromisoformat(day) if day else self._scene.today
        data: Json = {
            "type": type,
            "entity": {"name": name, "tax_code": "BRNVIO80A01H501X"},
            "date": on.isoformat(),
            "numeration": numeration,
            "subject": subject,
            "use_gross_prices": True,
            "items_list": [{"name": "Servizio", "qty": 1, "gross_price": Decimal(price), "vat": {"id": 0}}],
            "payments_list": [{"amount": Decimal(price), "due_date": on.isoformat(), "status": "not_paid"}],
        }
        with self._calling({"data": data}) as call:
            return str(documents.create(call)["data"]["number"])

    def delete_last(self, numeration: str = "", *, type: str = "invoice") -> str:
        """Into the bin; the number is free again."""
        with self._gate.lock:
            taken = self._shop.numbered(type, self._scene.today.year, numeration)
            if not taken:
                raise Problem(404, "Not found.")
            last = taken[-1]
            self._shop.bin[last["id"]] = self._shop.documents.pop(last["id"])
            self._tell(last, "delete")
            return str(last["number"])

    def pay(self, number: str, numeration: str = "") -> str:
        """All of an invoice, into the first account."""
        with self._gate.lock:
            (found,) = self._named(number, numeration)
            for one in found["payments_list"]:
                one |= {
                    "status": "paid",
                    "paid_date": self._scene.today.isoformat(),
                    "payment_account": self._shop.accounts[0],
                }
            self._tell(found, "update")
            return str(found["amount_gross"])

    def subject(self, number: str, words: str) -> str:
        with self._gate.lock:
            (found,) = self._named(number, "")
            found["subject"] = words
            self._tell(found, "update")
            return words

    def revoke(self) -> str:
        """The token is worth nothing from now on; the new one."""
        with self._gate.lock:
            tokens = self._scene.book.tokens
            tokens.clear()
            token = seed.new_token(self._random)
            tokens[token] = Access((seed.SHOP, seed.OFFICE))
            return token

    def restrict(self, *scopes: str) -> str:
        """Every token may do no more than this: `settings:r`."""
        with self._gate.lock:
            for access in self._scene.book.tokens.values():
                access.scopes = frozenset(scopes)
            return " ".join(scopes)

    def sdi_answers(
        self, number: str, status: str = "sent", *, numeration: str = "", type: str = "invoice"
    ) -> str:
        """SdI or the buyer has done something with an e-invoice: `sent`, `not_delivered`, `accepted`, ..."""
        with self._gate.lock:
            (found,) = self._named(number, numeration, type)
            found |= {"ei_status": status, "locked": True}
            self._scene.hooks.tell(self._shop, STATUS_UPDATE, found["id"])
            return status

    def discard(
        self,
        number: str,
        because: str = "00311",
        words: str = "Codice destinatario errato.",
        *,
        numeration: str = "",
        type: str = "invoice",
    ) -> str:
        """SdI refuses an e-invoice."""
        with self._gate.lock:
            (found,) = self._named(number, numeration, type)
            found |= {
                "ei_status": "discarded",
                "locked": False,
                "refused_code": because,
                "refused_because": words,
                "refused_at": self._scene.stamped,
            }
            self._scene.hooks.tell(self._shop, STATUS_UPDATE, found["id"])
            return because

    def transmit(self, number: str, *, numeration: str = "", type: str = "invoice") -> str:
        """Somebody sends an e-invoice by hand."""
        with self._gate.lock:
            (found,) = self._named(number, numeration, type)
            self._shop.handed_over.setdefault(found["id"], []).append(self._scene.now)
            found |= {"ei_status": "attempt", "locked": True, "status_before": found["ei_status"]}
            self._scene.hooks.tell(self._shop, STATUS_UPDATE, found["id"])
            return number

    def correct(self, number: str, numeration: str = "", **entity: Any) -> str:
        """Somebody corrects the buyer on a document that is not locked: `ei_code`, `tax_code`, ..."""
        with self._gate.lock:
            (found,) = self._named(number, numeration)
            if found["locked"]:
                raise Problem(403, "Il documento è bloccato.")
            found["entity"] |= entity
            self._tell(found, "update")
            return number

    def answer(self, request: Request) -> Response:
        """POST /_person/<method> with the arguments as a JSON object; the result as {"result": ...}."""
        methods: dict[str, Callable[..., str]] = {
            "issue": self.issue,
            "delete_last": self.delete_last,
            "pay": self.pay,
            "subject": self.subject,
            "revoke": self.revoke,
            "discard": self.discard,
            "sdi_answers": self.sdi_answers,
            "transmit": self.transmit,
            "correct": self.correct,
        }
        method = methods.get(request.path.removeprefix(DOOR))
        if method is None:
            return as_json({"error": f"A person can: {', '.join(methods)}."}, 404)
        try:
            arguments: dict[str, Any] = msgspec.json.decode(request.get_data() or b"{}", type=dict[str, Any])
            return as_json({"result": method(**arguments)})
        except Problem as problem:
            return as_json({"error": problem.message}, 400)
        except (TypeError, ValueError) as error:
            return as_json({"error": str(error)}, 400)

    def _tell(self, document: Json, event: str) -> None:
        self._scene.hooks.tell(self._shop, f"issued_documents.{document['type']}s.{event}", document["id"])

    @property
    def _shop(self) -> Company:
        return self._scene.book.companies[seed.SHOP]

    def _named(self, number: str, numeration: str, type: str = "invoice") -> list[Json]:
        year = self._scene.today.year
        found = [one for one in self._shop.numbered(type, year, numeration) if str(one["number"]) == number]
        if not found:
            raise Problem(404, "Not found.")
        return found

    @contextmanager
    def _calling(self, body: Json) -> Iterator[Call]:
        content = msgspec.json.Encoder(decimal_format="number").encode(body)
        with self._gate.lock:
            yield Call(self._scene, Access((seed.SHOP,)), {}, content, "", DOOR, (), self._shop)
