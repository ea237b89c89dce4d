"""Invoices, shipments and credit memos, with every refusal (fact sheet, section 6)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from tests.shops.magento.sandbox_desk import GROSS, Desk, cart, desk, search

from facturier.shops.magento.sandbox.basket import STANDARD_RATE, Carriage, Coupon, Item, Money
from facturier.shops.magento.sandbox.catalogue import product
from facturier.shops.magento.sandbox.orders import DemoOrder, real

INVOICE = "Invoice Document Validation Error(s):\n"
SHIPMENT = "Shipment Document Validation Error(s):\n"
MEMO = "Creditmemo Document Validation Error(s):\n"
NO_PRODUCTS = "The invoice can't be created without products. Add products and try again."
NOT_ALLOWED = "The order does not allow an invoice to be created."


@pytest.fixture
def caller() -> Desk:
    return desk()


def asked(order: Mapping[str, Any], *quantities: float) -> dict[str, Any]:
    """`quantities` of the order's rows, in their order; 0 leaves a row out."""
    rows = zip(order["items"], quantities, strict=False)
    return {"items": [{"order_item_id": row["item_id"], "qty": qty} for row, qty in rows if qty]}


def total(documents: list[dict[str, Any]], field: str) -> Decimal:
    return sum((Decimal(document[field]) for document in documents), Decimal(0))


@pytest.mark.parametrize(("as_string", "expected"), [(True, "1"), (False, 1)])
def test_the_id_is_answered_as_text_or_number(caller: Desk, as_string: bool, expected: object) -> None:
    caller.sandbox.switches.id_as_string = as_string
    number = caller.place()
    assert caller.post(f"/order/{number}/invoice", {"capture": False}) == expected
    assert caller.post(f"/order/{number}/ship") == expected


def test_a_whole_invoice(caller: Desk) -> None:
    number = caller.place()
    caller.merchant.set_status(number, "custom", "new")
    comment = {"comment": "FCT 12", "is_visible_on_front": 0}
    made = caller.post(f"/order/{number}/invoice", {"items": [], "comment": comment, "notify": False})
    order, invoice = caller.order(number), caller.get(f"/invoices/{made}")
    assert (order["state"], order["status"]) == ("processing", "processing")
    assert order["total_paid"] == order["total_invoiced"] == invoice["grand_total"] == order["grand_total"]
    assert order["total_due"] == 0
    assert [row["qty_invoiced"] for row in order["items"]] == [2, 3, 1]
    assert invoice["state"] == 2
    assert invoice["order_id"] == number
    assert [row["qty"] for row in invoice["items"]] == [2, 3, 1]
    assert [each["comment"] for each in invoice["comments"]] == ["FCT 12"]
    assert caller.get(f"/invoices/{made}/comments")["items"] == invoice["comments"]


def test_an_invoice_has_the_fields_of_a_real_one(caller: Desk) -> None:
    number = caller.place()
    invoice = caller.get(f"/invoices/{caller.post(f'/order/{number}/invoice')}")
    theirs = real("10_invoice_of_03")
    missing = {"shipping_address_id", "base_shipping_discount_tax_compensation_amnt"}
    missing |= {"shipping_discount_tax_compensation_amount"}
    assert set(theirs) - missing <= set(invoice)
    assert set(theirs["items"][0]) <= set(invoice["items"][0])


def test_parts_add_up_to_the_order(caller: Desk) -> None:
    basket = cart(
        carriage=Carriage(Decimal(25), STANDARD_RATE, discount=Decimal(10)),
        coupon=Coupon("treime", Decimal(33)),
        money=Money("RON", "EUR", Decimal("0.1987")),
    )
    number = caller.place(basket)
    order = caller.order(number)
    for quantities in ((1,), (0, 2, 1), (1, 1)):
        caller.post(f"/order/{number}/invoice", asked(order, *quantities))
    order = caller.order(number)
    invoices = caller.get("/invoices", search(("order_id", "eq", str(number))))["items"]
    for prefix in ("", "base_"):
        for field in ("grand_total", "subtotal", "tax_amount", "discount_amount", "shipping_amount"):
            assert total(invoices, prefix + field) == order[prefix + field]
        assert order[prefix + "total_due"] == 0
    assert [invoice["shipping_amount"] > 0 for invoice in invoices] == [True, False, False]
    assert caller.refused(f"/order/{number}/invoice")[0] == 400


