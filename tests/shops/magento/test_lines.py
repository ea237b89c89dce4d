"""Items as lines: every real order to the cent, and each trap of the sheet as a case."""

from collections import defaultdict
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.shops.magento.support import (
    ORDERS,
    REAL_ORDERS,
    added_up,
    item,
    lines,
    mapped,
    order,
    settings,
    worked_example,
)

from facturier.drafting.choices import QuantitySource
from facturier.drafting.parts import take
from facturier.model.kinds import LineKind
from facturier.model.order import Order
from facturier.shops.magento.payload import Mapper, opened

PER_RATE = {
    "01_ro_b2b_cui.json": {D(21): ("435.24", "75.54"), D(11): ("77.68", "7.70"), D(0): ("25", "0")},
    "02_ro_b2c_cod.json": {D(21): ("71.39", "12.39"), D(0): ("5", "0")},
    "03_it_b2c_codice_fiscale.json": {D(22): ("146.28", "26.38"), D(10): ("38.49", "3.5"), D(0): ("10", "0")},
    "06_ro_coupon_percent.json": {D(21): ("133.09", "23.1"), D(11): ("106.02", "10.51"), D(0): ("20", "0")},
    "12_order_03_after_refund.json": {D(22): ("146.28", "26.38"), D(10): ("38.49", "3.5"), D(0): ("10", "0")},
    "incl_01_ro_b2b_cui.json": {D(21): ("384.70", "66.77"), D(11): ("69.98", "6.93")},
    "incl_06_ro_coupon_percent.json": {D(21): ("127.91", "22.2"), D(11): ("94.47", "9.36")},
}


def real(name: str) -> Order:
    heard = Mapper(settings()).heard(opened((ORDERS / name).read_bytes()))
    assert heard.order is not None, heard.trouble
    return heard.order


@pytest.mark.parametrize("name", REAL_ORDERS)
def test_real_orders_add_up_to_the_cent_in_total_and_per_rate(name: str) -> None:
    found = real(name)
    assert added_up(found) == found.payable
    per_rate: dict[D | None, list[D]] = defaultdict(lambda: [D(0), D(0)])
    for line in found.lines:
        per_rate[line.vat_percent][0] += line.gross
        per_rate[line.vat_percent][1] += line.tax
    assert {rate: tuple(sums) for rate, sums in per_rate.items()} == {
        rate: (D(gross), D(tax)) for rate, (gross, tax) in PER_RATE[name].items()
    }


def test_every_real_order_has_its_expectation() -> None:
    assert sorted(PER_RATE) == REAL_ORDERS


@pytest.mark.parametrize("name", ["06_ro_coupon_percent.json", "incl_06_ro_coupon_percent.json"])
def test_a_row_total_that_is_already_discounted_is_not_discounted_twice(name: str) -> None:
    goods = [line for line in real(name).lines if line.kind is LineKind.GOODS]
    assert [line.discount for line in goods] == [D("11.99"), D("10.5")]


def test_the_worked_example_of_the_sheet() -> None:
    found = lines(worked_example())
    assert list(found) == ["71", "shipping"]
    shirt = found["71"]
    assert (shirt.gross, shirt.tax, shirt.net, shirt.discount) == (D("217.8"), D("37.8"), D(180), D("24.2"))
    assert (shirt.unit_net, shirt.unit_gross, shirt.quantity.ordered) == (D(100), D(121), D(2))
    assert (found["shipping"].gross, found["shipping"].vat_percent) == (D("18.15"), D(21))


@pytest.mark.parametrize(
    ("name", "expected"), [("01_ro_b2b_cui.json", False), ("incl_01_ro_b2b_cui.json", True)]
)
def test_whether_the_catalogue_includes_vat_shows_in_the_original_price(name: str, expected: bool) -> None:
    assert real(name).prices_include_vat is expected


def test_without_vat_nobody_can_tell_whether_prices_include_it() -> None:
    plain = item(original_price=100, price_incl_tax=100, row_total_incl_tax=100, tax_amount=0, tax_percent=0)
    assert mapped(order(plain, grand_total=100)).prices_include_vat is None


def test_an_order_that_contradicts_its_total_keeps_the_documented_reading() -> None:
    discounted = item(discount_amount=10, tax_amount=18.9, discount_tax_compensation_amount=0)
    found = mapped(order(discounted, grand_total=500))
    assert [line.gross for line in found.lines] == [D("108.9")]
    assert added_up(found) != found.payable


