"""VAT: dated rates, the mapping, shipping without VAT, deductions over several rates, sellers without VAT."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from msgspec.structs import replace
from tests.drafting.sale import (
    COMPANY,
    FIRM,
    OFFERS,
    PERSON,
    codes,
    context,
    decided,
    drafted,
    line,
    order,
    pieces,
    shipping,
)

from facturier.drafting.choices import BuyerType, DateBasis, ShippingVat, StoredValue
from facturier.drafting.company import Company, Dated
from facturier.drafting.decide import decide
from facturier.drafting.decision import Decision, Outcome
from facturier.drafting.settings import RouteSettings
from facturier.drafting.vat_rules import VatRule
from facturier.model.draft import Draft
from facturier.model.finding import Severity
from facturier.model.kinds import LineKind, VatCategory
from facturier.model.order import Payment
from facturier.model.party import Address
from facturier.ports.offers import Offers, VatOffer

JULY_31, AUGUST_1 = date(2025, 7, 31), date(2025, 8, 1)
ITALIAN = replace(PERSON, address=Address("Via Roma 10", "", "Torino", "", "IT-TO", "10121", "IT"))


def rates(draft: Draft) -> dict[str, tuple[Decimal, str]]:
    """Source of each line -> its percent and its name in the system."""
    return {one.sources[0]: (one.vat.percent, one.vat.name) for one in draft.lines}


def severities(decision: Decision) -> dict[str, Severity]:
    return {finding.code: finding.severity for finding in decision.findings}


@pytest.mark.parametrize(
    ("percent", "day", "outcome"),
    [
        ("19", JULY_31, Outcome.READY),
        ("21", JULY_31, Outcome.HELD),
        ("19", AUGUST_1, Outcome.HELD),
        ("21", AUGUST_1, Outcome.READY),
        ("11", AUGUST_1, Outcome.READY),
    ],
)
def test_romania_changed_its_rates_on_the_first_of_august(percent: str, day: date, outcome: Outcome) -> None:
    assert decided(order(line(percent=percent)), today=day).outcome is outcome


def test_an_outdated_rate_is_named_with_its_end_and_never_repriced() -> None:
    decision = decided(order(line(gross="119.00", percent="19")), today=AUGUST_1)
    assert codes(decision) == ["RO-RATE-OUTDATED"]
    finding = decision.findings[0]
    assert finding.field == "lines.1.vat_percent"
    assert "2025-07-31" in str(finding.message)
    cured = drafted(order(line(gross="119.00", percent="19")), today=AUGUST_1, cures={finding.field: "21"})
    assert cured.totals.payable == Decimal("119.00")
    assert cured.totals.vat == Decimal("20.65")


def test_the_tax_point_picks_the_rate_not_the_day_of_issue() -> None:
    paid_in_july = Payment("card", paid=Decimal("119.00"), paid_at=datetime(2025, 7, 31, 12, tzinfo=UTC))
    sale = order(line(gross="119.00", percent="19"), payment=paid_in_july)
    assert decided(sale, today=AUGUST_1).outcome is Outcome.HELD
    assert decided(sale, RouteSettings(tax_point=DateBasis.PAID), today=AUGUST_1).outcome is Outcome.READY


def test_the_tax_point_is_a_day_in_romania_not_in_utc() -> None:
    """22:00 UTC on 31 July is already 1 August in Bucharest."""
    late = order(line(percent="21"), placed_at=datetime(2025, 7, 31, 22, tzinfo=UTC))
    assert decided(late, RouteSettings(tax_point=DateBasis.ORDERED), today=AUGUST_1).outcome is Outcome.READY


def test_a_buyers_country_may_be_where_the_tax_is_due() -> None:
    offers = replace(OFFERS, vat=(*OFFERS.vat, VatOffer("OSS IT", Decimal(22))))
    sale = order(line(gross="122.00", percent="22"), buyer=ITALIAN)
    assert drafted(sale, offers=offers).lines[0].vat.name == "OSS IT"
    assert "VAT-OFFER" in codes(decided(sale))
    assert "VAT-UNKNOWN-RATE" in codes(decided(order(line(gross="122.00", percent="22"))))


def test_the_system_must_offer_the_rate_under_that_name() -> None:
    assert rates(drafted(order(line()))) == {"1": (Decimal(21), "Normala")}
    twice = Offers(vat=(VatOffer("Normala", Decimal(21)), VatOffer("Alta", Decimal(21))))
    assert rates(drafted(order(line()), offers=twice))["1"] == (Decimal(21), "Normala")
    named = RouteSettings(vat_rules=(VatRule(percent=Decimal(21), name="Alta"),))
    assert rates(drafted(order(line()), named, offers=twice))["1"] == (Decimal(21), "Alta")
    assert codes(decided(order(line()), named)) == ["VAT-OFFER"]


def test_a_system_that_lists_no_rates_is_not_asked_for_names() -> None:
    assert rates(drafted(order(line()), offers=Offers()))["1"] == (Decimal(21), "")


EXPORT = VatRule(country="WORLD", category=VatCategory.EXPORT, name="SDD", reason="art. 294")
REVERSE = VatRule(
    percent=Decimal(0),
    buyer=BuyerType.COMPANY,
    category=VatCategory.REVERSE_CHARGE,
    name="Taxare inversa",
    reason="art. 331",
)


def test_zero_percent_needs_a_reason() -> None:
    untaxed = order(line(gross="100.00", percent="0"), buyer=FIRM)
    assert codes(decided(untaxed)) == ["VAT-ZERO"]
    vat = drafted(untaxed, RouteSettings(vat_rules=(EXPORT, REVERSE))).lines[0].vat
    assert (vat.category, vat.name, vat.reason) == (VatCategory.REVERSE_CHARGE, "Taxare inversa", "art. 331")
    assert codes(decided(replace(untaxed, buyer=PERSON), RouteSettings(vat_rules=(REVERSE,)))) == ["VAT-ZERO"]


@pytest.mark.parametrize(
    ("category", "code"),
    [
        (VatCategory.EXEMPT, "BR-E-10"),
        (VatCategory.REVERSE_CHARGE, "BR-AE-10"),
        (VatCategory.INTRA_COMMUNITY, "BR-IC-10"),
        (VatCategory.EXPORT, "BR-G-10"),
    ],
)
def test_a_category_without_its_text_holds(category: VatCategory, code: str) -> None:
    rule = VatRule(percent=Decimal(0), category=category, name="SDD")
    decision = decided(order(line(percent="0"), buyer=FIRM), RouteSettings(vat_rules=(rule,)))
    assert codes(decision) == [code]


@pytest.mark.parametrize("category", [VatCategory.REVERSE_CHARGE, VatCategory.INTRA_COMMUNITY])
def test_reverse_charge_needs_the_buyers_number(category: VatCategory) -> None:
    rule = VatRule(percent=Decimal(0), category=category, name="SDD", reason="text")
    settings = RouteSettings(vat_rules=(rule,))
    assert decided(order(line(percent="0"), buyer=FIRM), settings).outcome is Outcome.READY
    decision = decided(order(line(percent="0")), settings)
    assert decision.findings[-1].field == "buyer.tax_id"


def test_outside_the_scope_never_stands_beside_other_lines() -> None:
    rule = VatRule(kind=LineKind.DEPOSIT, category=VatCategory.OUTSIDE, name="SDD", reason="SGR")
    deposit = line("sgr", "0.50", "0", kind=LineKind.DEPOSIT)
    decision = decided(order(line(), deposit), RouteSettings(vat_rules=(rule,)))
    assert "BR-O-11" in codes(decision)
    exempt = replace(rule, category=VatCategory.EXEMPT)
    assert drafted(order(line(), deposit), RouteSettings(vat_rules=(exempt,))).totals.payable == Decimal(
        "121.50"
    )


def test_a_mapped_rate_keeps_what_the_buyer_pays() -> None:
    rule = VatRule(percent=Decimal(19), to_percent=Decimal(21))
    draft = drafted(order(line(gross="119.00", percent="19")), RouteSettings(vat_rules=(rule,)))
    assert (draft.totals.payable, draft.totals.vat) == (Decimal("119.00"), Decimal("20.65"))


UNTAXED = order(line("1", "121.00", "21"), line("2", "11.10", "11"), shipping("25.00", None))


@pytest.mark.parametrize(
    ("choice", "percent"), [(ShippingVat.GOODS_RATE, 21), (ShippingVat.STANDARD_RATE, 21)]
)
def test_untaxed_shipping_contains_vat(choice: ShippingVat, percent: int) -> None:
    draft = drafted(UNTAXED, RouteSettings(shipping_vat=choice))
    assert rates(draft)["shipping"] == (Decimal(percent), "Normala")
    assert draft.totals.payable == UNTAXED.payable
    assert any("contained in its price" in str(note) for note in draft.notes)


def test_the_goods_rate_is_the_highest_of_this_order() -> None:
    books = order(line("2", "11.10", "11"), shipping("25.00", None))
    assert rates(drafted(books))["shipping"][0] == Decimal(11)
    standard = RouteSettings(shipping_vat=ShippingVat.STANDARD_RATE)
    assert rates(drafted(books, standard))["shipping"][0] == Decimal(21)


@pytest.mark.parametrize("choice", [ShippingVat.HOLD, ShippingVat.AS_SHOP])
def test_untaxed_shipping_may_be_held(choice: ShippingVat) -> None:
    settings = RouteSettings(shipping_vat=choice)
    decision = decided(UNTAXED, settings)
    assert codes(decision) == ["VAT-SHIPPING"]
    assert rates(drafted(UNTAXED, settings, cures={"lines.shipping.vat_percent": "11"}))["shipping"][0] == 11


def test_a_rule_for_shipping_goes_before_the_setting() -> None:
    rule = VatRule(kind=LineKind.SHIPPING, category=VatCategory.EXEMPT, name="SDD", reason="poștă, art. 292")
    vat = drafted(UNTAXED, RouteSettings(vat_rules=(rule,))).lines[2].vat
    assert (vat.percent, vat.category) == (Decimal(0), VatCategory.EXEMPT)


def test_a_rate_named_on_untaxed_shipping_is_not_believed() -> None:
    contradictory = shipping("25.00", "21", tax=Decimal(0))
    draft = drafted(order(line("2", "11.10", "11"), contradictory))
    assert rates(draft)["shipping"][0] == Decimal(11)


def test_a_free_line_takes_the_treatment_of_the_goods() -> None:
    draft = drafted(order(line("1", "11.10", "11"), line("gift", "0.00", "0")))
    assert rates(draft)["gift"] == (Decimal(11), "Redusa")


def test_a_coupon_over_two_rates_is_split() -> None:
    coupon = line("coupon", "-13.21", None, kind=LineKind.DISCOUNT, name="REDUCERE10")
    draft = drafted(order(line("1", "121.00", "21"), line("2", "11.10", "11"), coupon))
    grosses = {row.percent: row.gross for row in draft.totals.rows}
    assert grosses == {Decimal(21): Decimal("108.90"), Decimal(11): Decimal("9.99")}


def test_a_rate_is_found_by_the_tax_where_the_shop_does_not_say_it() -> None:
    silent = line(gross="121.00", percent="21", vat_percent=None)
    assert rates(drafted(order(silent)))["1"][0] == Decimal(21)
    assert codes(decided(order(replace(silent, tax=Decimal("17.30"))))) == ["VAT-RATE"]


@pytest.mark.parametrize(
    ("tax", "severity"), [("21.00", None), ("21.01", None), ("20.00", Severity.WARN), ("0.00", Severity.HOLD)]
)
def test_tax_that_contradicts_its_rate(tax: str, severity: Severity | None) -> None:
    decision = decided(order(line(tax=Decimal(tax))))
    assert severities(decision).get("VAT-AMOUNT") is severity
    if severity is not Severity.HOLD:
        assert decision.draft is not None
        assert decision.draft.totals.vat == Decimal("21.00")


def test_vat_rounded_per_piece_is_no_contradiction() -> None:
    """100 pieces at 0.10 with 0.02 VAT each: the law says 1.74, the shop 2.00."""
    sale = order(line(gross="10.00", tax=Decimal("2.00"), quantity=pieces("100")))
    assert codes(decided(sale)) == []


class TestSellerWithoutVat:
    COMPANY = replace(COMPANY, tax_id="14399840", vat_payer=(Dated(since=date(2026, 12, 1)),))

    def test_no_line_has_vat(self) -> None:
        settings = RouteSettings(no_vat_reason="Neplătitor de TVA")
        draft = drafted(order(line(percent="0"), shipping("25.00", None)), settings, company=self.COMPANY)
        assert {(one.vat.category, one.vat.percent) for one in draft.lines} == {
            (VatCategory.OUTSIDE, Decimal(0))
        }
        assert draft.vat_exempt_company
        assert (draft.totals.vat, draft.totals.payable) == (Decimal(0), Decimal("146.00"))
        assert draft.lines[0].vat.reason == "Neplătitor de TVA"

    def test_vat_charged_all_the_same_holds(self) -> None:
        assert codes(decided(order(line()), company=self.COMPANY)) == ["VAT-NON-PAYER"]

    def test_registration_counts_from_its_day(self) -> None:
        registered = decided(order(line()), company=self.COMPANY, today=date(2026, 12, 1))
        assert registered.outcome is Outcome.READY

    def test_the_issuer_is_the_same_before_and_after(self) -> None:
        assert self.COMPANY.issuer == COMPANY.issuer == "RO14399840"
        assert Company("x", "RO", " ro 143.998.40", "Europe/Bucharest", "RON").issuer == "RO14399840"

    def test_the_account_must_agree(self) -> None:
        offers = replace(OFFERS, vat_payer=False)
        assert codes(decided(order(line()), offers=offers)) == ["VAT-STATUS"]


class TestStoredValue:
    CARD = line("card", "-50.00", None, kind=LineKind.GIFT_CARD, name="Card cadou")

    def test_held_by_default(self) -> None:
        assert "STORED-VALUE" in codes(decided(order(line(), self.CARD)))

    def test_a_payment_leaves_the_sale_whole(self) -> None:
        draft = drafted(order(line(), self.CARD), RouteSettings(stored_value=StoredValue.PAYMENT))
        assert (draft.totals.payable, draft.paid) == (Decimal("121.00"), Decimal("50.00"))
        assert len(draft.lines) == 1

    def test_a_discount_lowers_the_sale(self) -> None:
        draft = drafted(order(line(), self.CARD), RouteSettings(stored_value=StoredValue.DISCOUNT))
        assert draft.totals.payable == Decimal("71.00")
        assert draft.totals.vat == Decimal("12.32")

    @pytest.mark.parametrize("cards", [("-120.00",), ("-60.00", "-60.00")])
    def test_what_pays_for_shipping_too_makes_no_rate_negative(self, cards: tuple[str, ...]) -> None:
        """Store credit of 120 on goods of 111 and shipping of 24.20: no VAT can be less than nothing."""
        deductions = [
            line(f"card{place}", gross, None, kind=LineKind.STORE_CREDIT) for place, gross in enumerate(cards)
        ]
        sale = order(line(gross="111.00", percent="11"), shipping("24.20"), *deductions)
        draft = drafted(sale, RouteSettings(stored_value=StoredValue.DISCOUNT))
        rows = {row.percent: row.base + row.vat for row in draft.totals.rows}
        assert rows == {Decimal(11): Decimal("12.48"), Decimal(21): Decimal("2.72")}


def test_the_same_order_and_context_give_the_same_decision() -> None:
    assert decide(UNTAXED, context()) == decide(UNTAXED, context())
