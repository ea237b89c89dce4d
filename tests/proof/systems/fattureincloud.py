"""Fatture in Cloud on the stage."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from tests.proof.remote import Remote
from tests.proof.systems.staged import ELSEWHERE, HOST, a_price

from facturier.drafting.company import Company, Dated
from facturier.drafting.settings import PaymentMap
from facturier.model.kinds import DocumentKind
from facturier.sandbox.clock import SandboxClock
from facturier.sandbox.ledger import mark_in
from facturier.systems.fattureincloud import company
from facturier.systems.fattureincloud.names import series_name
from facturier.systems.fattureincloud.sandbox import create
from facturier.systems.fattureincloud.sandbox.books import Access
from facturier.systems.fattureincloud.sandbox.replies import Json, Problem
from facturier.systems.fattureincloud.sandbox.seed import SHOP, SHOP_VAT

KINDS = {"invoice": DocumentKind.INVOICE, "credit_note": DocumentKind.CREDIT_NOTE}


class FattureInCloud:
    """See `StagedSystem`."""

    connector = "fattureincloud"
    host = HOST
    company = Company(
        name="Bottega Demo Srl",
        country="IT",
        tax_id=SHOP_VAT,
        zone="Europe/Rome",
        currency="EUR",
        vat_payer=(Dated(since=date(2010, 1, 1)),),
    )
    series = "/"
    create = r"POST /c/\d+/issued_documents$"
    collect = r"PUT /c/\d+/issued_documents"
    called = f"before POST /c/{SHOP}/issued_documents"
    limited = renews = True
    disputed: Mapping[str, tuple[Any, ...]] = {
        "blocked_by": ("minutes", "hour"),
        "per_page": (50, 5),
        "list_fieldset": ("basic", "detailed"),
        "list_lag": (0, 0, 5.0),
        "numerations": ("next", "last"),
        "duplicate_number": ("refused", "allowed"),
        "vat_per": ("rate", "line"),
        "rounds_prices": (False, True),
        "payments_needed": (True, False),
        "put_lists": ("replaced", "merged"),
        "unknown_method": ("kept", "refused"),
        "created_zone": ("Europe/Rome", "UTC"),
        "method_code": (True, False),
    }
    refusal = Problem
    deeds = ("issue", "issue elsewhere", "delete last", "pay", "change")

    def __init__(self, seed: int, clock: SandboxClock, switches: Mapping[str, Any]) -> None:
        self.sandbox = create(seed, clock, **switches)
        company._PROVED.clear()  # a run is a process of its own

    def payment(self, method: str, record: bool) -> PaymentMap:
        return PaymentMap(method=method, type="PayPal MP08 [6]", account="PayPal [3]", record=record)

    def remotes(self) -> Iterator[Remote]:
        """What is in the bin is deleted."""
        for one in self.sandbox.company().documents.values():
            kind = KINDS[one["type"]]
            sign = -1 if kind is DocumentKind.CREDIT_NOTE else 1
            paid = (Decimal(each["amount"]) for each in one["payments_list"] if each["status"] == "paid")
            yield Remote(
                series_name(kind, one["numeration"], one["year"]),
                str(one["number"]),
                sign * one["amount_gross"],
                mark_in(one["subject"]),
                paid=sign * sum(paid, Decimal(0)),
            )

    @property
    def by_hand(self) -> Mapping[str, Callable[[], str]]:
        return {
            "issue": self._issue,
            "issue elsewhere": self._issue_elsewhere,
            "delete last": lambda: f"deletes {self.sandbox.person.delete_last()}",
            "pay": self._pay,
            "change": self._change,
        }

    def renew(self) -> None:
        self.sandbox.person.revoke()

    def secrets(self) -> Mapping[str, str]:
        return {"token": next(iter(self.sandbox.book.tokens))}

    def count(self, exceeded: Callable[[], None]) -> None:
        limiter = self.sandbox._gate._limiter
        admit = limiter.admit

        def counted(access: Access, company: int) -> None:
            try:
                admit(access, company)
            except Problem:
                exceeded()
                raise

        limiter.admit = counted  # type: ignore[method-assign]

    def _invoices(self) -> list[Json]:
        """In the order of their making."""
        there = self.sandbox.company().documents.values()
        return [one for one in there if one["type"] == "invoice"]

    def _issue_elsewhere(self) -> str:
        return f"another installation issues {self.sandbox.person.issue('44.00', subject=ELSEWHERE)}"

    def _issue(self) -> str:
        last = self._invoices()[-1:]
        price = a_price(last[0]["amount_gross"], last[0]["number"]) if last else a_price()
        return f"issues {self.sandbox.person.issue(price)} for {price}"

    def _pay(self) -> str:
        last = self._invoices()[-1:]
        return f"notes {self.sandbox.person.pay(str(last[0]['number']))} as paid" if last else "finds nothing"

    def _change(self) -> str:
        """The newest document gets another price."""
        made = list(self.sandbox.company().documents.values())
        if not made:
            return "finds nothing to change"
        for field in ("amount_net", "amount_gross"):
            made[-1][field] += 1
        return f"makes {made[-1]['number']} dearer by 1"
