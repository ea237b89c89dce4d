"""The rule table and the selection: what passes, what waits, what never becomes a document."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from msgspec.structs import replace
from tests.drafting.sale import FIRM, PERSON, codes, decided, drafted, line, order, pieces

from facturier.drafting.choices import BuyerType, DateBasis, RuleAction
from facturier.drafting.decision import Outcome
from facturier.drafting.rules import Rule, first_rule
from facturier.drafting.settings import RouteSettings, Selection
from facturier.drafting.vat_rules import VatRule
from facturier.model.kinds import VatCategory
from facturier.model.order import Elsewhere, Order, OrderState, Payment
from facturier.model.party import Address

ITALIAN = replace(PERSON, address=Address("Via Roma 10", "", "Torino", "", "IT-TO", "10121", "IT"))
AMERICAN = replace(PERSON, address=Address("1 Main St", "", "Boston", "", "US-MA", "02108", "US"))


@pytest.mark.parametrize(
    ("rule", "matching", "other"),
    [
        (Rule(store_view="ro"), order(store_view="ro"), order(store_view="hu")),
        (Rule(currency="eur"), order(currency="EUR"), order()),
        (Rule(source="eMAG"), order(source="emag"), order(source="web")),
        (Rule(buyer=BuyerType.COMPANY), order(buyer=FIRM), order()),
        (Rule(buyer=BuyerType.PERSON), order(), order(buyer=FIRM)),
        (Rule(country="it"), order(buyer=ITALIAN), order()),
        (Rule(country="HOME"), order(), order(buyer=ITALIAN)),
        (Rule(country="EU"), order(buyer=ITALIAN), order()),
        (Rule(country="EU"), order(buyer=ITALIAN), order(buyer=AMERICAN)),
        (Rule(country="WORLD"), order(buyer=AMERICAN), order(buyer=ITALIAN)),
        (Rule(country="IT"), order(ship_to=ITALIAN.address), order(buyer=ITALIAN, ship_to=PERSON.address)),
    ],
)
def test_conditions(rule: Rule, matching: Order, other: Order) -> None:
    assert first_rule((rule,), matching, "RO") is rule
    assert first_rule((rule,), other, "RO") is None


def test_the_first_match_wins_and_every_condition_counts() -> None:
    rules = (Rule(country="RO", currency="EUR", series="A"), Rule(country="RO", series="B"), Rule(series="C"))
    found = first_rule(rules, order(), "RO")
    assert found is not None
    assert found.series == "B"


def test_a_rule_decides_on_series_texts_and_language() -> None:
    rule = Rule(series="FCT", mentions="Regula %(order)s", observations="Altceva", language="EN")
    settings = RouteSettings(mentions="Ruta", observations="Ruta", language="RO", rules=(rule,))
    draft = drafted(order(), settings)
    assert (draft.mentions, draft.observations, draft.language) == ("Regula 000000041", "Altceva", "EN")
    unruled = drafted(order(), replace(settings, rules=(Rule(country="IT"), *settings.rules[1:])))
    assert (unruled.mentions, unruled.language) == ("Ruta", "RO")


def test_a_rules_vat_goes_before_the_routes() -> None:
    export = VatRule(category=VatCategory.EXPORT, to_percent=Decimal(0), name="SDD", reason="art. 294")
    exempt = VatRule(category=VatCategory.EXEMPT, to_percent=Decimal(0), name="SDD", reason="scutit")
    settings = RouteSettings(vat_rules=(exempt,), rules=(Rule(country="WORLD", vat=(export,)),))
    abroad = drafted(order(line(gross="100.00", percent="0"), buyer=AMERICAN), settings)
    at_home = drafted(order(line(gross="100.00", percent="0")), settings)
    assert [draft.lines[0].vat.category for draft in (abroad, at_home)] == [
        VatCategory.EXPORT,
        VatCategory.EXEMPT,
    ]


def test_do_not_pass_closes_with_the_rules_name() -> None:
    settings = RouteSettings(rules=(Rule(name="Marketplace", source="emag", action=RuleAction.DO_NOT_PASS),))
    decision = decided(order(source="emag"), settings)
    assert decision.outcome is Outcome.CLOSED
    assert "Marketplace" in str(decision.reason)
    assert decided(order(source="web"), settings).outcome is Outcome.READY


PAID = Payment(method="card", paid=Decimal("121.00"), paid_at=datetime(2026, 11, 19, tzinfo=UTC))

HALF_CANCELLED = line("9", quantity=pieces("2", invoiced="1", shipped="1", cancelled="1"))
HALF_PAID = replace(PAID, paid=Decimal("60.50"))


@pytest.mark.parametrize(
    ("selection", "sale", "outcome"),
    [
        (Selection(), order(state=OrderState.CANCELLED), Outcome.CLOSED),
        (Selection(), order(state=OrderState.HELD), Outcome.WAITING),
        (Selection(only_paid=True), order(), Outcome.WAITING),
        (Selection(only_paid=True), order(payment=replace(PAID, paid=Decimal("120.99"))), Outcome.WAITING),
        (Selection(only_paid=True), order(payment=PAID), Outcome.READY),
        (Selection(only_paid=True), order(payment=Payment(method="cashondelivery")), Outcome.READY),
        (Selection(only_paid=True), order(HALF_CANCELLED, payment=HALF_PAID), Outcome.READY),
        (
            Selection(only_paid=True),
            order(HALF_CANCELLED, payment=replace(PAID, paid=Decimal(0))),
            Outcome.WAITING,
        ),
        (Selection(only_paid=True), order(line(), HALF_CANCELLED, payment=HALF_PAID), Outcome.WAITING),
        (
            Selection(only_paid=True, unpaid_methods=("ramburs",)),
            order(payment=Payment(method="cashondelivery")),
            Outcome.WAITING,
        ),
        (Selection(only_invoice_asked=True), order(invoice_asked=True), Outcome.READY),
        (Selection(only_invoice_asked=True), order(invoice_asked=False), Outcome.CLOSED),
        (Selection(only_invoice_asked=True), order(), Outcome.WAITING),
        (Selection(only_invoice_asked=True, silence_is_no=True), order(), Outcome.CLOSED),
        (Selection(only_invoice_asked=True, silence_is_no=True), order(invoice_asked=True), Outcome.READY),
        (Selection(silence_is_no=True), order(), Outcome.READY),
        (Selection(statuses=("complete",)), order(), Outcome.WAITING),
        (Selection(statuses=("complete", "processing")), order(), Outcome.READY),
        (Selection(countries=("HU",)), order(), Outcome.CLOSED),
        (Selection(countries=("RO",)), order(), Outcome.READY),
        (Selection(from_date=date(2026, 11, 19)), order(), Outcome.CLOSED),
        (Selection(from_date=date(2026, 11, 18)), order(), Outcome.READY),
    ],
)
def test_selection(selection: Selection, sale: Order, outcome: Outcome) -> None:
    decision = decided(sale, RouteSettings(selection=selection))
    assert decision.outcome is outcome
    assert (decision.reason is None) == (outcome is Outcome.READY)


def test_what_was_cancelled_is_not_waited_for() -> None:
    """The shop's total still has it, but nobody pays for what never comes; the shop rounds the rest its own way."""
    settings = RouteSettings(selection=Selection(only_paid=True))
    third = line("1", "100.00", quantity=pieces("3", invoiced="1", cancelled="2"))
    waiting = decided(order(line("2"), third, payment=replace(PAID, paid=Decimal(100))), settings)
    assert str(waiting.reason) == "Paid 100 of 154.33 RON. The route waits for the full payment."
    draft = drafted(order(third, payment=replace(PAID, paid=Decimal("33.32"))), settings)
    assert draft.totals.payable == Decimal("33.33")


