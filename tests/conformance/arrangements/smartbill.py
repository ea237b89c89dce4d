"""How SmartBill's simulator is arranged for the suite."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import Any, cast

from msgspec.structs import replace
from tests.conformance.arrangement import Entry, MayLack, Switches, Values
from tests.conformance.line import URL

from facturier.drafting.company import Company, Dated
from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.model.reference import references_in
from facturier.sandbox.clock import VirtualClock
from facturier.sandbox.faults import LONGEST_DELAY
from facturier.sandbox.kit import Sandbox
from facturier.systems.smartbill.sandbox import SmartBillSandbox, create
from facturier.systems.smartbill.sandbox.answers import Refusal
from facturier.systems.smartbill.sandbox.book import Kind
from facturier.systems.smartbill.sandbox.ledger import Entry as Written

_KINDS = {
    Kind.INVOICE: DocumentKind.INVOICE,
    Kind.PROFORMA: DocumentKind.PROFORMA,
    Kind.RECEIPT: DocumentKind.RECEIPT,
}
SERIES = "FCT"


class SmartBillArrangement:
    """See `tests.conformance.arrangement.SystemArrangement`."""

    optional: Mapping[str, MayLack] = {
        "invoices_of: invoices.invoices*": MayLack("unfinished invoices are left out", ("result",)),
        "stock: stocks.list.#.products.#.productCode": MayLack("may be missing or empty", ("result.code",)),
    }

    company = Company(
        name="Atelierul Demo SRL",
        country="RO",
        tax_id="RO12345674",
        zone="Europe/Bucharest",
        currency="RON",
        vat_payer=(Dated(since=date(2010, 1, 1)),),
    )
    series: Mapping[DocumentKind, str] = {DocumentKind.INVOICE: SERIES, DocumentKind.PROFORMA: "PF"}
    payment_type = "Ordin plata"
    arithmetics: Sequence[Switches] = tuple(
        {"vat_rounding": rounding, "rounds_price": cut}
        for rounding in ("line", "unit", "document")
        for cut in (False, True)
    )
    limits: Sequence[Switches] = tuple(
        {"limit_code": code, "limit_body": body} for code in (403, 429) for body in ("error_text", "empty")
    )

    latest_commit = LONGEST_DELAY

    def make(self, clock: VirtualClock, **switches: Any) -> Sandbox:
        return create(clock=clock, **switches)

    def settings(self, sandbox: Sandbox) -> Values:
        return sandbox.settings(URL)

    def broken(self, values: Values) -> Mapping[str, Values]:
        return {
            "another token": {**values, "token": "f" * 32},
            "another user": {**values, "email": "nobody@example.ro"},
            "a company of nobody": {**values, "company": "RO99999999"},
            "a company of another user": {**values, "company": "RO11111110"},
            "the company without RO": {**values, "company": "12345674"},
            "another address": {**values, "base_url": f"{URL}/api"},
        }

    def ledger(self, sandbox: Sandbox) -> Sequence[Entry]:
        return tuple(_entry(one) for one in _smartbill(sandbox).ledger.entries())

    def unusable(self) -> Mapping[str, Callable[[Sandbox], None]]:
        def expired(sandbox: Sandbox) -> None:
            _smartbill(sandbox).switches.licence_expired = True

        def used_up(sandbox: Sandbox) -> None:
            _smartbill(sandbox).switches.plan_limit = 0

        def new_password(sandbox: Sandbox) -> None:
            _smartbill(sandbox).person.change_token()

        return {"licence expired": expired, "plan used up": used_up, "new password": new_password}

    def unknown_vat(self, draft: Draft) -> Draft:
        lines = (replace(line, vat=replace(line.vat, name="Necunoscuta")) for line in draft.lines)
        return replace(draft, lines=tuple(lines))

    def person_issues(self, sandbox: Sandbox, total: str, mark: str = "") -> None:
        _smartbill(sandbox).person.issue(SERIES, total, mentions=mark)

    def person_deletes_last(self, sandbox: Sandbox) -> None:
        with suppress(Refusal):
            _smartbill(sandbox).person.delete_last(SERIES)

    def person_cancels(self, sandbox: Sandbox, number: str) -> None:
        with suppress(Refusal):
            _smartbill(sandbox).person.cancel(SERIES, number)


def _smartbill(sandbox: Sandbox) -> SmartBillSandbox:
    return cast(SmartBillSandbox, sandbox)


def _entry(written: Written) -> Entry:
    marks = references_in(f"{written.mentions}\n{written.observations}")
    return Entry(
        kind=_KINDS[written.kind],
        series=written.series,
        number=written.number,
        total=written.total,
        vat=written.vat,
        reference=marks[0] if marks else "",
        corrects=written.reverses,
        paid=written.paid,
        cancelled=written.cancelled,
        deleted=written.deleted,
    )


ARRANGEMENT = SmartBillArrangement()
