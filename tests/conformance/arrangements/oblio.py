"""How Oblio's simulator is arranged for the suite."""

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
from facturier.systems.oblio.sandbox import OblioSandbox, create
from facturier.systems.oblio.sandbox.answers import Refusal
from facturier.systems.oblio.sandbox.book import Kind
from facturier.systems.oblio.sandbox.ledger import Entry as Written

_KINDS = {
    Kind.INVOICE: DocumentKind.INVOICE,
    Kind.PROFORMA: DocumentKind.PROFORMA,
    Kind.NOTICE: DocumentKind.DELIVERY_NOTE,
}
SERIES = "FCT"


class OblioArrangement:
    """See `tests.conformance.arrangement.SystemArrangement`."""

    optional: Mapping[str, MayLack] = {}

    company = Company(
        name="Atelierul Demo SRL",
        country="RO",
        tax_id="RO12345674",
        zone="Europe/Bucharest",
        currency="RON",
        vat_payer=(Dated(since=date(2010, 1, 1)),),
    )
    series: Mapping[DocumentKind, str] = {
        DocumentKind.INVOICE: SERIES,
        DocumentKind.PROFORMA: "PF",
        DocumentKind.DELIVERY_NOTE: "AV",
    }
    payment_type = "Ordin de plata"
    arithmetics: Sequence[Switches] = tuple(
        {"vat_rounding": rounding, "rounds_price": cut}
        for rounding in ("line", "unit", "document")
        for cut in (False, True)
    )
    limits: Sequence[Switches] = tuple({"limit_body": body} for body in ("json", "html", "empty"))

    latest_commit = LONGEST_DELAY

    def make(self, clock: VirtualClock, **switches: Any) -> Sandbox:
        return create(clock=clock, **switches)

    def settings(self, sandbox: Sandbox) -> Values:
        return sandbox.settings(URL)

    def broken(self, values: Values) -> Mapping[str, Values]:
        return {
            "another secret": {**values, "secret": "f" * 40},
            "another account": {**values, "email": "nobody@example.ro"},
            "a company of nobody": {**values, "company": "RO99999999"},
            "a company of another account": {**values, "company": "RO11111110"},
            "the company without RO": {**values, "company": "12345674"},
        }

    def ledger(self, sandbox: Sandbox) -> Sequence[Entry]:
        return tuple(_entry(one) for one in _oblio(sandbox).ledger.entries())

    def unusable(self) -> Mapping[str, Callable[[Sandbox], None]]:
        def new_password(sandbox: Sandbox) -> None:
            _oblio(sandbox).person.change_secret()

        def company_gone(sandbox: Sandbox) -> None:
            _oblio(sandbox).person.lose_company()

        def series_gone(sandbox: Sandbox) -> None:
            _oblio(sandbox).person.drop_series(SERIES)

        return {"new password": new_password, "company gone": company_gone, "series gone": series_gone}

    def unknown_vat(self, draft: Draft) -> Draft:
        lines = (replace(line, vat=replace(line.vat, name="Necunoscuta")) for line in draft.lines)
        return replace(draft, lines=tuple(lines))

    def person_issues(self, sandbox: Sandbox, total: str, mark: str = "") -> None:
        _oblio(sandbox).person.issue(SERIES, total, mentions=mark)

    def person_deletes_last(self, sandbox: Sandbox) -> None:
        with suppress(Refusal):
            _oblio(sandbox).person.delete_last(SERIES)

    def person_cancels(self, sandbox: Sandbox, number: str) -> None:
        with suppress(Refusal):
            _oblio(sandbox).person.cancel(SERIES, number)


def _oblio(sandbox: Sandbox) -> OblioSandbox:
    return cast(OblioSandbox, sandbox)


def _entry(written: Written) -> Entry:
    marks = references_in(written.mentions)
    return Entry(
        kind=_KINDS[written.kind],
        series=written.series,
        number=written.number,
        total=written.total,
        vat=written.vat,
        reference=marks[0] if marks else "",
        corrects=written.reverses if written.whole else "",
        paid=written.paid,
        cancelled=written.cancelled,
        deleted=written.deleted,
        transmitted=written.transmitted,
    )


ARRANGEMENT = OblioArrangement()