@given(
    st.lists(
        st.tuples(st.integers(1, 99_999), st.integers(0, 30), st.sampled_from([5, 10, 11, 19, 21, 22, 23])),
        min_size=1,
        max_size=6,
    ),
    st.booleans(),
)
def test_both_readings_of_the_row_total_give_the_same_lines(
    rows: list[tuple[int, int, int]], discounted: bool
) -> None:
    """The same sale, written with row totals before and after the discount, is the same sale."""
    items, payable = [], D(0)
    for place, (cents, off, rate) in enumerate(rows, 1):
        net = D(cents) / 100
        discount = (net * off / 100).quantize(D("0.01"))
        tax = ((net - discount) * rate / 100).quantize(D("0.01"))
        payable += net - discount + tax
        items.append(
            item(
                item_id=place,
                row_total=float(net - discount if discounted else net),
                row_total_incl_tax=None,
                price_incl_tax=None,
                discount_amount=float(discount),
                tax_amount=float(tax),
                tax_percent=rate,
            )
        )
    found = mapped(order(*items, grand_total=float(payable)))
    assert added_up(found) == payable == found.payable


def test_a_net_discount_is_told_with_its_vat() -> None:
    discounted = item(discount_amount=10, tax_amount=18.9)
    assert lines(order(discounted, grand_total=108.9))["71"].discount == D("12.1")


def test_a_full_discount_leaves_a_line_of_nothing() -> None:
    free = item(discount_amount=121, discount_tax_compensation_amount=21, tax_amount=0)
    found = lines(order(free, grand_total=0))["71"]
    assert (found.gross, found.discount, found.kind) == (D(0), D(121), LineKind.GOODS)


class TestFamilies:
    def test_a_fixed_price_bundle_has_its_money_on_the_parent(self) -> None:
        parent = item(product_type="bundle", name="Set")
        parts = [item(item_id=72 + n, parent_item_id=71, row_total=0, tax_amount=0) for n in range(2)]
        assert list(lines(order(parent, *parts))) == ["71"]

    def test_a_dynamic_bundle_has_its_money_on_the_parts(self) -> None:
        parent = item(product_type="bundle", name="Set", row_total=0, tax_amount=0)
        book = item(item_id=72, parent_item_id=71, row_total=40, tax_amount=4.4, tax_percent=11)
        mug = item(item_id=73, parent_item_id=71, row_total=60, tax_amount=12.6)
        found = lines(order(parent, book, mug, grand_total=117))
        assert {name: (line.gross, line.vat_percent) for name, line in found.items()} == {
            "72": (D("44.4"), D(11)),
            "73": (D("72.6"), D(21)),
        }
        assert found["72"].description == "Set"

    def test_a_bundle_whose_parent_repeats_the_sum_of_its_parts_is_counted_once(self) -> None:
        parent = item(product_type="bundle", tax_amount=17, tax_percent=None)
        book = item(item_id=72, parent_item_id=71, row_total=40, tax_amount=4.4, tax_percent=11)
        mug = item(item_id=73, parent_item_id=71, row_total=60, tax_amount=12.6)
        assert list(lines(order(parent, book, mug, grand_total=117))) == ["72", "73"]

    def test_where_both_sides_differ_the_grand_total_decides(self) -> None:
        parent = item(product_type="bundle")
        part = item(item_id=72, parent_item_id=71, row_total=70, tax_amount=14.7)
        assert list(lines(order(parent, part, grand_total=121))) == ["71"]
        assert list(lines(order(parent, part, grand_total=84.7))) == ["72"]

    def test_where_nothing_decides_the_bundle_is_of_unknown_kind(self) -> None:
        parent = item(product_type="bundle")
        part = item(item_id=72, parent_item_id=71, row_total=70, tax_amount=14.7)
        assert [line.kind for line in mapped(order(parent, part, grand_total=99)).lines] == [LineKind.UNKNOWN]

    def test_the_parent_may_be_told_only_by_the_nested_copy(self) -> None:
        child = item(item_id=72, parent_item={"item_id": 71}, row_total=0, tax_amount=0)
        assert list(lines(order(item(product_type="configurable"), child))) == ["71"]

    def test_a_child_without_its_parent_stands_for_itself(self) -> None:
        assert list(lines(order(item(parent_item_id=5)))) == ["71"]


class TestKinds:
    def test_virtual_goods_are_goods_unless_the_settings_say_services(self) -> None:
        licence = order(item(product_type="virtual", is_virtual=1))
        assert lines(licence)["71"].kind is LineKind.GOODS
        assert lines(licence, virtual_is_service=True)["71"].kind is LineKind.SERVICE

    def test_downloads_count_as_virtual(self) -> None:
        found = lines(order(item(product_type="downloadable")), virtual_is_service=True)
        assert found["71"].kind is LineKind.SERVICE

    def test_a_sold_gift_card_is_a_gift_card(self) -> None:
        card = item(product_type="giftcard", row_total=50, tax_amount=0, tax_percent=0)
        found = lines(order(card, grand_total=50))["71"]
        assert (found.kind, found.gross, found.vat_percent) == (LineKind.GIFT_CARD, D(50), D(0))

    def test_an_item_without_a_row_total_is_of_unknown_kind(self) -> None:
        assert lines(order(item(row_total=None)))["71"].kind is LineKind.UNKNOWN