@pytest.mark.parametrize("row_after_discount", [False, True])
@pytest.mark.parametrize(("coupon", "grand"), [(None, "244.8"), (Coupon("v", Decimal(10)), "220.82")])
def test_each_part_adds_up_in_itself(
    caller: Desk, coupon: Coupon | None, grand: str, row_after_discount: bool
) -> None:
    """Two coffees (239.80 gross, less 23.98) with shipping of 5.00 net, untaxed."""
    basket = cart(coupon=coupon, carriage=Carriage(Decimal(5)), row_after_discount=row_after_discount)
    number = caller.place(basket)
    order = caller.order(number)
    invoice = caller.get(f"/invoices/{caller.post(f'/order/{number}/invoice', asked(order, 2))}")
    parts = (
        "subtotal",
        "discount_amount",
        "shipping_amount",
        "tax_amount",
        "discount_tax_compensation_amount",
    )
    assert sum(Decimal(invoice[part]) for part in parts) == invoice["grand_total"] == Decimal(grand)


def test_too_many_pieces(caller: Desk) -> None:
    number = caller.place()
    order = caller.order(number)
    words = (
        'The quantity to invoice must not be greater than the uninvoiced quantity for product SKU "CAF-1KG".'
    )
    assert caller.refused(f"/order/{number}/invoice", asked(order, 3)) == (400, INVOICE + words)
    caller.post(f"/order/{number}/invoice", asked(order, 1))
    assert caller.refused(f"/order/{number}/invoice", asked(order, 2)) == (400, INVOICE + words)


def test_a_row_of_another_order(caller: Desk) -> None:
    number, other = caller.place(), caller.place()
    words = "The invoice contains one or more items that are not part of the original order."
    assert caller.refused(f"/order/{number}/invoice", asked(caller.order(other), 1)) == (400, INVOICE + words)


def test_no_pieces(caller: Desk) -> None:
    number = caller.place()
    body = {"items": [{"order_item_id": caller.order(number)["items"][0]["item_id"], "qty": 0}]}
    assert caller.refused(f"/order/{number}/invoice", body) == (400, INVOICE + NO_PRODUCTS)


def test_a_retry_of_a_whole_invoice_is_refused_twice(caller: Desk) -> None:
    number = caller.place()
    caller.post(f"/order/{number}/invoice")
    assert caller.refused(f"/order/{number}/invoice") == (400, f"{INVOICE}{NO_PRODUCTS}\n{NOT_ALLOWED}")


def test_a_retry_of_a_partial_invoice_is_not_refused(caller: Desk) -> None:
    number = caller.place()
    body = asked(caller.order(number), 1)
    assert caller.post(f"/order/{number}/invoice", body) == "1"
    assert caller.post(f"/order/{number}/invoice", body) == "2"


@pytest.mark.parametrize("state", ["payment_review", "holded", "canceled", "complete", "closed"])
def test_states_that_allow_no_invoice(caller: Desk, state: str) -> None:
    number = caller.place()
    caller.merchant.set_status(number, f"my_{state}", state)
    words = f"An invoice cannot be created when an order has a status of my_{state}"
    assert caller.refused(f"/order/{number}/invoice") == (400, INVOICE + words)
    assert caller.get("/invoices", search())["items"] == []


def test_a_refused_invoice_changes_nothing(caller: Desk) -> None:
    number = caller.place()
    before = caller.order(number)
    caller.sandbox.clock.sleep(60)
    caller.refused(f"/order/{number}/invoice", asked(before, 1, 9))
    assert caller.order(number) == before


def test_an_invoice_comment(caller: Desk) -> None:
    caller.merchant.pay(caller.place())
    entity = {"parent_id": 1, "comment": "FCT 12", "is_customer_notified": 0, "is_visible_on_front": 0}
    made = caller.post("/invoices/comments", {"entity": entity})
    assert entity.items() <= made.items()
    assert caller.get("/invoices/1")["comments"] == [made]
    assert caller.refused("/invoices/comments", {"entity": entity | {"parent_id": 9}})[0] == 404


def test_invoices_of_an_order(caller: Desk) -> None:
    first, second = caller.place(), caller.place()
    caller.merchant.pay(second)
    caller.merchant.pay(first)
    page = caller.get("/invoices", search(("order_id", "eq", str(first))))
    assert [invoice["entity_id"] for invoice in page["items"]] == [2]


def test_complete_when_all_is_invoiced_and_shipped(caller: Desk) -> None:
    number = caller.place()
    caller.post(f"/order/{number}/ship")
    assert caller.order(number)["state"] == "processing"
    caller.post(f"/order/{number}/invoice")
    assert caller.order(number)["state"] == "complete"


def test_a_virtual_order_is_complete_once_invoiced(caller: Desk) -> None:
    course = Item("CURS", "Curs", Decimal(99), product_type="virtual")
    number = caller.place(cart(items=(course,), carriage=None))
    words = (
        "You can't create a shipment without products.\nThe order does not allow a shipment to be created."
    )
    assert caller.refused(f"/order/{number}/ship") == (400, SHIPMENT + words)
    caller.post(f"/order/{number}/invoice")
    assert caller.order(number)["state"] == "complete"


