"""Names, codes, units, stock, and what the invoicing system can take at all."""

from decimal import Decimal

import pytest
from msgspec.structs import replace
from tests.drafting.sale import (
    CAPABILITIES,
    COMPANY,
    OFFERS,
    codes,
    decided,
    drafted,
    line,
    order,
    pieces,
    shipping,
)

from facturier.drafting.choices import Identity, UnitSource
from facturier.drafting.decision import Outcome
from facturier.drafting.settings import RouteSettings
from facturier.model.finding import Severity
from facturier.model.kinds import DocumentKind, LineKind
from facturier.ports.offers import Offers, SeriesOffer

LONG = "Cafea boabe de origine, prăjită lent, ambalată în pungă cu valvă, potrivită pentru espresso și pentru filtru"


def test_a_long_name_is_cut_at_a_word_and_goes_on_in_the_description() -> None:
    drafted_line = drafted(order(line(name=LONG, description="1 kg"))).lines[0]
    assert len(drafted_line.name) <= 100
    assert f"{drafted_line.name} {drafted_line.description}" == f"{LONG} 1 kg"


def test_the_systems_own_limit_counts_too() -> None:
    narrow = replace(CAPABILITIES, max_name=20)
    assert drafted(order(line(name=LONG)), capabilities=narrow).lines[0].name == "Cafea boabe de"


def test_by_code_the_product_code_is_sent() -> None:
    draft = drafted(order(line(), shipping()), RouteSettings(keep_system_names=True))
    assert [one.code for one in draft.lines] == ["SKU-1", "SHIPPING"]
    assert draft.keep_system_names


def test_by_title_the_name_is_untouched_and_no_code_is_sent() -> None:
    settings = RouteSettings(identity=Identity.TITLE)
    assert [one.code for one in drafted(order(line(), shipping()), settings).lines] == ["", ""]
    stocked = replace(settings, use_stock=True, warehouse="Magazin")
    assert codes(decided(order(line(name=LONG)), stocked)) == ["NAME-LENGTH"]
    assert drafted(order(line(name=LONG)), settings).lines[0].name != LONG


@pytest.mark.parametrize(("use_stock", "severity"), [(False, Severity.WARN), (True, Severity.HOLD)])
def test_a_missing_code(use_stock: bool, severity: Severity) -> None:
    settings = RouteSettings(use_stock=use_stock, warehouse="Magazin")
    decision = decided(order(line(sku="")), settings)
    assert [(one.code, one.severity) for one in decision.findings] == [("NO-CODE", severity)]
    assert drafted(order(line(sku="")), settings, cures={"lines.1.sku": "CAF-1"}).lines[0].code == "CAF-1"


def test_shipping_has_the_routes_name_and_code_or_the_shops() -> None:
    settings = RouteSettings(shipping_name="Transport", shipping_code="TRANSP")
    named = drafted(order(line(), shipping()), settings).lines[1]
    assert (named.name, named.code) == ("Transport", "TRANSP")
    assert drafted(order(line(), shipping())).lines[1].name == "Curier rapid"


def test_shipping_left_out_is_said_on_the_draft() -> None:
    draft = drafted(order(line(), shipping()), RouteSettings(include_shipping=False))
    assert draft.totals.payable == Decimal("121.00")
    assert [str(note) for note in draft.notes] == ["Shipping of 19.99 is left out, as the route says."]


@pytest.mark.parametrize(
    ("settings", "unit", "expected"),
    [
        (RouteSettings(), "kg", "buc"),
        (RouteSettings(unit="kg"), "", "kg"),
        (RouteSettings(unit="KG"), "", "kg"),
        (RouteSettings(unit_source=UnitSource.SHOP), "kg", "kg"),
        (RouteSettings(unit_source=UnitSource.SHOP, unit="H"), "", "H"),
        (RouteSettings(unit_source=UnitSource.SYSTEM, unit="H"), "kg", ""),
    ],
)
def test_units(settings: RouteSettings, unit: str, expected: str) -> None:
    assert drafted(order(line(unit=unit)), settings).lines[0].unit == expected


@pytest.mark.parametrize(("country", "unit"), [("IT", "pz"), ("PL", "szt"), ("DE", "pcs")])
def test_a_piece_in_the_sellers_language(country: str, unit: str) -> None:
    company = replace(COMPANY, country=country, vat_payer=())
    decision = decided(order(line(percent="0")), company=company, offers=Offers())
    assert decision.draft is not None
    assert decision.draft.lines[0].unit == unit


def test_an_unknown_unit_only_warns_and_proposes_a_known_one() -> None:
    decision = decided(order(line(unit="palet")), RouteSettings(unit_source=UnitSource.SHOP))
    assert decision.outcome is Outcome.READY
    assert [(one.code, one.cure.value if one.cure else "") for one in decision.findings] == [("UNIT", "buc")]


def test_stock_goes_out_of_the_warehouse_for_goods_alone() -> None:
    settings = RouteSettings(use_stock=True, warehouse="Depozit")
    draft = drafted(order(line(), line("2", kind=LineKind.SERVICE), shipping()), settings)
    assert draft.use_stock
    assert [one.warehouse for one in draft.lines] == ["Depozit", "", ""]
    assert {one.warehouse for one in drafted(order(), RouteSettings(warehouse="Depozit")).lines} == {""}


