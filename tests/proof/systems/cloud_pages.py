"""What people do on the pages of Fatture in Cloud with documents and products that are there."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

from facturier.systems.fattureincloud.sandbox import FattureInCloudSandbox
from facturier.systems.fattureincloud.sandbox.replies import Json

INSTALMENT = Decimal("5.00")


class CloudPages:
    """Each tells what it did."""

    def __init__(self, sandbox: FattureInCloudSandbox) -> None:
        self._sandbox = sandbox
        self._kept: dict[int, Json] = {}

    @property
    def deeds(self) -> Mapping[str, Callable[[], str]]:
        return {
            "split payments": lambda: self._instalment(paid=False),
            "pay part": lambda: self._instalment(paid=True),
            "reword": self._reword,
            "issue ahead": self._issue_ahead,
            "send e-invoices": self._send,
            "mend e-invoices": self._mend,
            "spoil e-invoices": self._spoil,
            "delete credit": self._delete_credit,
            "lose a product": self._lose,
            "double a product": self._double,
            "tidy products": self._tidy,
        }

    def keeps(self, codes: Sequence[str]) -> None:
        """A product of each code, with enough in stock; the last of them is none that is kept in stock."""
        products = self._sandbox.company().products
        for id, code in enumerate(codes, max(products) + 1):
            products[id] = {**products[5001], "id": id, "code": code, "name": code, "stock_initial": 1000}
        products[max(products)] |= {"in_stock": False, "stock_initial": None}
        self._kept = dict(products)

    def _all(self) -> list[Json]:
        return list(self._sandbox.company().documents.values())

    def _instalment(self, *, paid: bool) -> str:
        """The first payment of the newest invoice that is not paid yet, in two: the smaller is paid, or not."""
        for document in reversed(self._all()):
            for place, one in enumerate(document["payments_list"]):
                if document["type"] == "invoice" and one["status"] != "paid" and one["amount"] > INSTALMENT:
                    small = {**one, "id": self._sandbox.book.new_id(), "amount": INSTALMENT}
                    if paid:
                        account = self._sandbox.company().accounts[1]
                        small |= {"status": "paid", "paid_date": one["due_date"], "payment_account": account}
                    one["amount"] -= INSTALMENT
                    document["payments_list"].insert(place, small)
                    return (
                        f"splits what is to pay of {document['number']}{', a part is paid' if paid else ''}"
                    )
        return "finds nothing to pay"

    def _reword(self) -> str:
        """The newest document gets another subject, without a mark."""
        there = self._all()
        if not there:
            return "finds nothing to reword"
        there[-1]["subject"] = "Ordine cliente"
        return f"rewords {there[-1]['number']}"

    def _issue_ahead(self) -> str:
        """With tomorrow's date: nothing may follow it in this numbering today."""
        day = self._sandbox.clock.now().date() + timedelta(days=1)
        return f"issues {self._sandbox.person.issue('33.00', day=day.isoformat())} with the date of {day}"

    def _send(self) -> str:
        """Not where the vendor would take an e-invoice twice: nobody could keep two people apart there."""
        if self._sandbox.switches.sent_again == "sent":
            return "sends nothing"
        unsent = [one for one in self._all() if one["e_invoice"] and one["ei_status"] == "not_sent"]
        for one in unsent:
            self._sandbox.person.transmit(str(one["number"]), numeration=one["numeration"], type=one["type"])
        return f"sends {len(unsent)} e-invoices"

    def _spoil(self) -> str:
        """A recipient code that nobody can have, on all that is not sent."""
        unsent = [one for one in self._all() if one["ei_status"] == "not_sent"]
        for one in unsent:
            one["entity"]["ei_code"] = "123"
        return f"spoils {len(unsent)} e-invoices"

    def _mend(self) -> str:
        """Of what was refused the recipient code is taken away; all that is not sent gets a whole address."""
        open_ones = [one for one in self._all() if one["ei_status"] in ("discarded", "not_sent")]
        for one in open_ones:
            one["entity"] |= {"ei_code": "0000000", "tax_code": "RSSMRA80A01H501U", "country_iso": "IT"}
            one["entity"] |= {
                "address_street": "Via Roma 1",
                "address_city": "Roma",
                "address_postal_code": "00100",
            }
        return f"mends {len(open_ones)} e-invoices"

    def _delete_credit(self) -> str:
        """The newest of its numbering, unless its e-invoice is on its way, or there."""
        made = [one for one in self._all() if one["type"] == "credit_note"]
        if not made or made[-1]["locked"]:
            return "finds no credit note that can be deleted"
        number = self._sandbox.person.delete_last(made[-1]["numeration"], type="credit_note")
        return f"deletes the credit note {number}"

    def _lose(self) -> str:
        if not self._ours():
            return "finds no product of ours"
        products = self._sandbox.company().products
        return f"deletes the product {products.pop(min(self._ours()))['code']}"

    def _double(self) -> str:
        if not self._ours():
            return "finds no product of ours"
        products, last = self._sandbox.company().products, max(self._ours())
        products[last + 1000] = {**products[last], "id": last + 1000}
        return f"makes the product {products[last]['code']} twice"

    def _tidy(self) -> str:
        products = self._sandbox.company().products
        products.clear()
        products.update(self._kept)
        return "tidies the products up"

    def _ours(self) -> list[int]:
        return [id for id in self._sandbox.company().products if id > 5003]