SHIRT = Item(
    "TRI-M",
    "Tricou",
    Decimal(59),
    Decimal(2),
    product_type="configurable",
    children=(Item("TRI-M", "Tricou-M", Decimal(0)),),
)
PARTS = (Item("CANA-33", "Cană", Decimal("27.49"), Decimal(2)), Item("CEAI-V", "Ceai", Decimal("22.15")))
FIXED = Item("SET", "Set", Decimal("69.90"), product_type="bundle", children=PARTS)
DYNAMIC = Item("SET", "Set", Decimal(0), product_type="bundle", children=PARTS, children_carry=True)


@pytest.mark.parametrize(
    ("item", "invoiced", "counted"),
    [(SHIRT, [2], [2, 2]), (FIXED, [1], [1, 2, 1]), (DYNAMIC, [2, 1], [1, 2, 1])],
)
def test_rows_without_money_only_follow(
    caller: Desk, item: Item, invoiced: list[int], counted: list[int]
) -> None:
    number = caller.place(cart(items=(item,)))
    made = caller.post(f"/order/{number}/invoice")
    assert [row["qty"] for row in caller.get(f"/invoices/{made}")["items"]] == invoiced
    order = caller.order(number)
    assert [row["qty_invoiced"] for row in order["items"]] == counted
    caller.post(f"/order/{number}/ship")
    order = caller.order(number)
    assert [row["qty_shipped"] for row in order["items"]] == counted
    assert order["state"] == "complete"


def test_shipments(caller: Desk) -> None:
    number = caller.place()
    order = caller.order(number)
    track = {"track_number": "AWB1", "title": "Curier", "carrier_code": "custom"}
    caller.post(f"/order/{number}/ship", asked(order, 1) | {"tracks": [track]})
    assert caller.order(number)["items"][0]["qty_shipped"] == 1
    caller.post("/shipment/track", {"entity": {"parent_id": 1, "order_id": number} | track})
    (shipment,) = caller.get("/shipments", search(("order_id", "eq", str(number))))["items"]
    assert [each["track_number"] for each in shipment["tracks"]] == ["AWB1", "AWB1"]
    assert caller.get("/shipment/1") == shipment
    words = 'The quantity to ship must not be greater than the unshipped quantity for product SKU "CAF-1KG".'
    assert caller.refused(f"/order/{number}/ship", asked(order, 2)) == (400, SHIPMENT + words)
    caller.merchant.hold(number)
    words = "A shipment cannot be created when an order has a status of holded"
    assert caller.refused(f"/order/{number}/ship", asked(order, 1)) == (400, SHIPMENT + words)


def test_a_partial_refund_repeats_the_real_one(caller: Desk) -> None:
    """The real order 3 was invoiced, shipped, and one coffee of it was given back."""
    number = 3
    wanted = real("12_order_03_after_refund")
    caller.merchant.stage([DemoOrder("real", real("03_it_b2c_codice_fiscale"))])
    order = caller.order(number)
    caller.post(f"/order/{number}/invoice")
    caller.post(f"/order/{number}/ship")
    caller.post(f"/order/{number}/refund", asked(order, 1) | {"arguments": {"shipping_amount": 0}})
    made, invoice, memo = caller.order(number), caller.get("/invoices/1"), caller.get("/creditmemo/1")
    aside = {"created_at", "updated_at", "customer_note_notify", "base_total_invoiced_cost", "items"}
    aside |= {"status_histories", "payment", "extension_attributes"}
    assert {field: made.get(field) for field in wanted if field not in aside} == {
        field: value for field, value in wanted.items() if field not in aside
    }
    assert made["payment"] == wanted["payment"]
    assert made["status_histories"][0]["comment"] == wanted["status_histories"][0]["comment"]
    weee = ("weee_tax_applied", "updated_at")
    for mine, theirs in zip(made["items"], wanted["items"], strict=True):
        assert {f: v for f, v in theirs.items() if f not in weee}.items() <= mine.items()
    for mine, theirs in ((invoice, real("10_invoice_of_03")), (memo, real("12_creditmemo_partial_of_03"))):
        aside = {"items", "created_at", "updated_at", "shipping_address_id"}
        both = {field for field in theirs if field in mine} - aside
        assert {field: mine[field] for field in both} == {field: theirs[field] for field in both}
        rows = zip(mine["items"], theirs["items"], strict=True)
        for row, other in rows:
            shared = set(row) & set(other) - {"entity_id"}
            assert {field: row[field] for field in shared} == {field: other[field] for field in shared}


