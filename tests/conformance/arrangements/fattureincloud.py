"""How the simulator of Fatture in Cloud is arranged for the suite."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from itertools import product
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
from facturier.systems.fattureincloud.names import TYPES, series_name
from facturier.systems.fattureincloud.sandbox import FattureInCloudSandbox, create
from facturier.systems.fattureincloud.sandbox.replies import Json, Problem
from facturier.systems.fattureincloud.sandbox.seed import NEIGHBOUR

_KINDS = {type: kind for kind, type in TYPES.items()}
MAIN = "/"


ISSUED = (
    "invoice",
    "proforma",
    "receipt",
    "order",
    "invoice_of_proforma",
    "invoice_of_order",
    "whole_credit",
    "part_credit",
)


class FattureInCloudArrangement:
    """See `tests.conformance.arrangement.SystemArrangement`."""

    optional: Mapping[str, MayLack] = {
        "offers: vat_types.data.#.description": MayLack("it may be null", ("result.vat.name",)),
        "offers: vat_types.data.#.ei_type": MayLack(
            "taxed types have no natura; the spec's example has a number", ("result.vat.name",), typed=True
        ),
        "offers: vat_types.data.#.is_disabled": MayLack("null: it is in use", ("result.vat",)),
        "offers: payment_methods.data.#.ei_payment_method": MayLack(
            "not every method has an SdI code", ("result.payment_types",)
        ),
        "stock: products.data.#.code": MayLack("it may be empty", ("result.code",)),
        "stock: products.data.#.name": MayLack("it may be empty", ("result.name",)),
        "stock: products.data.#.measure": MayLack("it may be empty", ("result.unit",)),
        "stock: products.data.#.in_stock": MayLack("null: it is not kept in stock", ("result",)),
        "stock: products.data.#.stock_current": MayLack("null: it is not kept in stock", ("result",)),
        "statement: issued_documents.data.subject": MayLack(
            "a document made by hand has none", ("result.words",)
        ),
        "walk: issued_documents.data.#.subject": MayLack(
            "a document made by hand has none", ("result.reference",)
        ),
        **{
            f"issue {what}: issued_documents.data.url": MayLack("it is asked for then", ("result.pdf_link",))
            for what in ISSUED
        },
    }

    company = Company(
        name="Bottega Demo Srl",
        country="IT",
        tax_id="IT01234567897",
        zone="Europe/Rome",
        currency="EUR",
        vat_payer=(Dated(since=date(2010, 1, 1)),),
    )
    series: Mapping[DocumentKind, str] = dict.fromkeys(TYPES, MAIN)
    payment_type = "PayPal MP08 [6]"
    payment_account = "PayPal [3]"
    arithmetics: Sequence[Switches] = tuple(
        {"vat_per": per, "rounds_prices": cut} for per, cut in product(("rate", "line"), (False, True))
    )
    limits: Sequence[Switches] = (
        {"blocked_by": "minutes"},
        {"blocked_by": "hour", "hourly_limit": 60},
        {"blocked_by": "month", "monthly_limit": 60},
    )
    latest_commit = LONGEST_DELAY

    def make(self, clock: VirtualClock, **switches: Any) -> Sandbox:
        return create(clock=clock, **switches)

    def settings(self, sandbox: Sandbox) -> Values:
        return {**sandbox.settings(URL), "e_invoice": True}

    def broken(self, values: Values) -> Mapping[str, Values]:
        return {
            "another token": {**values, "token": "a/" + "f" * 64},
            "a company of nobody": {**values, "company": "999"},
            "a company of another user": {**values, "company": str(NEIGHBOUR)},
            "no company": {**values, "company": ""},
            "no consent yet": {**values, "token": "", "client_id": "an-app", "client_secret": "of-nobody"},
            "another address": {**values, "base_url": f"{URL}/api"},
        }

    def ledger(self, sandbox: Sandbox) -> Sequence[Entry]:
        shop = _cloud(sandbox).company()
        there = [(one, False) for one in shop.documents.values()]
        return tuple(
            _entry(one, gone, len(shop.handed_over.get(one["id"], ())))
            for one, gone in sorted(
                [*there, *((one, True) for one in shop.bin.values())], key=lambda pair: int(pair[0]["id"])
            )
        )

    def unusable(self) -> Mapping[str, Callable[[Sandbox], None]]:
        def expired(sandbox: Sandbox) -> None:
            _cloud(sandbox).switches.licence_expired = True

        def used_up(sandbox: Sandbox) -> None:
            _cloud(sandbox).switches.plan_limit = 0

        def refused(sandbox: Sandbox) -> None:
            _cloud(sandbox).switches.plan_limit, _cloud(sandbox).switches.plan_code = 0, 422

        def revoked(sandbox: Sandbox) -> None:
            _cloud(sandbox).person.revoke()

        def restricted(sandbox: Sandbox) -> None:
            _cloud(sandbox).person.restrict("settings:r", "issued_documents.invoices:r")

        return {
            "licence expired": expired,
            "plan used up": used_up,
            "plan used up, as a 422": refused,
            "token revoked": revoked,
            "rights withdrawn": restricted,
        }

    def unknown_vat(self, draft: Draft) -> Draft:
        lines = (replace(line, vat=replace(line.vat, name="Sconosciuta [99999]")) for line in draft.lines)
        return replace(draft, lines=tuple(lines))

    def person_issues(self, sandbox: Sandbox, total: str, mark: str = "") -> None:
        _cloud(sandbox).person.issue(total, subject=mark)

    def person_deletes_last(self, sandbox: Sandbox) -> None:
        with suppress(Problem):
            _cloud(sandbox).person.delete_last()

    def person_cancels(self, sandbox: Sandbox, number: str) -> None:
        """Nobody can in Italy."""


def _cloud(sandbox: Sandbox) -> FattureInCloudSandbox:
    return cast(FattureInCloudSandbox, sandbox)


def _entry(one: Json, gone: bool, transmitted: int) -> Entry:
    marks = references_in(one["subject"])
    kind = _KINDS[one["type"]]
    sign = -1 if kind is DocumentKind.CREDIT_NOTE else 1
    paid = sum(
        (Decimal(each["amount"]) for each in one["payments_list"] if each["status"] == "paid"), Decimal(0)
    )
    return Entry(
        kind=kind,
        series=series_name(kind, one["numeration"], one["year"]),
        number=str(one["number"]),
        total=sign * one["amount_gross"],
        vat=sign * one["amount_vat"],
        reference=marks[0] if marks else "",
        paid=sign * paid,
        deleted=gone,
        transmitted=transmitted,
        buyer=one["entity"]["name"],
    )


ARRANGEMENT = FattureInCloudArrangement()
