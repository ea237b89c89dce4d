"""Fatture in Cloud on the stage."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from tests.proof.remote import Remote
from tests.proof.systems.cloud_pages import CloudPages
from tests.proof.systems.fattureincloud_calls import forgeries, heard_by, subscribe_elsewhere
from tests.proof.systems.staged import (
    ELSEWHERE,
    HOST,
    Forgery,
    Hear,
    Misfortune,
    StagedSystem,
    a_price,
    switched,
)

from facturier.drafting.company import Company, Dated
from facturier.drafting.settings import PaymentMap
from facturier.model.kinds import DocumentKind
from facturier.sandbox.clock import SandboxClock
from facturier.sandbox.ledger import mark_in
from facturier.systems.fattureincloud import company
from facturier.systems.fattureincloud.names import TYPES, series_name
from facturier.systems.fattureincloud.sandbox import create
from facturier.systems.fattureincloud.sandbox.books import EVERYTHING, Access
from facturier.systems.fattureincloud.sandbox.products import TAKES
from facturier.systems.fattureincloud.sandbox.replies import Json, Problem
from facturier.systems.fattureincloud.sandbox.seed import (
    CLIENT_ID,
    CLIENT_SECRET,
    NEIGHBOUR,
    OFFICE,
    SHOP,
    SHOP_VAT,
)

KINDS = {type: kind for kind, type in TYPES.items()}
OFFICE_VAT = "IT09876543217"


class FattureInCloud(StagedSystem):
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
    receipt = "PayPal MP08 [6]"
    collect = r"PUT /c/\d+/issued_documents"
    called = f"before POST /c/{SHOP}/issued_documents"
    limited = renews = True
    disputed: ClassVar[Mapping[str, tuple[Any, ...]]] = {
        "blocked_by": ("minutes", "hour"),
        "per_page": (50, 5),
        "list_fieldset": ("basic", "detailed"),
        "list_lag": (0, 0, 5.0),
        "numerations": ("next", "last"),
        "without_suffix": ("found", "not_found"),
        "duplicate_number": ("refused", "allowed"),
        "vat_per": ("rate", "line"),
        "rounds_prices": (False, True),
        "payments_needed": (True, False),
        "put_lists": ("replaced", "merged"),
        "unknown_method": ("kept", "refused"),
        "created_zone": ("Europe/Rome", "UTC"),
        "method_code": (True, False),
        "unknown_numeration": ("created", "refused"),
        "plan_code": (403, 422),
        "verify_errors": ("object", "list"),
        "verify_code": (422, 400),
        "unsent_status": ("not_sent", "null"),
        "sent_again": ("refused", "sent"),
        "status_lag": (0, 0, 120.0),
        "discard_told": ("moment", "day", "nothing"),
        "net_leads": (False, False, True),
        "put_entity": ("replaced", "merged"),
        "put_reopens": (False, True),
        "binned_stock": ("comes_back", "stays_out"),
        "refresh_once": (True, False),
    }
    refusal = Problem
    deeds = ("issue", "issue elsewhere", "delete last", "pay", "change")
    touches = ("split payments", "pay part", "pay", "reword", "issue ahead", "delete last")
    uncredits = ("delete credit",)
    looked = r"after GET /c/\d+/issued_documents/\d+"
    saves = r"POST /c/\d+/entities/clients"
    papers = "GET /doc"
    stocked: ClassVar[Mapping[str, Any] | None] = {}
    second = "/A"
    others: ClassVar[Mapping[DocumentKind, str]] = dict.fromkeys(
        (DocumentKind.PROFORMA, DocumentKind.RECEIPT, DocumentKind.ORDER), "/"
    )
    electronic: ClassVar[Mapping[str, Any] | None] = {"e_invoice": True}
    hands = "/e_invoice/send"
    amends = r"PUT /c/\d+/issued_documents"
    sends = f"{hands}|{amends}"
    consents: ClassVar[Mapping[str, Any]] = {
        "token": "",
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
    }
    back = "http://localhost:8080/connections/consent/back/"
    choices: ClassVar[Mapping[str, tuple[Any, ...]]] = {
        "show_payments": (False,),
        "show_payment_method": (False,),
        "template": ("Light Smoke [110]", "none [999]"),
        "stamp_duty": (True,),
        "e_invoice": (True,),
    }
    misfortunes: ClassVar[Mapping[str, Misfortune]] = {
        "the licence runs out": switched("licence_expired", True, False),
        "the plan is used up": switched("plan_limit", 0, None),
        "the token may do little": lambda on: (on._restrict, on._widen),
    }
    mistakes: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {"token": "wrong"},
        {"token": "", "client_id": ""},
        {"token": "tokèn"},
        {"company": ""},
        {"company": "999"},
        {"vat_number": "IT00743110157"},
        {"suffixes": "/NEW"},
        {"template": "none [999]"},
        {"e_invoice": True},
        {"exempt_vat": "none [999]"},
        {"base_url": f"http://{HOST}/v2"},
        {"company": str(OFFICE)},
    )
    mistaken: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {"company": str(OFFICE)},
        {"company": str(NEIGHBOUR)},
        {"company": str(OFFICE), "vat_number": OFFICE_VAT},
        {"company": ""},
        {"base_url": f"http://{HOST}/v2"},
        {"suffixes": "/NEW"},
    )

    calling: ClassVar[Mapping[str, tuple[Any, ...]]] = {
        "hooks_doubled": (False, True),
        "hooks_lost": (False, False, False, True),
        "hook_delay": (2, 2, 600),
    }

    def __init__(self, seed: int, clock: SandboxClock, switches: Mapping[str, Any]) -> None:
        self.sandbox = create(seed, clock, **switches)
        self._refusals: Counter[int] = Counter()
        self._pages = CloudPages(self.sandbox)

    def payment(self, method: str, record: bool) -> PaymentMap:
        return PaymentMap(method=method, type="PayPal MP08 [6]", account="PayPal [3]", record=record)

    def forget(self) -> None:
        company.PROVED.clear()

    def marks(self) -> Iterable[str]:
        company = self.sandbox.company()
        return [mark_in(one["subject"]) for one in (*company.documents.values(), *company.bin.values())]

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
                kind=kind,
                sent=len(self.sandbox.company().handed_over.get(one["id"], ())),
                again=self._refusals[one["id"]],
                moved=_moved(one),
            )

    @property
    def by_hand(self) -> Mapping[str, Callable[[], str]]:
        return {
            "issue": self._issue,
            "issue elsewhere": self._issue_elsewhere,
            "delete last": lambda: f"deletes {self.sandbox.person.delete_last()}",
            "pay": self._pay,
            "change": self._change,
            "accept e-invoices": lambda: self._answered("accepted"),
            "turn down e-invoices": lambda: self._answered("rejected"),
            "lose e-invoices": lambda: self._answered("not_delivered"),
            "refuse e-invoices": self._discarded,
            "revoke access": self._revoke,
            **self._pages.deeds,
            "subscribe elsewhere": lambda: subscribe_elsewhere(self.sandbox),
            "leave elsewhere": self._leave_elsewhere,
            "send e-invoice": self._send,
            "delete before": self._delete_before,
        }

    def _under_way(self) -> list[Json]:
        there = self.sandbox.company().documents.values()
        return [one for one in there if one["ei_status"] == "attempt"]

    def _answered(self, status: str) -> str:
        """What SdI says of all that is under way."""
        waiting = self._under_way()
        for one in waiting:
            self.sandbox.person.sdi_answers(
                str(one["number"]), status, numeration=one["numeration"], type=one["type"]
            )
        return f"says {status} of {len(waiting)} e-invoices"

    def _discarded(self) -> str:
        waiting = self._under_way()
        for one in waiting:
            self._refusals[one["id"]] += 1
            self.sandbox.person.discard(str(one["number"]), numeration=one["numeration"], type=one["type"])
        return f"refuses {len(waiting)} e-invoices"

    def _send(self) -> str:
        """Of the newest invoice that is not on its way already."""
        open_ones = [one for one in self._invoices() if not one["locked"]]
        if not open_ones:
            return "finds nothing to send"
        number, numeration = str(open_ones[-1]["number"]), open_ones[-1]["numeration"]
        return f"sends the e-invoice of {self.sandbox.person.transmit(number, numeration=numeration)}"

    def _delete_before(self) -> str:
        """The newest document that an invoice would be made out of."""
        kinds = [one["type"] for one in self.sandbox.company().documents.values()]
        made = [type for type in kinds if type in ("proforma", "order")]
        return f"deletes {self.sandbox.person.delete_last(type=made[-1])}" if made else "finds nothing"

    def _revoke(self) -> str:
        """All that was granted is taken back."""
        self.sandbox.book.tokens.clear()
        self.sandbox.book.refreshes.clear()
        return "takes all access back"

    def _restrict(self) -> None:
        self.sandbox.person.restrict("settings:r")

    def _widen(self) -> None:
        for access in self.sandbox.book.tokens.values():
            access.scopes = frozenset({EVERYTHING})

    def keeps(self, codes: Sequence[str]) -> None:
        self._pages.keeps(codes)

    def clients(self) -> Iterator[str]:
        for one in self.sandbox.company().clients.values():
            yield one["vat_number"] or one["tax_code"] or f"{one['name']} {one['email']}"

    def elsewhere(self) -> int:
        books = self.sandbox.book.companies
        return sum(len(books[id].documents) + len(books[id].clients) for id in (OFFICE, NEIGHBOUR))

    def calls(self, hear: Hear) -> None:
        self.sandbox.hooks.post = heard_by(hear)

    def forgeries(self, address: str) -> Sequence[Forgery]:
        return tuple(forgeries(self.sandbox, address))

    def remove_hooks(self) -> None:
        self.sandbox.company().subscriptions.clear()

    def _leave_elsewhere(self) -> str:
        self.sandbox.company().subscriptions.pop("SUB0", None)
        return "has nobody else called"

    def issue_for(self, number: str, price: Decimal) -> str:
        return self.sandbox.person.issue(f"{price}", subject=f"Ordine {number}")

    def renew(self) -> None:
        self.sandbox.person.revoke()

    def secrets(self) -> Mapping[str, str]:
        return {"token": next(iter(self.sandbox.book.tokens), "a/none-5b7e1c")}

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
        if made[-1]["number"] % 3 == 0:
            made[-1]["amount_vat"] += 1
            return f"reckons {made[-1]['number']} with another VAT"
        for field in ("amount_net", "amount_gross"):
            made[-1][field] += 1
        self.sandbox.person._tell(made[-1], "update")
        return f"makes {made[-1]['number']} dearer by 1"


def _moved(document: Json) -> Decimal:
    """How many pieces left the stock with it."""
    if document["type"] not in TAKES:
        return Decimal(0)
    taken = (line["qty"] for line in document["items_list"] if line["stock"] and line["product_id"])
    return sum(map(Decimal, taken), Decimal(0))