def test_refunding_everything_closes_the_order(caller: Desk) -> None:
    number = caller.place(cart(coupon=Coupon("vara10", Decimal(10))))
    caller.post(f"/order/{number}/invoice")
    caller.post(f"/order/{number}/refund")
    order, memo = caller.order(number), caller.get("/creditmemo/1")
    assert order["state"] == "closed"
    assert memo["grand_total"] == order["total_refunded"] == order["grand_total"]
    words = "A creditmemo can not be created when an order has a status of closed"
    status, told = caller.refused(f"/order/{number}/refund")
    assert status == 400
    assert told.startswith(MEMO + words)


@pytest.mark.parametrize("discount", [Decimal(0), Decimal("6.67")])
def test_refunds_in_parts_add_up(caller: Desk, discount: Decimal) -> None:
    carriage = Carriage(Decimal("19.99"), STANDARD_RATE, discount=discount)
    number = caller.place(
        cart(carriage=carriage, coupon=Coupon("treime", Decimal(33)), row_after_discount=bool(discount))
    )
    order = caller.order(number)
    caller.post(f"/order/{number}/invoice")
    for quantities, shipping in (((1,), 0), ((0, 2, 1), 5), ((1, 1), 99)):
        arguments = {"arguments": {"shipping_amount": shipping}}
        caller.post(f"/order/{number}/refund", asked(order, *quantities) | arguments)
    order = caller.order(number)
    memos = caller.get("/creditmemos", search(("order_id", "eq", str(number))))["items"]
    assert total(memos, "grand_total") == order["total_refunded"] == order["grand_total"]
    for field in ("subtotal", "discount_amount", "shipping_amount", "tax_amount"):
        assert total(memos, field) == order[field]
    assert order["state"] == "closed"


def test_only_what_was_invoiced_is_given_back(caller: Desk) -> None:
    number = caller.place()
    order = caller.order(number)
    caller.post(f"/order/{number}/invoice", asked(order, 1))
    caller.post(f"/order/{number}/refund", {"arguments": {"shipping_amount": 0}})
    memo = caller.get("/creditmemo/1")
    assert memo["grand_total"] == Decimal("119.9")
    assert caller.order(number)["state"] == "processing"


def test_an_adjustment(caller: Desk) -> None:
    number = caller.place()
    order = caller.order(number)
    caller.post(f"/order/{number}/invoice")
    arguments = {"shipping_amount": 0, "adjustment_positive": 5, "adjustment_negative": 1}
    caller.post(f"/order/{number}/refund", asked(order, 0, 0, 1) | {"arguments": arguments})
    memo = caller.get("/creditmemo/1")
    assert (memo["adjustment"], memo["grand_total"]) == (4, Decimal("31.49"))
    assert caller.order(number)["adjustment_positive"] == 5


def test_a_refund_of_an_invoice_names_it(caller: Desk) -> None:
    number = caller.place()
    caller.post(f"/order/{number}/invoice")
    caller.post("/invoice/1/refund", {"isOnline": True})
    assert caller.get("/creditmemo/1")["invoice_id"] == 1
    assert caller.order(number)["total_online_refunded"] == caller.order(number)["grand_total"]
    assert caller.refused("/invoice/9/refund")[0] == 404


def test_refunds_that_are_refused(caller: Desk) -> None:
    number = caller.place()
    order = caller.order(number)
    status, told = caller.refused(f"/order/{number}/refund")
    assert (status, told.splitlines()[1]) == (400, "The order does not allow a creditmemo to be created.")
    caller.post(f"/order/{number}/invoice")
    more = asked(order, 3)
    told = caller.refused(f"/order/{number}/refund", more)[1]
    assert (
        'The quantity to creditmemo must not be greater than the unrefunded quantity for product SKU "CAF-1KG".'
        in told
    )
    rich = asked(order, 1) | {"arguments": {"adjustment_positive": 9999}}
    assert (
        "The most money available to refund is 392.26." in caller.refused(f"/order/{number}/refund", rich)[1]
    )
    poor = asked(order, 1) | {"arguments": {"shipping_amount": 0, "adjustment_negative": 9999}}
    assert "The credit memo's total must be positive." in caller.refused(f"/order/{number}/refund", poor)[1]
    assert "total_refunded" not in caller.order(number)
    assert caller.get("/creditmemos", search())["items"] == []


def test_an_order_in_euros_is_refunded_in_both_currencies(caller: Desk) -> None:
    basket = cart(items=(product("CAF-1KG", 2),), money=Money("RON", "EUR", Decimal("0.2")), rules=GROSS)
    number = caller.place(basket)
    order = caller.order(number)
    caller.post(f"/order/{number}/invoice")
    arguments = {"arguments": {"shipping_amount": 10}}
    caller.post(f"/order/{number}/refund", asked(order, 1) | arguments)
    memo = caller.get("/creditmemo/1")
    assert (memo["base_grand_total"], memo["grand_total"]) == (Decimal("129.9"), Decimal("25.98"))
    assert memo["order_currency_code"] == "EUR"
