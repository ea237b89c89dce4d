"""Lines of an order: net amounts with the tax beside them, with parts of a cent or without, as the shop rounds."""

from decimal import Decimal
from typing import Any

import pytest
from tests.shops.woocommerce.support import heard, item, lines, mapped, order, tax_line

from facturier.model.kinds import LineKind
from facturier.model.money import total
from facturier.model.order import Order


def worked_example() -> dict[str, Any]:
    """Section 9 of the sheet: net lines, a coupon, shipping, a fee."""
    shirt = item(
        name="Shirt - M",
        quantity=2,
        subtotal="200.000000",
        subtotal_tax="42.000000",
        total="180.000000",
        total_tax="37.800000",
        taxes=[{"id": 1, "total": "37.8", "subtotal": "42"}],
        sku="SHIRT-M",
        price=90,
    )
    return order(
        shirt,
        total="248.050000",
        shipping_lines=[charge(316, "15.000000", "3.150000", method_title="Curier")],
        fee_lines=[charge(317, "10.000000", "2.100000", name="COD fee")],
        coupon_lines=[{"id": 318, "code": "TEN", "discount": "20", "discount_tax": "4.2"}],
        tax_lines=[tax_line(tax_total="39.900000", shipping_tax_total="3.150000")],
    )


def charge(id: int, total: str, tax: str, **more: str) -> dict[str, Any]:
    taxes = [{"id": "1", "total": tax, "subtotal": ""}]
    return {"id": id, "total": total, "total_tax": tax, "taxes": taxes, "meta_data": [], **more}


def added_up(found: Order) -> Decimal:
    return total(line.gross for line in found.lines)


def test_the_worked_example_of_the_sheet() -> None:
    found = mapped(worked_example())
    assert added_up(found) == found.payable == Decimal("248.05")
    shirt, courier, fee = found.lines
    assert (shirt.gross, shirt.tax, shirt.discount) == (Decimal("217.8"), Decimal("37.8"), Decimal("24.2"))
    assert (shirt.unit_net, shirt.unit_gross) == (Decimal(100), Decimal(121))
    assert (courier.kind, courier.name, courier.gross) == (LineKind.SHIPPING, "Curier", Decimal("18.15"))
    assert (fee.kind, fee.name, fee.gross) == (LineKind.FEE, "COD fee", Decimal("12.1"))
    assert {line.vat_percent for line in found.lines} == {Decimal(21)}
    assert found.coupon == "TEN"


class TestCents:
    def test_parts_of_a_cent_are_rounded_so_that_they_come_to_the_total(self) -> None:
        """Catalogue with VAT, taxes rounded line by line, nets not: 297.272727 + 62.43."""
        three = item(
            subtotal="297.272727", subtotal_tax="62.43", total="297.272727", total_tax="62.43", quantity=3
        )
        books = item(id=316, subtotal="63.045045", subtotal_tax="6.93", total="63.045045", total_tax="6.93")
        found = mapped(order(three, books, total="429.68"))
        assert [line.gross for line in found.lines] == [Decimal("359.7"), Decimal("69.98")]
        assert found.lines[0].unit_gross == Decimal("119.9")

    def test_a_total_of_rounded_amounts_is_met_by_rounding_each(self) -> None:
        """Twenty lines of 0.004 over a cent: no rounding at the end comes to the shop's total."""
        many = [
            item(id=place, subtotal="1.004000", subtotal_tax="0.21", total="1.004000", total_tax="0.21")
            for place in range(1, 21)
        ]
        found = mapped(order(*many, total="24.20"))
        assert {line.gross for line in found.lines} == {Decimal("1.21")}

    def test_a_contradiction_stays_one(self) -> None:
        found = mapped(order(total="130.99"))
        assert added_up(found) == Decimal(121)
        assert found.payable == Decimal("130.99")

    def test_the_price_is_not_looked_at(self) -> None:
        found = lines(order(item(price=119.89999999999999)))["315"]
        assert (found.unit_net, found.unit_gross) == (Decimal(100), Decimal(121))

    def test_a_price_that_is_no_whole_cents_keeps_its_decimals(self) -> None:
        screws = item(
            quantity=999, subtotal="57.793388", subtotal_tax="12.14", total="57.793388", total_tax="12.14"
        )
        assert lines(order(screws, total="69.93"))["315"].unit_net == Decimal("0.057851")


class TestQuantities:
    @pytest.mark.parametrize("told", [1.5, "1.5"])
    def test_may_have_decimals(self, told: Any) -> None:
        assert lines(order(item(quantity=told)))["315"].quantity.ordered == Decimal("1.5")

    def test_none_at_all_has_no_price(self) -> None:
        found = lines(order(item(quantity=0)))["315"]
        assert (found.unit_net, found.unit_gross) == (None, None)

    def test_below_zero_is_a_trouble(self) -> None:
        assert "quantity of -1" in heard(order(item(quantity=-1))).trouble


