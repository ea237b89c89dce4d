"""SmartBill on the stage."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from tests.proof.remote import Remote, of_smartbill
from tests.proof.systems.smartbill_pages import SmartBillPages
from tests.proof.systems.staged import ELSEWHERE, HOST, Misfortune, StagedSystem, a_price, switched
from tests.support.world import demo_company

from facturier.drafting.settings import PaymentMap
from facturier.model.kinds import DocumentKind
from facturier.model.reference import references_in
from facturier.sandbox.clock import SandboxClock
from facturier.systems.smartbill.sandbox import create
from facturier.systems.smartbill.sandbox.answers import Refusal
from facturier.systems.smartbill.sandbox.book import Kind
from facturier.systems.smartbill.sandbox.ledger import Entry
from facturier.systems.smartbill.sandbox.seed import AWKWARD_SERIES, NEIGHBOUR, NON_PAYER, SHOP, new_token


class SmartBill(StagedSystem):
    """See `StagedSystem`."""

    connector = "smartbill"
    host = HOST
    company = demo_company()
    series = "FCT"
    create = "POST /SBORO/api/invoice"
    receipt = "Chitanta"
    collect = "POST /SBORO/api/payment"
    papers = "/invoice/pdf"
    called = "before POST /SBORO/api/invoice/v2"
    limited = renews = True
    disputed: ClassVar[Mapping[str, tuple[Any, ...]]] = {
        "limit_code": (429, 403),
        "limit_body": ("error_text", "empty"),
        "block_prolonged": (False, True),
        "refusal_code": (400, 200),
        "server_error_body": ("html", "json"),
        "next_number": ("int", "str"),
        "number_width": (4, 1, 6),
        "deleted_number_free": (True, False),
        "vat_rounding": ("line", "document"),
        "observations_printed": (True, False),
        "storno_keeps_mentions": (False, True),
        "storno_settles": (True, False),
        "cif_exact": (True, False),
        "client_saved": (False, True),
        "delete_code": (400, 403),
        "legacy_create": (200, 404, 405),
        "null_tolerated": (True, False),
        "second_invoice_refused": (False, True),
        "drafts_listed": (True, False),
    }
    refusal = Refusal
    deeds = ("issue", "issue elsewhere", "delete last", "renumber", "cancel", "pay", "change")
    touches = ("pay part", "pay", "reword", "issue ahead", "renumber", "delete last")
    uncredits = ("delete credit",)
    stocked: ClassVar[Mapping[str, Any] | None] = {"warehouse": SHOP}
    stocking: ClassVar[Mapping[str, Any]] = {"product_codes": True}
    second = AWKWARD_SERIES
    others: ClassVar[Mapping[DocumentKind, str]] = {DocumentKind.PROFORMA: "PF"}
    choices: ClassVar[Mapping[str, tuple[Any, ...]]] = {
        "product_codes": (True,),
        "warehouse": ("Magazin", "none"),
        "receipt_series": ("CH",),
        "person_code": ("-", "0"),
        "issuer_name": ("Ana Popescu",),
        "legacy_create": (True,),
        "unit": ("kg", "@@@@@"),
    }
    misfortunes: ClassVar[Mapping[str, Misfortune]] = {
        "the licence runs out": switched("licence_expired", True, False),
        "the plan is used up": switched("plan_limit", 0, None),
        "the company is taken away": lambda on: (on._company_gone, on._company_back),
        "the series is gone": lambda on: (on._series_gone, on._series_back),
        "the company pays no VAT": lambda on: (lambda: on._paying_vat(False), lambda: on._paying_vat(True)),
        "the period is closed": lambda on: (lambda: on._closed(date.max), lambda: on._closed(None)),
    }
    empty = "Magazin"
    mistakes: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {"token": "wrong"},
        {"company": "12345674"},
        {"company": "RO99999999"},
        {"warehouse": "none"},
        {"receipt_series": "none"},
        {"unit": "none"},
        {"price_decimals": 7},
        {"company": NON_PAYER},
        {"email": "nobody@example.ro"},
        {"base_url": f"http://{HOST}/v2"},
    )
    mistaken: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {"company": NON_PAYER},
        {"company": NEIGHBOUR},
        {"base_url": f"http://{HOST}/v2"},
        {"warehouse": "none", "receipt_series": "none"},
    )

    def __init__(self, seed: int, clock: SandboxClock, switches: Mapping[str, Any]) -> None:
        self.sandbox = create(seed, clock, **switches)
        self._pages = SmartBillPages(self.sandbox, self.series)

    def payment(self, method: str, record: bool) -> PaymentMap:
        return PaymentMap(method=method, type="Ordin plata", record=record)

    def remotes(self) -> Iterator[Remote]:
        return of_smartbill(self.sandbox)

    def marks(self) -> Iterable[str]:
        for entry in self.sandbox.ledger.entries():
            yield from references_in(f"{entry.mentions}\n{entry.observations}")

    @property
    def by_hand(self) -> Mapping[str, Callable[[], str]]:
        return {
            "issue": self._issue,
            "issue elsewhere": self._issue_elsewhere,
            "delete last": lambda: f"deletes {self.sandbox.person.delete_last(self.series)}",
            "renumber": self._renumber,
            "cancel": self._cancel,
            "pay": self._of_last(self.sandbox.person.pay),
            "change": self._change,
            **self._pages.deeds,
            "delete before": lambda: f"deletes {self.sandbox.person.delete_last('PF')}",
            "invoice proforma": self._invoice_proforma,
        }

    def keeps(self, codes: Sequence[str]) -> None:
        self._pages.keeps(codes)

    def elsewhere(self) -> int:
        books = self.sandbox.book.companies
        return sum(len(books[cif].documents) for cif in (NON_PAYER, NEIGHBOUR))

    def _paying_vat(self, pays: bool) -> None:
        self.sandbox.company().pays_vat = pays

    def _company_gone(self) -> None:
        self.sandbox.book.users[0].cifs.remove(self.sandbox.company().cif)

    def _company_back(self) -> None:
        cifs, mine = self.sandbox.book.users[0].cifs, self.sandbox.company().cif
        if mine not in cifs:
            cifs.insert(0, mine)

    def _series_gone(self) -> None:
        company = self.sandbox.company()
        self._kept = [one for one in company.series if one.name == self.series]
        company.series[:] = [one for one in company.series if one.name != self.series]

    def _series_back(self) -> None:
        self.sandbox.company().series.extend(self._kept)

    def _closed(self, until: date | None) -> None:
        self.sandbox.company().closed_until = until

    def issue_for(self, number: str, price: Decimal) -> str:
        return self.sandbox.person.issue(self.series, f"{price}", mentions=f"Comanda {number}")

    def renew(self) -> None:
        self.sandbox.book.users[0].token = new_token(self.sandbox.random)

    def secrets(self) -> Mapping[str, str]:
        return {"token": self.sandbox.book.users[0].token}

    def count(self, exceeded: Callable[[], None]) -> None:
        limiter, clock = self.sandbox._gate._limiter, self.sandbox.clock
        admits = limiter.admits

        def counted(token: str, *, prolonged: bool) -> bool:
            until = limiter._use(token).blocked_until
            blocked = until is not None and clock.now() < until
            admitted = admits(token, prolonged=prolonged)
            if not admitted and not blocked:
                exceeded()
            return admitted

        limiter.admits = counted  # type: ignore[method-assign]

    def _last(self) -> Entry | None:
        there = self.sandbox.ledger.entries(Kind.INVOICE, self.series)
        numbered = (one for one in there if one.number and not one.deleted)
        return max(numbered, key=lambda one: int(one.number), default=None)

    def _of_last(self, deed: Callable[[str, str], str]) -> Callable[[], str]:
        def done() -> str:
            last = self._last()
            return deed(self.series, last.number) if last else "finds nothing"

        return done

    def _cancel(self) -> str:
        """Of a credit note nobody could notice it: SmartBill does not tell what is cancelled."""
        last = self._last()
        if last is None or last.total < 0:
            return "finds nothing to cancel"
        return self.sandbox.person.cancel(self.series, last.number)

    def _issue_elsewhere(self) -> str:
        return f"another installation issues {self.sandbox.person.issue(self.series, '44.00', mentions=ELSEWHERE)}"

    def _issue(self) -> str:
        last = self._last()
        price = a_price(last.total, int(last.number)) if last else a_price()
        return f"issues {self.sandbox.person.issue(self.series, price)} for {price}"

    def _invoice_proforma(self) -> str:
        made = [one for one in self.sandbox.ledger.entries() if one.kind is Kind.PROFORMA and not one.deleted]
        if not made:
            return "finds no proforma"
        number = self.sandbox.person.invoice_proforma(made[-1].series, made[-1].number, self.series)
        return f"makes {number} out of {made[-1].number}"

    def _renumber(self) -> str:
        last = self._last()
        if last is None:
            return "finds nothing to renumber"
        number = self.sandbox.person.renumber(self.series, last.number, int(last.number) + 2)
        return f"makes {last.number} {number}"

    def _change(self) -> str:
        """The newest invoice gets another price. Of a proforma SmartBill tells no total: nobody could notice."""
        last = self._last()
        made = [one for one in self.sandbox.company().documents if one.kind is Kind.INVOICE]
        if last is None or not made or made[-1].number != last.number:
            return "finds nothing to change"
        made[-1].net += 1
        return f"makes {last.number} dearer by 1"