def test_from_date_is_counted_in_the_companys_calendar() -> None:
    late_evening = order(placed_at=datetime(2026, 11, 17, 22, 30, tzinfo=UTC))
    settings = RouteSettings(selection=Selection(from_date=date(2026, 11, 18)))
    assert decided(late_evening, settings).outcome is Outcome.READY


def test_a_missing_invoice_request_can_be_cured() -> None:
    settings = RouteSettings(selection=Selection(only_invoice_asked=True))
    assert decided(order(), settings, cures={"invoice_asked": "true"}).outcome is Outcome.READY


def test_a_date_of_payment_waits_for_the_payment() -> None:
    settings = RouteSettings(issue_date=DateBasis.PAID)
    assert decided(order(), settings).outcome is Outcome.WAITING
    assert drafted(order(payment=PAID), settings).issue_date == date(2026, 11, 19)


def test_a_document_made_elsewhere_closes() -> None:
    decision = decided(order(elsewhere=(Elsewhere("oblio", "AB", "12"),)))
    assert decision.outcome is Outcome.CLOSED
    assert str(decision.reason) == "Issued elsewhere as AB 12, by oblio."


def test_a_mark_without_number_is_looked_at_by_a_person() -> None:
    decision = decided(order(elsewhere=(Elsewhere("oblio", said="sent"),)))
    assert decision.outcome is Outcome.HELD
    assert codes(decision) == ["ELSEWHERE"]


def test_selection_goes_before_documents_made_elsewhere() -> None:
    sale = order(state=OrderState.CANCELLED, elsewhere=(Elsewhere("oblio", "AB", "12"),))
    assert "cancelled" in str(decided(sale).reason)