@pytest.mark.parametrize(
    ("settings", "capabilities", "code"),
    [
        (RouteSettings(use_stock=True), CAPABILITIES, "WAREHOUSE"),
        (RouteSettings(use_stock=True, warehouse="Altul"), CAPABILITIES, "WAREHOUSE"),
        (RouteSettings(use_stock=True), replace(CAPABILITIES, discharges_stock=False), "STOCK"),
        (RouteSettings(prepare_only=True), replace(CAPABILITIES, prepares_only=False), "PREPARE"),
        (RouteSettings(kind=DocumentKind.RECEIPT, series="FCT"), CAPABILITIES, "KIND"),
        (RouteSettings(), replace(CAPABILITIES, currencies=frozenset({"EUR"})), "CURRENCY"),
        (RouteSettings(), replace(CAPABILITIES, max_lines=1), "MAX-LINES"),
        (RouteSettings(series="ABC"), CAPABILITIES, "SERIES"),
        (RouteSettings(series="PRO"), CAPABILITIES, "SERIES"),
    ],
)
def test_what_the_system_cannot_take(settings: RouteSettings, capabilities: object, code: str) -> None:
    decision = decided(order(line("1"), line("2")), settings, capabilities=capabilities)
    assert decision.outcome is Outcome.HELD
    assert code in codes(decision)


def test_flags_reach_the_draft() -> None:
    settings = RouteSettings(save_client=True, save_products=True, prepare_only=True, vat_on_collection=True)
    draft = drafted(order(), settings)
    assert (draft.save_client, draft.save_products, draft.prepare_only, draft.vat_on_collection) == (
        True,
    ) * 4


class TestSeries:
    def test_the_only_one_of_its_kind_needs_no_choosing(self) -> None:
        assert drafted(order()).series == "FCT"
        assert drafted(order(), RouteSettings(kind=DocumentKind.PROFORMA)).series == "PRO"

    def test_several_need_a_choice(self) -> None:
        offers = replace(OFFERS, series=(*OFFERS.series, SeriesOffer("FCT2", DocumentKind.INVOICE)))
        decision = decided(order(), offers=offers)
        assert codes(decision) == ["SERIES"]
        assert "FCT, FCT2" in str(decision.findings[0].message)
        assert drafted(order(), RouteSettings(series="FCT2"), offers=offers).series == "FCT2"

    def test_a_system_without_series_takes_any_word_or_none(self) -> None:
        assert drafted(order(), offers=Offers()).series == ""
        assert drafted(order(), RouteSettings(series="2026"), offers=Offers()).series == "2026"


class TestDiscounts:
    LINE = line(gross="108.90", discount=Decimal("12.10"), unit_gross=Decimal("121.00"))

    def test_inside_the_price_by_default(self) -> None:
        draft = drafted(order(self.LINE))
        assert [(one.kind, one.price) for one in draft.lines] == [(LineKind.GOODS, Decimal("108.90"))]

    def test_as_a_line_where_the_route_says_so(self) -> None:
        draft = drafted(order(self.LINE), RouteSettings(separate_discounts=True))
        assert [(one.name, one.price) for one in draft.lines] == [
            ("Produs 1", Decimal("121.00")),
            ("Reducere", Decimal("-12.10")),
        ]
        assert draft.totals.payable == Decimal("108.90")


class TestSums:
    def test_a_total_that_contradicts_its_lines_holds(self) -> None:
        decision = decided(order(payable=Decimal("126.00")))
        assert codes(decision) == ["TOTAL"]
        assert "5.00" in str(decision.findings[0].message)

    def test_a_small_gap_may_become_a_rounding_line(self) -> None:
        settings = RouteSettings(allow_rounding_line=True)
        draft = drafted(order(payable=Decimal("121.03")), settings)
        assert draft.totals.payable == Decimal("121.03")
        assert [(one.kind, one.name) for one in draft.lines][1] == (LineKind.ROUNDING, "Rotunjire")
        assert codes(decided(order(payable=Decimal("121.06")), settings)) == ["TOTAL"]

    def test_parts_of_a_cent_are_rounded_to_the_total(self) -> None:
        thirds = [
            line(str(place), "3.335", None, vat_percent=Decimal(21), tax=Decimal("0.58"))
            for place in range(3)
        ]
        draft = drafted(order(*thirds, payable=Decimal("10.01")))
        assert draft.totals.payable == Decimal("10.01")

    @pytest.mark.parametrize("payable", ["10.0050", "10.0051", "10.0149"])
    def test_a_total_with_parts_of_a_cent_is_what_can_be_paid(self, payable: str) -> None:
        given = Decimal(payable)
        draft = drafted(order(line("1", payable, None, tax=Decimal("1.7364")), payable=given))
        assert draft.totals.payable == Decimal("10.01")

    def test_parts_of_a_cent_are_rounded_rate_by_rate(self) -> None:
        """Each rate comes to half a cent more than it says: the shop rounded both up."""
        sale = order(
            line("1", "10.006", None, vat_percent=Decimal(21), tax=Decimal("1.736")),
            line("2", "20.006", None, vat_percent=Decimal(11), tax=Decimal("1.983")),
            payable=Decimal("30.02"),
        )
        draft = drafted(sale)
        assert [row.gross for row in draft.totals.rows] == [Decimal("10.01"), Decimal("20.01")]

    def test_an_unknown_line_holds_with_a_cure(self) -> None:
        sale = order(line(kind=LineKind.UNKNOWN))
        assert codes(decided(sale)) == ["LINE-KIND"]
        assert drafted(sale, cures={"lines.1.kind": "service"}).lines[0].kind is LineKind.SERVICE

    def test_a_price_without_quantity_holds(self) -> None:
        decision = decided(order(line(quantity=pieces("0"))))
        assert decision.outcome is Outcome.HELD


def test_a_price_without_a_quantity_is_said_to_be_just_that() -> None:
    """Nothing was invoiced before, so there is nothing to credit."""
    decision = decided(order(line(quantity=pieces("0"))))
    assert [str(finding.message) for finding in decision.findings] == [
        "Produs 1 costs 121.00 but has the quantity 0. Correct the order in the shop."
    ]
