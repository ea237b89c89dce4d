"""Which kind of document an order gets, with which series; and an invoice after an order document."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace
from tests.drafting.sale import CAPABILITIES, COMPANY, codes, context, decided, line, order

from facturier.drafting.before import Before
from facturier.drafting.choices import QuantitySource, Unasked
from facturier.drafting.decide import decide
from facturier.drafting.decision import Decision, Outcome
from facturier.drafting.kinds import ByHand, as_kind
from facturier.drafting.rules import Rule
from facturier.drafting.settings import RouteSettings, Selection
from facturier.model.draft import Original
from facturier.model.kinds import DocumentKind
from facturier.model.order import OrderState, Payment
from facturier.model.party import Address, Party

ABLE = replace(CAPABILITIES, kinds=CAPABILITIES.kinds | {DocumentKind.ORDER})
ORDERS = RouteSettings(unasked=Unasked.ORDER)
SILENT = RouteSettings(unasked=Unasked.ORDER_IF_SILENT)


def sold(settings: RouteSettings, able: Any = ABLE, **parts: Any) -> Decision:
    facts = order(
        **{name: parts.pop(name) for name in ("invoice_asked", "payment", "state") if name in parts}
    )
    return decide(facts, replace(context(settings), capabilities=able, **parts))


def kind(decision: Decision) -> str:
    return decision.draft.kind.value if decision.draft else decision.outcome.value


@pytest.mark.parametrize(
    ("settings", "asked", "becomes"),
    [
        (RouteSettings(), False, "invoice"),
        (RouteSettings(), None, "invoice"),
        (ORDERS, True, "invoice"),
        (ORDERS, False, "order"),
        (ORDERS, None, "waiting"),
        (SILENT, True, "invoice"),
        (SILENT, False, "order"),
        (SILENT, None, "order"),
        (replace(ORDERS, selection=Selection(only_invoice_asked=True)), False, "order"),
        (RouteSettings(selection=Selection(only_invoice_asked=True)), False, "closed"),
        (replace(ORDERS, selection=Selection(only_paid=True)), False, "waiting"),
    ],
)
def test_what_becomes_of_who_asked_and_who_did_not(
    settings: RouteSettings, asked: bool | None, becomes: str
) -> None:
    assert kind(sold(settings, invoice_asked=asked)) == becomes


ITALIAN = Party(
    name="Giulia Rossi",
    address=Address(street="Via Roma 10", city="Torino", region="Torino", postcode="10121", country="IT"),
)


@pytest.mark.parametrize(
    ("kind", "needed"),
    [
        ("invoice", ["00417"]),
        ("proforma", ["00417"]),  # its invoice will need it
        ("order", []),
        ("receipt", []),
        ("delivery_note", []),
    ],
)
def test_only_what_is_or_becomes_an_invoice_needs_the_buyers_numbers(kind: str, needed: list[str]) -> None:
    """A consumer who asks for no invoice tells no codice fiscale."""
    able = replace(CAPABILITIES, kinds=frozenset(DocumentKind))
    company = replace(COMPANY, country="IT", tax_id="IT01234567897", zone="Europe/Rome", currency="EUR")
    settings = replace(context().settings, kind=DocumentKind(kind))
    made = decide(
        order(buyer=ITALIAN, currency="EUR"), replace(context(settings), capabilities=able, company=company)
    )
    assert [code for code in codes(made) if code == "00417"] == needed


def test_a_system_without_order_documents_holds_the_order() -> None:
    assert "KIND" in codes(sold(ORDERS, CAPABILITIES, invoice_asked=False))


def test_order_documents_are_made_of_whole_orders_only() -> None:
    settings = replace(ORDERS, quantity=QuantitySource.SHIPPED)
    facts = line(quantity=replace(line().quantity, shipped=Decimal(1)))
    found = decide(order(facts, invoice_asked=False), replace(context(settings), capabilities=ABLE, part="1"))
    assert "UNASKED" in codes(found)


def test_order_documents_have_a_series_of_their_own_and_rules_keep_theirs() -> None:
    rules = (Rule(series="RULE"),)
    settings = RouteSettings(series="FCT", order_series="ORD", rules=rules)
    assert as_kind(settings, DocumentKind.INVOICE) is settings
    told = as_kind(settings, DocumentKind.ORDER)
    assert (told.series, told.rules[0].series) == ("ORD", "")
    assert as_kind(replace(settings, order_series=""), DocumentKind.ORDER).series == "FCT"
    assert as_kind(settings, DocumentKind.PROFORMA, "PRO").series == "PRO"


def test_the_routes_series_is_no_other_kinds_where_the_account_says_so() -> None:
    """The only one that the account has for the kind is taken then."""
    draft = sold(RouteSettings(series="FCT"), by_hand=ByHand(DocumentKind.PROFORMA)).draft
    assert draft is not None
    assert (draft.kind, draft.series) == ("proforma", "PRO")


@pytest.mark.parametrize(
    "selection",
    [Selection(only_paid=True), Selection(only_invoice_asked=True), Selection(statuses=("complete",))],
)
def test_by_hand_nothing_waits_for_its_turn(selection: Selection) -> None:
    wanted = ByHand(DocumentKind.ORDER)
    settings = RouteSettings(selection=selection)
    assert kind(sold(settings, invoice_asked=False)) in ("waiting", "closed")
    assert kind(sold(settings, invoice_asked=False, by_hand=wanted)) == "order"
    assert kind(sold(settings, invoice_asked=None, by_hand=wanted)) == "order"


def test_by_hand_what_is_on_hold_in_the_shop_or_turned_away_stays_so() -> None:
    wanted = ByHand(DocumentKind.INVOICE)
    assert kind(sold(RouteSettings(), state=OrderState.HELD, by_hand=wanted)) == "waiting"
    assert kind(sold(RouteSettings(selection=Selection(countries=("IT",))), by_hand=wanted)) == "closed"


def before(**changes: Any) -> Before:
    made = sold(RouteSettings(use_stock=True, warehouse="Depozit", kind=DocumentKind.ORDER)).draft
    assert made is not None
    named = Original(DocumentKind.ORDER, "ORD", "7", made.issue_date or context(ORDERS).today, "41")
    return replace(Before("ORD 7", made, named, moved=True), **changes)


def test_an_invoice_is_made_out_of_the_order_document_and_moves_no_stock() -> None:
    settings = RouteSettings(use_stock=True, warehouse="Depozit")
    draft = sold(settings, before=before()).draft
    assert draft is not None
    assert (draft.kind, draft.original, draft.use_stock) == ("invoice", before().original, False)
    assert [one.render() for one in draft.notes][-1] == "Made out of ORD 7."
    unmoved = sold(settings, before=before(moved=False)).draft
    assert unmoved is not None
    assert unmoved.use_stock


def test_a_payment_is_recorded_once() -> None:
    draft = sold(RouteSettings(), before=before(paid=True), payment=Payment(paid=Decimal("121.00"))).draft
    assert draft is not None
    assert draft.payment is None


@pytest.mark.parametrize("able", [True, False], ids=["made out of it", "only its stock counts"])
def test_an_order_that_changed_since_is_held(able: bool) -> None:
    seen = before() if able else before(original=None)
    facts = order(line("1", "242.00"))
    found = decide(facts, replace(context(RouteSettings()), capabilities=ABLE, before=seen))
    assert found.outcome is Outcome.HELD
    assert "CHANGED-SINCE" in codes(found)


def test_where_the_system_takes_the_buyer_from_it_another_buyer_is_held() -> None:
    seen = before()
    other = replace(seen, draft=replace(seen.draft, buyer=replace(seen.draft.buyer, name="Alt Cineva")))
    assert sold(RouteSettings(), before=other).outcome is Outcome.READY
    assert "CHANGED-SINCE" in codes(sold(RouteSettings(), before=replace(other, copied=True)))


def test_decided_is_the_same_without_any_of_it() -> None:
    assert decided(order()).draft == sold(RouteSettings()).draft
