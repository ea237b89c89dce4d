"""A decision in plain rows, and the findings of preflight about parties."""

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace
from tests.drafting.sale import CENTS_GROSS, FIRM, PERSON, codes, decided, line, order, pieces, shipping

from facturier.drafting.context import ExchangeRate
from facturier.drafting.decision import Outcome
from facturier.drafting.describe import describe
from facturier.drafting.settings import RouteSettings
from facturier.model.finding import Severity
from facturier.model.order import Elsewhere
from facturier.model.party import Address, Party


def test_every_line_with_what_the_system_will_compute() -> None:
    sale = order(line("1", "242.00", quantity=pieces("2")), line("2", "11.10", "11"), shipping("25.00", None))
    description = describe(decided(sale), CENTS_GROSS)
    first, second, third = description.rows
    assert (first.name, first.code, first.quantity, first.unit) == ("Produs 1", "SKU-1", Decimal(2), "buc")
    assert (first.price, first.price_includes_vat, first.percent, first.category) == (
        Decimal(121),
        True,
        Decimal(21),
        "S",
    )
    assert (first.net, first.vat, first.gross) == (Decimal(200), Decimal(42), Decimal(242))
    assert (second.net, second.vat, third.gross) == (Decimal(10), Decimal("1.10"), Decimal(25))
    assert [(row.percent, row.gross) for row in description.rates] == [
        (Decimal(21), Decimal(267)),
        (Decimal(11), Decimal("11.10")),
    ]
    assert description.net + description.vat == description.payable == Decimal("278.10")
    assert (description.outcome, description.currency, description.series) == ("ready", "RON", "FCT")
    assert str(description.fitting) == "Prices stand as the shop shows them."
    assert "contained in its price" in str(description.notes[0])


def test_a_split_quantity_is_explained() -> None:
    description = describe(decided(order(line(gross="10.00", quantity=pieces("3")))), CENTS_GROSS)
    assert str(description.fitting) == "A quantity stands on two lines, for the total to be exact."
    assert sum(row.gross for row in description.rows) == Decimal("10.00")


def test_exchange_is_shown() -> None:
    rates = (ExchangeRate("BNR", "EUR", "RON", Decimal("5.09"), date(2026, 11, 19)),)
    sale = order(line(), currency="EUR")
    into_lei = describe(decided(sale, RouteSettings(document_currency="RON"), rates=rates), CENTS_GROSS)
    assert [str(one) for one in into_lei.exchange] == ["1 EUR = 5.09 RON (BNR 2026-11-19)"]
    assert describe(decided(order()), CENTS_GROSS).exchange == ()


def test_without_a_draft_the_reason_and_findings_remain() -> None:
    closed = describe(decided(order(elsewhere=(Elsewhere("oblio", "AB", "1"),))), CENTS_GROSS)
    assert (closed.outcome, closed.rows, closed.fitting) == ("closed", (), None)
    assert "AB 1" in str(closed.reason)
    held = describe(decided(order(line(percent="0"))), CENTS_GROSS)
    assert [one.code for one in held.findings] == ["VAT-ZERO"]


def test_a_held_draft_can_still_be_looked_at() -> None:
    decision = decided(order(line(name="")))
    assert decision.outcome is Outcome.HELD
    assert len(describe(decision, CENTS_GROSS).rows) == 1


ADDRESS = PERSON.address
BUCHAREST = Address("Bd. Unirii 10", "", "București", "București", "", "", "RO")


@pytest.mark.parametrize(
    ("buyer", "field"),
    [
        (replace(PERSON, name=""), "buyer.name"),
        (replace(FIRM, tax_id="RO14399841"), "buyer.tax_id"),
        (replace(PERSON, address=replace(ADDRESS, city="")), "buyer.address.city"),
        (replace(PERSON, address=replace(ADDRESS, street="")), "buyer.address.street"),
        (replace(PERSON, address=replace(ADDRESS, country="")), "buyer.address.country"),
        (
            replace(PERSON, address=replace(ADDRESS, region="Nicăieri", postcode="", city="X")),
            "buyer.address.subdivision",
        ),
        (replace(PERSON, address=BUCHAREST), "buyer.address.city"),
    ],
)
def test_a_buyer_that_the_law_would_refuse_holds_with_a_cure(buyer: Party, field: str) -> None:
    decision = decided(order(buyer=buyer))
    assert decision.outcome is Outcome.HELD
    holding = [one for one in decision.findings if one.severity is Severity.HOLD]
    assert field in [one.field for one in holding]
    assert all(one.cure is not None for one in holding)


def test_county_and_sector_are_read_out_of_free_text() -> None:
    typed = Address("Bd. Unirii 10", "", "Sectorul 3", "Mun. Bucureşti", "", "", "RO")
    decision = decided(order(buyer=replace(PERSON, address=typed)))
    assert decision.outcome is Outcome.READY, codes(decision)
    assert decision.draft is not None
    assert (decision.draft.buyer.address.subdivision, decision.draft.buyer.address.city) == (
        "RO-B",
        "Sector 3",
    )


def test_a_delivery_address_is_normalised_and_only_warns() -> None:
    decision = decided(order(ship_to=replace(ADDRESS, city="", region="Jud. Cluj")))
    assert decision.outcome is Outcome.READY
    assert decision.draft is not None
    assert decision.draft.ship_to is not None
    assert decision.draft.ship_to.subdivision == "RO-CJ"
    assert {one.severity for one in decision.findings} == {Severity.WARN}
