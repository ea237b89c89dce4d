"""Oblio on the stage."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from msgspec.structs import replace
from tests.proof.remote import Remote, undone_after
from tests.proof.systems.oblio_calls import FORGERIES, heard_by
from tests.proof.systems.oblio_pages import OblioPages
from tests.proof.systems.staged import ELSEWHERE, HOST, Forgery, Hear, Misfortune, StagedSystem, a_price
from tests.support.world import demo_company

from facturier.drafting.settings import PaymentMap
from facturier.model.kinds import DocumentKind
from facturier.sandbox.clock import SandboxClock
from facturier.sandbox.ledger import PERSON, mark_in
from facturier.systems.oblio.sandbox import create
from facturier.systems.oblio.sandbox.answers import Refusal
from facturier.systems.oblio.sandbox.book import Kind, Product, Series
from facturier.systems.oblio.sandbox.einvoice import ACCEPTED, UNDER_WAY, WRONG
from facturier.systems.oblio.sandbox.ledger import Entry
from facturier.systems.oblio.sandbox.seed import GOODS, SHOP, STATION, STOCKED

PLENTY = 500


class Oblio(StagedSystem):
    """See `StagedSystem`."""

    connector = "oblio"
    host = HOST
    company = demo_company()
    series = "FCT"
    create = "POST /api/docs/(invoice|proforma)"
    receipt = "Chitanta"
    collect = "/collect"
    called = "before POST /api/docs/invoice"
    limited = renews = True
    disputed: ClassVar[Mapping[str, tuple[Any, ...]]] = {
        "limit_body": ("json", "html", "empty"),
        "one_token": (False, True),
        "refusal_code": (400, 200),
        "key_reuse": ("same", "refused"),
        "delete_frees_key": (True, False),
        "number_width": (4, 1, 6),
        "list_lag": (0, 0, 5.0),
        "draft_number": ("text", "null"),
        "drafts_always": (False, True),
        "numbers_as_text": (True, False),
        "empty_mentions": ("text", "null"),
        "total_shown": (False, True),
        "vat_rounding": ("line", "unit", "document"),
        "rounds_price": (False, True),
        "derived_mentions": ("sent", "copied"),
        "second_derived": ("made", "refused"),
        "part_storno_uncollects": (True, False),
        "repeated_change": ("done", "refused"),
        "cancelled_deletable": (True, False),
        "moves_back": (True, False),
        "shortage_refused": (True, False),
        "unknown_vat": ("refused", "made"),
    }
    refusal = Refusal
    deeds = ("issue", "issue elsewhere", "delete last", "cancel", "restore", "change")
    tells_cancelled = True
    second = "WEB/Ș 1"
    drafts = ("leave unfinished", "leave a page unfinished", "copy unfinished")
    uncredits = ("delete credit", "delete credit", "cancel credit")
    others: ClassVar[Mapping[DocumentKind, str]] = {DocumentKind.PROFORMA: "PF"}
    electronic: ClassVar[Mapping[str, Any] | None] = {}
    hands = amends = "POST /api/docs/einvoice"
    choices: ClassVar[Mapping[str, tuple[Any, ...]]] = {
        "receipt_series": ("CH",),
        "person_code": ("0000000000000", "-"),
        "warehouse": ("Magazin", "none"),
        "unit": ("kg",),
    }
    misfortunes: ClassVar[Mapping[str, Misfortune]] = {
        "the company is taken away": lambda on: (on.sandbox.person.lose_company, on._opened),
        "the series is gone": lambda on: (lambda: on.sandbox.person.drop_series("FCT"), on._series_back),
        "the subscription has run out": lambda on: (on._refuses, on.sandbox._gate._refusals.clear),
        "VAT has another name": lambda on: (
            lambda: on._call_vat("Standard"),
            lambda: on._call_vat("Normala"),
        ),
    }
    empty = "Magazin"
    mistakes: ClassVar[tuple[Mapping[str, Any], ...]] = (
        {"secret": "wrong"},
        {"company": "12345674"},
        {"company": "87654329"},
        {"company": "RO99999999"},
        {"warehouse": "none"},
        {"work_station": "none"},
        {"receipt_series": "none"},
    )
    stocked: ClassVar[Mapping[str, Any] | None] = {"warehouse": SHOP}
    calling: ClassVar[Mapping[str, tuple[Any, ...]]] = {
        "hook_verb": ("POST", "GET", "HEAD"),
        "hook_payload": ("all", "data", "all", "nothing"),
    }

    def __init__(self, seed: int, clock: SandboxClock, switches: Mapping[str, Any]) -> None:
        self.sandbox = create(seed, clock, **switches)
        self._refusals: Counter[tuple[str, str]] = Counter()
        self._pages = OblioPages(self.sandbox, self.series)

    def payment(self, method: str, record: bool) -> PaymentMap:
        return PaymentMap(method=method, type="Ordin de plata", record=record)

    def marks(self) -> Iterable[str]:
        return [mark_in(one.mentions) for one in self.sandbox.ledger.entries()]

    def remotes(self) -> Iterator[Remote]:
        yield from self._proformas()
        there = [one for one in self.sandbox.ledger.entries(Kind.INVOICE) if not one.deleted]
        marks = {(one.series, one.number): mark_in(one.mentions) for one in there}
        companies = self.sandbox.book.companies.values()
        standing = (one for company in companies for one in company.standing(Kind.INVOICE))
        made = {(one.series, one.number): one for one in standing}
        reversals = [one for one in there if one.reverses]
        by_call = {(one.series, one.reverses): one for one in reversals if one.made_by != PERSON}
        undone = {(one.series, one.reverses) for one in reversals if one.whole and not one.cancelled}
        for entry in there:
            name = entry.series, entry.number
            mark, source = marks[name], made[name].source
            if entry.reverses and mark == marks.get((entry.series, entry.reverses)):  # copied from that
                mark = ""
            elif source is not None and mark == mark_in(source.mentions):
                mark = made[name].key  # copied from the proforma: whose it is only its key says
            yield Remote(
                *name,
                entry.total,
                mark,
                entry.cancelled,
                name in undone,
                entry.reverses,
                entry.paid,
                entry.made_by == PERSON,
                sent=entry.transmitted,
                moved=-sum((one.quantity for one in made[name].moves), Decimal(0)),
                again=self._refusals[name],
                undone_after=undone_after(entry, by_call.get(name)),
            )

    def _proformas(self) -> Iterator[Remote]:
        for one in self.sandbox.ledger.entries(Kind.PROFORMA):
            if not one.deleted:
                mark = mark_in(one.mentions)
                yield Remote(
                    one.series, one.number, one.total, mark, one.cancelled, kind=DocumentKind.PROFORMA
                )

    @property
    def by_hand(self) -> Mapping[str, Callable[[], str]]:
        person = self.sandbox.person
        return {
            "issue": self._issue,
            "issue elsewhere": self._issue_elsewhere,
            "delete last": lambda: f"deletes {person.delete_last(self.series)}",
            "cancel": self._cancel,
            "change": self._change,
            **self._pages.deeds,
            "accept e-invoices": lambda: self._spv(ACCEPTED),
            "refuse e-invoices": lambda: self._spv(WRONG),
            "invoice proforma": self._card_pays,
            "pay": self._pay,
        }

    def _spv(self, code: int) -> str:
        """What SPV says of all that is under way."""
        company = self.sandbox.company()
        waiting = [one for one in company.documents if one.einvoice == UNDER_WAY and not one.deleted]
        for one in waiting:
            self._refusals[one.series, one.number] += code == WRONG
            self.sandbox.person.spv_answers(
                one.series, one.number, code, "CIF gresit" if code == WRONG else ""
            )
        return f"SPV says {code} of {len(waiting)}"

    def _card_pays(self) -> str:
        made = list(self.sandbox.company().standing(Kind.PROFORMA))
        if not made:
            return "finds no proforma"
        return f"{made[-1].number} is paid by card: {self.sandbox.person.card_pays(made[-1].series, made[-1].number)}"

    def keeps(self, codes: Sequence[str]) -> None:
        """In the shop's own warehouse, enough of each."""
        company = self.sandbox.company()
        for code in codes:
            stock = {(STATION, SHOP): Decimal(1000)}
            company.products.append(
                Product(code, code, "buc", GOODS, Decimal(1), company.rates[0], stock=stock)
            )

    def _refuses(self) -> None:
        """Whatever would make a document."""
        for _ in range(PLENTY):
            self.sandbox.refuse("Abonamentul a expirat.", match=self.create)

    def _call_vat(self, name: str) -> None:
        """The usual rate, as somebody calls it in the account's settings."""
        rates = self.sandbox.company().rates
        rates[0] = replace(rates[0], name=name)

    def _opened(self) -> None:
        account = self.sandbox.book.accounts[0]
        account.cifs = [STOCKED, *(one for one in account.cifs if one != STOCKED)]

    def _series_back(self) -> None:
        """It goes on where it ended."""
        company = self.sandbox.company()
        numbers = [int(one.number) for one in company.standing(Kind.INVOICE, self.series)]
        width = self.sandbox.switches.number_width
        company.series.append(
            Series(self.series, Kind.INVOICE, max(numbers, default=0) + 1, width, default=True)
        )

    def calls(self, hear: Hear) -> None:
        self.sandbox.hooks.transport = heard_by(hear)

    def forgeries(self, address: str) -> Sequence[Forgery]:
        return FORGERIES

    def remove_hooks(self) -> None:
        """All of them, or the first alone."""
        hooks = self.sandbox.company().hooks
        del hooks[: self.sandbox.random.choice((1, len(hooks)))]

    def issue_for(self, number: str, price: Decimal) -> str:
        return self.sandbox.person.issue(self.series, f"{price}", mentions=f"Comanda {number}")

    def renew(self) -> None:
        self.sandbox.person.change_secret()

    def secrets(self) -> Mapping[str, str]:
        return {"secret": self.sandbox.book.accounts[0].secret}

    def count(self, exceeded: Callable[[], None]) -> None:
        limiter, clock = self.sandbox._gate._limiter, self.sandbox.clock
        admits = limiter.admits

        def counted(email: str, *, makes: bool, older: bool) -> bool:
            use = limiter._uses.get(email)
            blocked = use is not None and use.blocked_until is not None and clock.now() < use.blocked_until
            admitted = admits(email, makes=makes, older=older)
            if not admitted and not blocked:
                exceeded()
            return admitted

        limiter.admits = counted  # type: ignore[method-assign]

    def _last(self) -> Entry | None:
        there = self.sandbox.ledger.entries(Kind.INVOICE, self.series)
        return max((one for one in there if not one.deleted), key=lambda one: int(one.number), default=None)

    def _issue_elsewhere(self) -> str:
        return f"another installation issues {self.sandbox.person.issue(self.series, '44.00', mentions=ELSEWHERE)}"

    def _issue(self) -> str:
        last = self._last()
        price = a_price(last.total, int(last.number)) if last else a_price()
        return f"issues {self.sandbox.person.issue(self.series, price)} for {price}"

    def _cancel(self) -> str:
        last = self._last()
        return f"cancels {self.sandbox.person.cancel(self.series, last.number)}" if last else "finds nothing"

    def _pay(self) -> str:
        """All that is left of the newest invoice of which something is."""
        made = self.sandbox.company().standing(Kind.INVOICE)
        owed = [one for one in made if not one.cancelled and one.total > one.collected]
        if not owed:
            return "finds nothing to pay"
        return f"collects {self.sandbox.person.collect(self.series, owed[-1].number)}"

    def _change(self) -> str:
        """The newest invoice gets another price. Of a proforma Oblio tells no total: nobody could notice."""
        made = list(self.sandbox.company().standing(Kind.INVOICE))
        if not made:
            return "finds nothing to change"
        made[-1].net += 1
        self.sandbox.hooks.tell(self.sandbox.company(), "Invoice/Update", self.sandbox.hooks.named(made[-1]))
        return f"makes {made[-1].number} dearer by 1"
