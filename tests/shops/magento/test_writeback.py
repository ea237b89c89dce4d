"""Recording a document on an order: once, whatever answers get lost."""

from typing import Any

import httpx
import pytest
from tests.shops.magento.support import Routed, found, item, mapped, order, reply, shop

from facturier.model.document import Issued
from facturier.model.kinds import DocumentKind
from facturier.ports.errors import InDoubt, NotNow, Refused
from facturier.ports.shop import WriteBack

MARK = "FX-ABCD-ABCDEFGHIJKL"
COMMENT = f"Invoice FCT 12 https://docs.example/12 [{MARK}]"
INVOICE = Issued(kind=DocumentKind.INVOICE, series="FCT", number="12")
COMMENTS, ORDER = "/orders/41/comments", "/orders/41"
LOST = httpx.ReadTimeout("lost")


def record(routes: dict[str, Any], how: WriteBack, **more: Any) -> Routed:
    routed = Routed(routes)
    shop(routed, **more).record(mapped(order()), INVOICE, how)
    return routed


def said(*comments: str) -> dict[str, Any]:
    return found(*({"comment": words} for words in comments))


class TestComment:
    def test_is_written_with_the_status_that_stands(self) -> None:
        routes = {
            f"GET {COMMENTS}": said(),
            f"GET {ORDER}": order(status="packing"),
            f"POST {COMMENTS}": True,
        }
        routed = record(routes, WriteBack(comment=COMMENT))
        assert routed.bodies(f"POST {COMMENTS}") == [
            {
                "statusHistory": {
                    "comment": COMMENT,
                    "is_customer_notified": 0,
                    "is_visible_on_front": 0,
                    "parent_id": 41,
                    "status": "packing",
                }
            }
        ]

    def test_may_be_visible_and_mailed(self) -> None:
        routes = {f"GET {COMMENTS}": said(), f"GET {ORDER}": order(), f"POST {COMMENTS}": True}
        routed = record(routes, WriteBack(comment=COMMENT, notify=True), comment_visible=True)
        history = routed.bodies(f"POST {COMMENTS}")[0]["statusHistory"]
        assert (history["is_customer_notified"], history["is_visible_on_front"]) == (1, 1)

    @pytest.mark.parametrize(
        "there",
        [COMMENT, f"other words, same mark {MARK}", COMMENT.replace(" ", "\n "), f"a &amp; b [{MARK}]"],
    )
    def test_is_not_written_twice(self, there: str) -> None:
        routed = record({f"GET {COMMENTS}": said("hello", there)}, WriteBack(comment=COMMENT))
        assert routed.names == [f"GET {COMMENTS}"]

    def test_without_a_mark_the_same_text_counts(self) -> None:
        routed = record({f"GET {COMMENTS}": said("A &amp;  B")}, WriteBack(comment="A & B"))
        assert routed.names == [f"GET {COMMENTS}"]

    def test_a_cancellation_is_another_comment_than_the_issue_it_cancels(self) -> None:
        routes = {f"GET {COMMENTS}": said(COMMENT), f"GET {ORDER}": order(), f"POST {COMMENTS}": True}
        how = WriteBack(comment=f"Document FCT 12 was cancelled. [{MARK}:cancelled]")
        assert record(routes, how).names.count(f"POST {COMMENTS}") == 1
        routes[f"GET {COMMENTS}"] = said(COMMENT, how.comment)
        assert f"POST {COMMENTS}" not in record(routes, how).names

    @pytest.mark.parametrize("lost", [LOST, reply({"message": "oops"}, 500)])
    def test_a_lost_answer_is_looked_up(self, lost: Any) -> None:
        routes = {
            f"GET {COMMENTS}": (said(), said(COMMENT)),
            f"GET {ORDER}": order(),
            f"POST {COMMENTS}": lost,
        }
        assert record(routes, WriteBack(comment=COMMENT)).names.count(f"POST {COMMENTS}") == 1

    def test_if_it_is_not_there_either_the_doubt_stays(self) -> None:
        routes = {f"GET {COMMENTS}": said(), f"GET {ORDER}": order(), f"POST {COMMENTS}": LOST}
        with pytest.raises(InDoubt):
            record(routes, WriteBack(comment=COMMENT))

    def test_a_status_that_changed_meanwhile_means_later(self) -> None:
        routes = {
            f"GET {COMMENTS}": said(),
            f"GET {ORDER}": (order(status="pending"), order(status="processing")),
            f"POST {COMMENTS}": reply({"message": "wrong status"}, 400),
        }
        with pytest.raises(NotNow):
            record(routes, WriteBack(comment=COMMENT))

    def test_another_refusal_stays_one(self) -> None:
        routes = {
            f"GET {COMMENTS}": said(),
            f"GET {ORDER}": order(),
            f"POST {COMMENTS}": reply({"message": "no"}, 400),
        }
        with pytest.raises(Refused):
            record(routes, WriteBack(comment=COMMENT))