class TestFixedTaxes:
    def test_an_untaxed_one_is_a_line_of_its_own_at_zero(self) -> None:
        fridge = item(
            weee_tax_applied_row_amount=5,
            weee_tax_applied='[{"title":"Green tax","row_amount":5,"row_amount_incl_tax":5}]',
        )
        fee = lines(order(fridge, grand_total=126))["71:fpt1"]
        assert (fee.kind, fee.gross, fee.tax, fee.vat_percent) == (LineKind.FEE, D(5), D(0), D(0))
        assert fee.name == "Green tax (Thing)"

    def test_what_is_cancelled_takes_its_fixed_tax_along(self) -> None:
        """Two were ordered and one was cancelled: its buyer pays no tax of a fridge that never comes."""
        fridges = item(
            qty_ordered=2,
            qty_canceled=1,
            row_total=200,
            tax_amount=42,
            weee_tax_applied_row_amount=10,
            weee_tax_applied='[{"title":"Green tax","row_amount":10,"row_amount_incl_tax":10}]',
        )
        found = mapped(order(fridges, grand_total=252))
        assert found.owed == D(126)
        taken = take(found, QuantitySource.ORDERED, ())
        assert [(one.quantity, one.gross) for one in taken.portions] == [(D(1), D(121)), (D(1), D(5))]

    @pytest.mark.parametrize("grand_total", [127.05, 126])
    def test_vat_on_it_is_on_top_or_inside_as_the_total_says(self, grand_total: float) -> None:
        fridge = item(
            weee_tax_applied_row_amount=5,
            weee_tax_applied='[{"title":"Green tax","row_amount":5,"row_amount_incl_tax":6.05}]',
        )
        found = mapped(order(fridge, grand_total=grand_total))
        assert added_up(found) == found.payable
        assert (found.lines[1].tax, found.lines[1].vat_percent) == (D("1.05"), D(21))

    @pytest.mark.parametrize("words", ["", "[]", "a:0:{}", '{"not": "a list"}'])
    def test_without_readable_rows_the_row_amount_and_the_tax_table_are_used(self, words: str) -> None:
        fridge = item(weee_tax_applied_row_amount=5, weee_tax_applied=words)
        taxes = {"type": "weee", "associated_item_id": 71, "applied_taxes": [{"percent": 21, "amount": 1.05}]}
        found = mapped(
            order(fridge, grand_total=127.05, extension_attributes={"item_applied_taxes": [taxes]})
        )
        assert [(line.gross, line.vat_percent) for line in found.lines] == [
            (D(121), D(21)),
            (D("6.05"), D(21)),
        ]


class TestRates:
    def test_a_missing_rate_comes_from_the_tax_table(self) -> None:
        taxes = {"type": "product", "item_id": 71, "applied_taxes": [{"percent": 21}]}
        document = order(item(tax_percent=None), extension_attributes={"item_applied_taxes": [taxes]})
        assert lines(document)["71"].vat_percent == D(21)

    def test_without_a_table_it_is_recognised(self) -> None:
        assert lines(order(item(tax_percent=None)))["71"].vat_percent == D(21)

    def test_what_no_rate_explains_stays_unknown(self) -> None:
        odd = item(tax_percent=None, tax_amount=33.33)
        assert lines(order(odd, grand_total=133.33))["71"].vat_percent is None


class TestNumbers:
    def test_long_floats_of_php_are_the_amounts_they_mean(self) -> None:
        document = order(item(tax_amount=0.0), grand_total=0)
        document["items"][0]["row_total"] = 83.240000000000009
        document["grand_total"] = 83.240000000000009
        found = mapped(document)
        assert (found.payable, found.lines[0].gross) == (D("83.24"), D("83.24"))

    def test_amounts_may_be_texts_with_four_decimals(self) -> None:
        texts = item(row_total="100.0000", tax_amount="21.0000", qty_ordered="1.0000")
        assert str(lines(order(texts, grand_total="121.0000"))["71"].gross) == "121"

    def test_decimal_quantities_and_what_became_of_them(self) -> None:
        cloth = item(qty_ordered=2.375, qty_invoiced=1.5, qty_shipped=1, qty_refunded=0.5, qty_canceled=0.25)
        quantity = lines(order(cloth))["71"].quantity
        assert (quantity.ordered, quantity.invoiced) == (D("2.375"), D("1.5"))
        assert (quantity.shipped, quantity.refunded, quantity.cancelled) == (D(1), D("0.5"), D("0.25"))
