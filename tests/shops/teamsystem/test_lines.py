"""What the buyer pays, under every reading that the vendor's documents leave open."""

from decimal import Decimal

import pytest
from tests.shops.teamsystem.support import Desk, heard, item, mapped, order

from facturier.model.kinds import LineKind
from facturier.model.money import CENT, total
from facturier.model.order import Order

TWO = {"1#|#": item(10.5, 2), "2#|#": item(4, 1)}


def sums(found: Order) -> Decimal:
    return total(line.gross for line in found.lines)


def kinds(found: Order) -> list[LineKind]:
    return [line.kind for line in found.lines]


def test_the_order_of_the_sheet() -> None:
    found = mapped(order())
    (line,) = found.lines
    assert (line.id, line.name, line.description) == ("105251#|#xl_red", "Maglietta", "xl_red")
    assert (line.gross, line.tax, line.vat_percent) == (Decimal("117.5"), Decimal("21.19"), Decimal(22))
    assert found.payable == Decimal("117.5")


def test_an_empty_sku_is_the_products_number() -> None:
    assert mapped(order()).lines[0].sku == "105251"
    assert mapped(order(total=10, items={"7#|#": item(10, sku="A-1")})).lines[0].sku == "A-1"


def test_amounts_keep_their_digits() -> None:
    found = mapped(order(total=83.24, items={"7#|#": item("41.6200000000000045", 2)}))
    assert (found.lines[0].gross, found.payable) == (Decimal("83.24"), Decimal("83.24"))


@pytest.mark.parametrize("name", ["shipping", "shippingAmount", "shippingCost"])
def test_shipping_is_found_whatever_it_is_called(name: str) -> None:
    found = mapped(order(total=29.9, items=TWO, **{name: 4.9}))
    assert found.lines[-1].kind is LineKind.SHIPPING
    assert sums(found) == found.payable == Decimal("29.9")


def test_of_several_amounts_the_total_tells_which_is_shipping() -> None:
    found = mapped(order(total=29.9, items=TWO, shippingTax=0.88, shippingMethod="GLS", shippingAmount="4.9"))
    assert sums(found) == Decimal("29.9")


def test_an_amount_that_nobody_explains_is_not_guessed() -> None:
    """The lines do not come to the total, which holds the order."""
    found = mapped(order(total=29.9, items=TWO, surcharge=4.9))
    assert kinds(found) == [LineKind.GOODS] * 2
    assert found.payable - sums(found) == Decimal("4.9")


def test_a_fee_is_found_where_the_settings_say() -> None:
    found = mapped(
        order(total=28, items=TWO, surcharge=3), fields="fee = cart.surcharge\nshipping = cart.shippin*"
    )
    assert kinds(found)[-1] is LineKind.FEE
    assert sums(found) == Decimal(28)


class TestDiscount:
    def test_it_is_deducted_where_the_total_says_so(self) -> None:
        found = mapped(order(total=20, items=TWO, saleAmount=5, couponCode="CINQUE"))
        assert (found.lines[-1].kind, found.lines[-1].gross) == (LineKind.DISCOUNT, Decimal(-5))
        assert (found.lines[-1].name, found.coupon) == ("CINQUE", "CINQUE")
        assert sums(found) == Decimal(20)

    def test_it_is_not_where_the_prices_have_it_already(self) -> None:
        found = mapped(order(total=25, items=TWO, saleAmount=5))
        assert LineKind.DISCOUNT not in kinds(found)
        assert sums(found) == Decimal(25)

    def test_where_neither_adds_up_the_order_contradicts_itself(self) -> None:
        found = mapped(order(total=23, items=TWO, saleAmount=5))
        assert sums(found) == Decimal(20)


def test_a_cart_without_its_shipping_is_paid_as_the_list_says() -> None:
    payload = order(total=25, items=TWO, shipping=4.9)
    listed = {"orderID": payload["orderID"], "total": 29.9, "status": 4, "orderDate": 1450372794}
    found = mapped(payload, {"/orders/list.json": [listed]})
    assert found.payable == sums(found) == Decimal("29.9")


def test_net_prices() -> None:
    found = mapped(order(total=18.3, items={"7#|#": item(10)}, shipping=5), prices_include_vat=False)
    assert [line.gross for line in found.lines] == [Decimal("12.2"), Decimal("6.1")]
    assert [line.vat_percent for line in found.lines] == [Decimal(22)] * 2
    assert (found.lines[0].unit_net, found.lines[0].unit_gross) == (Decimal(10), None)


class TestRates:
    def test_the_line_itself_counts_most(self) -> None:
        payload = order(total=10, items={"7#|#": item(10, tax_rate=4)})
        assert mapped(payload).lines[0].vat_percent == Decimal(4)

    @pytest.mark.parametrize(
        "product",
        [
            {},
            {"tax_profile": None},
            {"tax_profile": "other"},
            {"tax_profile": "t22", "taxprofile": "t10"},
            [],
            None,
        ],
    )
    def test_what_no_profile_tells_is_not_guessed(self, product: object) -> None:
        (line,) = mapped(order(), {"/products/product.json": product}).lines
        assert (line.vat_percent, line.tax) == (None, Decimal(0))

    @pytest.mark.parametrize("profile", ["t22", {"id": "t22"}])
    @pytest.mark.parametrize("name", ["tax_profile", "taxprofile"])
    def test_a_profile_under_either_name(self, name: str, profile: object) -> None:
        assert mapped(order(), {"/products/product.json": {name: profile}}).lines[0].vat_percent == 22

    def test_a_rate_counts_only_where_it_was_set_up(self) -> None:
        payload = order()
        payload["delivery"] = {**payload["delivery"], "country": "83"}
        assert mapped(payload).lines[0].vat_percent is None

    def test_the_usual_rate_asks_for_no_product(self) -> None:
        answers = dict.fromkeys(("/products/product.json", "/taxes/list.json"))
        (line,) = mapped(order(), answers, vat_source="usual", vat_percent="10").lines
        assert (line.vat_percent, line.tax) == (Decimal(10), Decimal("10.68"))


@pytest.mark.parametrize(
    "switches",
    [
        {},
        {"discount_in_prices": True},
        {"total_includes_shipping": False},
        {"shipping_field": "gAmount"},
        {"prices_include_vat": False},
        {"old_names": True},
        {"profile": "object"},
        {"countries": "names"},
        {"countries": "by_uid"},
        {"plain_dates": "words"},
    ],
    ids=str,
)
def test_the_simulator_under_every_reading(switches: dict[str, object]) -> None:
    """To the cent, with a discount and without; net shipping is taxed at the usual rate."""
    desk = Desk({"prices_include_vat": bool(switches.get("prices_include_vat", True))}, **switches)
    net = switches.get("prices_include_vat") is False
    placed = [desk.place() for _ in range(12)]
    if not net:
        placed += [desk.place(discount=Decimal("3.33"), coupon="TRE") for _ in range(6)]
    for id in placed:
        found = desk.order(id)
        assert found.payable == desk.sandbox.shop.order(id).payable
        assert abs(sums(found) - found.payable) < CENT / 2
        assert all(line.vat_percent for line in found.lines if line.kind is LineKind.GOODS)
        assert found.buyer.address.country == "IT"


def test_a_changed_shape_is_told() -> None:
    payload = order()
    del payload["cart"]["items"]["105251#|#xl_red"]["price"]
    found = heard(payload)
    assert found.order is None
    assert "price" in found.trouble