class TestStatus:
    how = WriteBack(status="invoiced")

    def test_repeats_the_number_and_keeps_the_state(self) -> None:
        routed = record({f"GET {ORDER}": order(), "POST /orders": order(status="invoiced")}, self.how)
        assert routed.bodies("POST /orders") == [
            {
                "entity": {
                    "entity_id": 41,
                    "increment_id": "000000041",
                    "state": "processing",
                    "status": "invoiced",
                }
            }
        ]

    def test_is_not_set_where_it_stands(self) -> None:
        assert record({f"GET {ORDER}": order(status="invoiced")}, self.how).names == [f"GET {ORDER}"]

    def test_a_lost_answer_is_looked_up(self) -> None:
        routes = {f"GET {ORDER}": (order(), order(status="invoiced")), "POST /orders": LOST}
        assert record(routes, self.how).names.count("POST /orders") == 1

    def test_else_the_doubt_stays(self) -> None:
        with pytest.raises(InDoubt):
            record({f"GET {ORDER}": order(), "POST /orders": LOST}, self.how)


class TestMagentosOwnInvoice:
    how = WriteBack(make_invoice=True)
    closed = order(item(qty_invoiced=1))

    def test_is_made_of_all_that_is_open_and_paid_offline(self) -> None:
        routed = record(
            {f"GET {ORDER}": order(), "GET /invoices": found(), "POST /order/41/invoice": "3"}, self.how
        )
        assert routed.bodies("POST /order/41/invoice") == [{"capture": False, "notify": False}]

    @pytest.mark.parametrize("done", [item(qty_invoiced=1), item(qty_canceled=1)])
    def test_is_not_made_where_nothing_is_open(self, done: dict[str, Any]) -> None:
        assert record({f"GET {ORDER}": order(done)}, self.how).names == [f"GET {ORDER}"]

    def test_items_without_money_do_not_keep_an_order_open(self) -> None:
        shirt = item(product_type="configurable", qty_invoiced=1)
        variant = item(item_id=72, parent_item_id=71, row_total=0, tax_amount=0, qty_invoiced=0)
        bundle = item(item_id=73, product_type="bundle", row_total=0, tax_amount=0)
        part = item(item_id=74, parent_item_id=73, qty_invoiced=1)
        routes = {f"GET {ORDER}": order(shirt, variant, bundle, part)}
        assert record(routes, self.how).names == [f"GET {ORDER}"]

    def test_a_lost_answer_is_looked_up(self) -> None:
        routes = {
            f"GET {ORDER}": order(),
            "GET /invoices": (found({"entity_id": 1}), found({"entity_id": 1}, {"entity_id": 2})),
            "POST /order/41/invoice": LOST,
        }
        assert record(routes, self.how).names.count("POST /order/41/invoice") == 1

    def test_an_older_invoice_is_no_proof(self) -> None:
        routes = {
            f"GET {ORDER}": order(),
            "GET /invoices": found({"entity_id": 1}),
            "POST /order/41/invoice": LOST,
        }
        with pytest.raises(InDoubt):
            record(routes, self.how)

    def test_a_refusal_because_somebody_was_faster_is_none(self) -> None:
        routes = {
            f"GET {ORDER}": (order(), self.closed),
            "GET /invoices": found(),
            "POST /order/41/invoice": reply({"message": "The invoice can't be created."}, 400),
        }
        assert record(routes, self.how).names[-1] == f"GET {ORDER}"

    def test_another_refusal_stays_one(self) -> None:
        routes = {
            f"GET {ORDER}": order(),
            "GET /invoices": found(),
            "POST /order/41/invoice": reply({"message": "status of holded"}, 400),
        }
        with pytest.raises(Refused, match="holded"):
            record(routes, self.how)


def test_the_invoice_comes_before_the_comment_and_the_status_last() -> None:
    """An invoice resets the status, and a comment may only repeat the one that stands."""
    routes = {
        f"GET {ORDER}": order(),
        "GET /invoices": found(),
        "POST /order/41/invoice": "3",
        f"GET {COMMENTS}": said(),
        f"POST {COMMENTS}": True,
        "POST /orders": order(),
    }
    routed = record(routes, WriteBack(comment=COMMENT, status="invoiced", make_invoice=True))
    written = [name for name in routed.names if name.startswith("POST")]
    assert written == ["POST /order/41/invoice", f"POST {COMMENTS}", "POST /orders"]


def test_nothing_wanted_nothing_called() -> None:
    assert record({}, WriteBack()).calls == []