class TestRates:
    def test_what_the_order_does_not_tell_its_amounts_show(self) -> None:
        """Versions without rate_percent."""
        old = order(tax_lines=[tax_line(rate_percent=None)])
        assert lines(old)["315"].vat_percent == Decimal(21)

    @pytest.mark.parametrize("id", [1, "1"])
    def test_a_tax_is_found_by_number_or_text(self, id: Any) -> None:
        taxes = [{"id": id, "total": "21", "subtotal": "21"}]
        assert (
            lines(order(item(taxes=taxes), tax_lines=[tax_line(rate_percent=21.0)]))["315"].vat_percent == 21
        )

    def test_taxes_that_were_not_charged_do_not_count(self) -> None:
        taxes = [{"id": 1, "total": "21", "subtotal": "21"}, {"id": 2, "total": "", "subtotal": ""}]
        table = [tax_line(), tax_line(rate_id=2, rate_percent=5)]
        assert lines(order(item(taxes=taxes), tax_lines=table))["315"].vat_percent == 21

    def test_two_taxes_on_one_line_add_up(self) -> None:
        both = item(
            total_tax="26.000000",
            taxes=[{"id": 1, "total": "21", "subtotal": "21"}, {"id": 2, "total": "5", "subtotal": "5"}],
        )
        table = [tax_line(), tax_line(rate_id=2, rate_percent=5)]
        assert lines(order(both, total="126.00", tax_lines=table))["315"].vat_percent == 26

    def test_a_rate_that_does_not_explain_the_amounts_is_not_believed(self) -> None:
        """A customer who pays no VAT, although the line names the rate."""
        free = item(total_tax="0.000000", taxes=[{"id": 1, "total": "0", "subtotal": "0"}])
        assert lines(order(free, total="100.00"))["315"].vat_percent == 0

    def test_what_a_coupon_made_free_keeps_its_rate(self) -> None:
        gift = item(total="0.000000", total_tax="0.000000", taxes=[])
        assert lines(order(gift, total="0.00"))["315"].vat_percent == 21

    def test_amounts_that_no_rate_explains_have_none(self) -> None:
        odd = item(total_tax="13.370000", taxes=[])
        assert lines(order(odd, total="113.37"))["315"].vat_percent is None


class TestCharges:
    def test_a_fee_below_zero_is_a_discount(self) -> None:
        found = lines(order(total="108.90", fee_lines=[charge(317, "-10.00", "-2.10", name="Reducere")]))[
            "317"
        ]
        assert (found.kind, found.gross, found.vat_percent) == (
            LineKind.DISCOUNT,
            Decimal("-12.1"),
            Decimal(21),
        )

    def test_free_shipping_is_no_line(self) -> None:
        assert set(lines(order(shipping_lines=[charge(316, "0.00", "0.00", method_title="Free")]))) == {"315"}

    def test_shipping_without_tax_says_so(self) -> None:
        free = {**charge(316, "19.99", "0.00", method_title="Curier"), "taxes": []}
        assert lines(order(total="140.99", shipping_lines=[free]))["316"].vat_percent == 0


@pytest.mark.parametrize(("told", "sku"), [("A", "A"), (8901, "8901"), (None, ""), (10**25, str(10**25))])
def test_a_sku_may_be_anything(told: Any, sku: str) -> None:
    assert lines(order(item(sku=told)))["315"].sku == sku


def test_all_lines_of_a_tax_tell_the_rate_that_one_alone_does_not() -> None:
    """Versions without rate_percent: the tax of a screw could be that of any rate."""
    screw = item(id=316, subtotal="0.06", subtotal_tax="0.01", total="0.06", total_tax="0.01")
    document = order(item(), screw, total="121.07", tax_lines=[tax_line(rate_percent=None)])
    assert {line.vat_percent for line in mapped(document).lines} == {Decimal(21)}
    alone = order(screw, total="0.07", tax_lines=[tax_line(rate_percent=None)])
    assert lines(alone)["316"].vat_percent is None


MIXED_FEE = {
    "id": 317,
    "name": "Loyalty",
    "total": "-30.000000",
    "total_tax": "-3.000000",
    "taxes": [{"id": 1, "total": "-2.2"}, {"id": 2, "total": "-0.8"}],
    "meta_data": [],
}
MIXED = order(
    item(total_tax="22.000000", taxes=[{"id": 1, "total": "22"}]),
    item(id=316, total="200.000000", total_tax="8.000000", taxes=[{"id": 2, "total": "8"}]),
    fee_lines=[MIXED_FEE],
    total="297.00",
    tax_lines=[tax_line(rate_percent=22), tax_line(rate_id=2, rate_percent=4)],
)


def test_a_fee_below_zero_is_taken_off_each_rate() -> None:
    """WooCommerce spreads it over the goods: 10.00 at 22 %, 20.00 at 4 %. Together that looks like 10 %."""
    found = lines(MIXED)
    shares = [(found[id].gross, found[id].tax, found[id].vat_percent) for id in ("317:1", "317:2")]
    assert shares == [
        (Decimal("-12.2"), Decimal("-2.2"), Decimal(22)),
        (Decimal("-20.8"), Decimal("-0.8"), Decimal(4)),
    ]
    assert sum(line.gross for line in found.values()) == Decimal("297.00")


def test_a_fee_below_zero_whose_taxes_do_not_make_it_up_has_no_rate() -> None:
    fee = {**MIXED_FEE, "total": "-40.000000", "total_tax": "-3.000000"}
    assert lines({**MIXED, "fee_lines": [fee], "total": "287.00"})["317"].vat_percent is None
