"""One order: its shape, saving, comments, cancel and hold (fact sheet, sections 4 and 6)."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from tests.shops.magento.sandbox_desk import Desk, cart, desk, search

from facturier.sandbox.faults import Trouble
from facturier.shops.magento.sandbox.basket import Pay
from facturier.shops.magento.sandbox.orders import REAL_ORDERS, DemoOrder, real

NULL_ALLOWED = {"account_status", "cc_last4", "additional_information"}


@pytest.fixture
def caller() -> Desk:
    return desk()


def nulls(value: Any, name: str = "") -> list[str]:
    if isinstance(value, dict):
        return [found for field, inner in value.items() for found in nulls(inner, field)]
    if isinstance(value, list):
        return [found for inner in value for found in nulls(inner, name)]
    return [name] if value is None else []


def history(order_id: int, words: str, status: str = "pending") -> dict[str, Any]:
    return {
        "statusHistory": {
            "comment": words,
            "is_customer_notified": 0,
            "is_visible_on_front": 0,
            "parent_id": order_id,
            "status": status,
        }
    }


@pytest.mark.parametrize(("key", "name"), REAL_ORDERS.items())
def test_real_orders_are_served_unchanged(caller: Desk, key: str, name: str) -> None:
    wanted = real(name)
    caller.merchant.stage([DemoOrder(key, real(name))])
    assert caller.order(wanted["entity_id"]) == wanted
    (listed,) = caller.get("/orders", search())["items"]
    assert listed == wanted


@pytest.mark.parametrize("name", REAL_ORDERS.values())
def test_a_made_up_order_has_every_field_of_a_real_one(caller: Desk, name: str) -> None:
    theirs, ours = real(name), caller.order(caller.place(cart()))
    later = {"refunded", "invoiced", "captured", "paid", "disposition", "applied", "adjustment"}

    def early(fields: Any) -> set[str]:
        return {field for field in fields if not any(word in field for word in later)}

    optional = {"coupon_code", "discount_description", "applied_rule_ids"}
    assert early(theirs) - optional <= set(ours)
    assert early(theirs["items"][0]) - optional <= set(ours["items"][0])
    assert early(theirs["payment"]) <= set(ours["payment"])
    assert set(theirs["extension_attributes"]) <= set(ours["extension_attributes"])


def test_null_is_left_out_but_for_the_payments_own_fields(caller: Desk) -> None:
    order = caller.order(caller.place(cart(pay=Pay("cashondelivery", "Cash On Delivery"))))
    assert set(nulls(order)) <= NULL_ALLOWED
    assert "customer_id" not in order
    assert "coupon_code" not in order


def test_money_is_a_json_number_of_at_most_four_decimals(caller: Desk) -> None:
    raw = caller.call("GET", f"/orders/{caller.place(cart())}").content
    assert b'"grand_total":392.26' in raw
    assert b'"shipping_amount":20,' in raw

    def figures(value: Any) -> list[Decimal]:
        if isinstance(value, Decimal):
            return [value]
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return [figure for each in inner for figure in figures(each)]

    decoded = msgspec.json.Decoder(float_hook=Decimal).decode(raw)
    assert all(figure * 10_000 % 1 == 0 for figure in figures(decoded))


def test_shipping_stands_only_in_its_assignment(caller: Desk) -> None:
    order = caller.order(caller.place(cart()))
    assert "shipping_address" not in order
    (assignment,) = order["extension_attributes"]["shipping_assignments"]
    assert assignment["items"] == order["items"]
    assert assignment["shipping"]["method"] == "flatrate_flatrate"
    assert assignment["shipping"]["address"]["address_type"] == "shipping"


def test_a_virtual_order_has_no_shipping_address(caller: Desk) -> None:
    order = caller.order(caller.place(cart(carriage=None)))
    assert order["is_virtual"] == 1
    (assignment,) = order["extension_attributes"]["shipping_assignments"]
    assert "address" not in assignment["shipping"]


def test_older_versions_do_not_tell_the_newer_tax_attributes(caller: Desk) -> None:
    number = caller.place(cart())
    caller.sandbox.switches.tax_details = False
    order = caller.order(number)
    assert not {"taxes", "additional_itemized_taxes"} & set(order["extension_attributes"])
    assert all("extension_attributes" not in row for row in order["items"])
    assert order["extension_attributes"]["applied_taxes"]
    caller.sandbox.switches.tax_details = True
    assert caller.order(number)["extension_attributes"]["taxes"]


def test_every_write_moves_updated_at(caller: Desk) -> None:
    number = caller.place(cart())
    writes: tuple[tuple[str, str, Any], ...] = (
        ("POST", f"/orders/{number}/comments", history(number, "one")),
        ("POST", "/orders", {"entity": {"entity_id": number, "increment_id": "1", "ext_order_id": "FCT"}}),
        ("POST", f"/orders/{number}/hold", None),
        ("POST", f"/orders/{number}/unhold", None),
        ("POST", f"/order/{number}/invoice", {}),
        ("POST", f"/order/{number}/ship", {}),
        ("POST", f"/order/{number}/refund", {}),
    )
    seen = [caller.order(number)["updated_at"]]
    for method, path, body in writes:
        caller.sandbox.clock.sleep(61)
        assert caller.call(method, path, None, body).status_code == 200, path
        seen.append(caller.order(number)["updated_at"])
    assert seen == sorted(set(seen))
    assert caller.order(number)["created_at"] == seen[0]


@pytest.mark.parametrize("touches", [False, True])
def test_a_changed_address_moves_updated_at_only_where_the_shop_does_so(caller: Desk, touches: bool) -> None:
    number = caller.place(cart())
    caller.sandbox.switches.address_touches = touches
    before = caller.order(number)["updated_at"]
    caller.sandbox.clock.sleep(60)
    caller.merchant.change_address(number, vat_id="RO1234", company=None)
    order = caller.order(number)
    assert (order["updated_at"] > before) is touches
    assert order["billing_address"]["vat_id"] == "RO1234"
    assert "company" not in order["billing_address"]


def test_a_comment_is_added_and_listed(caller: Desk) -> None:
    number = caller.place(cart())
    words = 'Factura FCT 12 <a href="https://x.example.test">PDF</a>'
    assert caller.post(f"/orders/{number}/comments", history(number, words)) is True
    (listed,) = caller.get(f"/orders/{number}/comments")["items"]
    assert listed["comment"] == words
    assert listed == caller.order(number)["status_histories"][0]
    assert (listed["entity_name"], listed["status"], listed["parent_id"]) == ("order", "pending", number)


def test_a_comment_may_not_bring_another_status(caller: Desk) -> None:
    number = caller.place(cart())
    told = caller.refused(f"/orders/{number}/comments", history(number, "done", "invoiced"))
    assert told == (
        400,
        'Unable to add comment: The status "invoiced" is not part of the order status history.',
    )
    assert caller.order(number)["status_histories"] == []


def test_older_versions_change_the_status_by_comment(caller: Desk) -> None:
    caller.sandbox.switches.comment_changes_status = True
    number = caller.place(cart())
    caller.post(f"/orders/{number}/comments", history(number, "done", "invoiced"))
    assert caller.order(number)["status"] == "invoiced"


def test_saving_changes_only_what_is_sent(caller: Desk) -> None:
    number = caller.place(cart())
    before = caller.order(number)
    entity = {
        "entity_id": number,
        "increment_id": before["increment_id"],
        "state": "processing",
        "status": "invoiced",
        "ext_order_id": "FCT-7",
        "updated_at": "2000-01-01 00:00:00",
        "customer_note": None,
        "items": [],
    }
    answer = caller.post("/orders", {"entity": entity})
    after = caller.order(number)
    assert answer == after
    changed = {field for field in after if after[field] != before.get(field)}
    assert changed == {"state", "status", "ext_order_id"}


@pytest.mark.parametrize(("renumbers", "kept"), [(True, False), (False, True)])
def test_saving_without_the_number_gives_a_new_one(caller: Desk, renumbers: bool, kept: bool) -> None:
    caller.sandbox.switches.renumbers = renumbers
    number = caller.place(cart())
    before = caller.order(number)["increment_id"]
    answer = caller.post("/orders/create", {"entity": {"entity_id": number, "status": "x"}}, "PUT")
    assert (answer["increment_id"] == before) is kept


def test_saving_needs_a_known_order(caller: Desk) -> None:
    assert caller.refused("/orders", {"entity": {"entity_id": 999}})[0] == 404
    assert caller.refused("/orders", {"entity": {"status": "x"}})[0] == 400


def test_cancel(caller: Desk) -> None:
    number = caller.place(cart())
    assert caller.post(f"/orders/{number}/cancel") is True
    order = caller.order(number)
    assert (order["state"], order["status"]) == ("canceled", "canceled")
    assert order["total_canceled"] == order["grand_total"]
    assert all(row["qty_canceled"] == row["qty_ordered"] for row in order["items"])
    assert caller.post(f"/orders/{number}/cancel") is False


def test_an_invoiced_order_cannot_be_cancelled(caller: Desk) -> None:
    number = caller.place(cart())
    caller.merchant.pay(number)
    assert caller.post(f"/orders/{number}/cancel") is False
    assert caller.order(number)["state"] == "processing"


def test_what_is_open_of_a_partly_invoiced_order_is_cancelled(caller: Desk) -> None:
    number = caller.place(cart())
    caller.merchant.invoice(number, {"CAF-1KG": 2})
    assert caller.post(f"/orders/{number}/cancel") is True
    order = caller.order(number)
    assert order["state"] == "processing"
    assert [row["qty_canceled"] for row in order["items"]] == [0, 3, 1]


def test_hold_and_unhold(caller: Desk) -> None:
    number = caller.place(cart())
    caller.merchant.set_status(number, "in_pregatire", "processing")
    assert caller.post(f"/orders/{number}/hold") is True
    assert caller.order(number)["state"] == "holded"
    assert caller.refused(f"/orders/{number}/hold") == (400, "A hold action is not available.")
    assert caller.post(f"/orders/{number}/unhold") is True
    order = caller.order(number)
    assert (order["state"], order["status"]) == ("processing", "in_pregatire")
    assert "hold_before_state" not in order
    assert caller.refused(f"/orders/{number}/unhold") == (400, "You cannot remove the hold.")


def test_the_status_alone_and_a_mail(caller: Desk) -> None:
    number = caller.place(cart())
    assert caller.get(f"/orders/{number}/statuses") == "pending"
    assert caller.post(f"/orders/{number}/emails") is True


def test_a_lost_answer_leaves_its_effect(caller: Desk) -> None:
    number = caller.place(cart())
    caller.sandbox.faults.add(Trouble.LOST_ANSWER, "POST .*/comments", times=1)
    with pytest.raises(Exception, match="lost"):
        caller.call("POST", f"/orders/{number}/comments", None, history(number, "one"))
    assert len(caller.order(number)["status_histories"]) == 1
