"""The rest of an order, and payloads that cannot be read."""

from datetime import UTC, datetime
from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.shops.magento.support import ORDERS, REAL_ORDERS, encoded, item, mapped, order, settings

from facturier.model.order import OrderState
from facturier.shops.magento.payload import Mapper, opened


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("new", OrderState.OPEN),
        ("pending_payment", OrderState.OPEN),
        ("processing", OrderState.OPEN),
        ("complete", OrderState.COMPLETE),
        ("closed", OrderState.COMPLETE),
        ("canceled", OrderState.CANCELLED),
        ("holded", OrderState.HELD),
        ("payment_review", OrderState.HELD),
        ("of_some_module", OrderState.HELD),
    ],
)
def test_states(state: str, expected: OrderState) -> None:
    found = mapped(order(state=state, status="my_status"))
    assert (found.state, found.status) == (expected, "my_status")


def test_names_times_and_notes() -> None:
    found = mapped(order(coupon_code="vara10", customer_note="ring twice"))
    assert (found.remote_id, str(found.origin)) == ("41", "shop.example#000000041")
    assert found.placed_at == datetime(2026, 10, 5, 6, 12, 44, tzinfo=UTC)
    assert found.changed_at == datetime(2026, 10, 5, 6, 12, 45, tzinfo=UTC)
    assert (found.store_view, found.coupon, found.note) == ("Romanian", "vara10", "ring twice")


def test_an_edited_order_keeps_the_number_that_people_see() -> None:
    edited = order(increment_id="000000041-1", original_increment_id="000000041", relation_parent_id="40")
    assert mapped(edited).number == "000000041-1"


def test_payment() -> None:
    found = mapped(
        order(
            payment={"method": "card", "amount_paid": 100, "last_trans_id": "T1"},
            total_paid=121,
            extension_attributes={"payment_additional_info": [{"key": "method_title", "value": "Card"}]},
        )
    ).payment
    assert (found.method, found.title, found.paid, found.transaction) == ("card", "Card", D(121), "T1")


def test_what_was_paid_may_stand_only_on_the_payment() -> None:
    assert mapped(order(payment={"method": "card", "amount_paid": 50})).payment.paid == D(50)
    assert mapped(order(payment=None)).payment.paid == D(0)


class TestCurrencies:
    def test_amounts_are_those_of_the_order_not_of_the_books(self) -> None:
        foreign = item(base_row_total=500, base_tax_amount=105)
        document = order(
            foreign,
            order_currency_code="EUR",
            base_to_order_rate=0.2,
            base_grand_total=605,
            grand_total=121,
        )
        found = mapped(document)
        assert (found.currency, found.payable, found.lines[0].gross) == ("EUR", D(121), D(121))
        assert (found.base_currency, found.base_rate) == ("RON", D("0.2"))

    def test_one_currency_needs_no_rate(self) -> None:
        assert (mapped(order()).base_currency, mapped(order()).base_rate) == ("", None)


class TestInvoiceAsked:
    @pytest.mark.parametrize(("value", "expected"), [(1, True), (True, True), ("Da", True), ("0", False)])
    def test_from_the_mapped_field(self, value: Any, expected: bool) -> None:
        document = order(extension_attributes={"wants_invoice": value})
        found = mapped(document, extra_fields="invoice_asked = extension_attributes.wants_invoice")
        assert found.invoice_asked is expected

    def test_nobody_knows_where_the_field_is_absent_or_not_mapped(self) -> None:
        assert mapped(order()).invoice_asked is None
        mapping = "invoice_asked = extension_attributes.wants_invoice"
        assert mapped(order(), extra_fields=mapping).invoice_asked is None


class TestOddPayloads:
    @pytest.mark.parametrize(
        "broken",
        [
            {"grand_total": "much"},
            {"items": None},
            {"items": [{"sku": "no id"}]},
            {"updated_at": "yesterday"},
            {"grand_total": "NaN"},
            {"billing_address": "Cluj"},
            {"status_histories": None},
            {"status_histories": [{"status": "processing"}]},
        ],
    )
    def test_a_broken_order_is_heard_with_its_trouble(self, broken: dict[str, Any]) -> None:
        raw = encoded({**order(), **broken})
        heard = Mapper(settings()).heard(opened(raw))
        assert heard.order is None
        assert heard.trouble
        assert (heard.remote_id, heard.number, heard.raw) == ("41", "000000041", raw)

    @pytest.mark.parametrize("raw", [b"[]", b"{", b'"x"', b'{"entity_id": "x"}', b'{"increment_id": "\xff"}'])
    def test_even_what_is_no_order_at_all(self, raw: bytes) -> None:
        heard = Mapper(settings()).heard(opened(raw))
        assert (heard.order, heard.raw, bool(heard.trouble)) == (None, raw, True)

    def test_nulls_empty_lists_and_numbers_as_text_are_tolerated(self) -> None:
        document = order(
            entity_id="41",
            extension_attributes=[],
            payment=[],
            customer_note=None,
        )
        document.update({"coupon_code": None, "billing_address": []})
        document["items"][0].update({"parent_item_id": None, "is_virtual": "0", "qty_shipped": None})
        found = mapped(document)
        assert (found.remote_id, found.buyer.name, found.payment.method) == ("41", "", "")

    @given(
        st.recursive(
            st.none() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
        )
    )
    def test_no_value_of_any_field_stops_the_others(self, value: Any) -> None:
        mapper = Mapper(
            settings(extra_fields="pec = billing_address.pec", fees="F; extension_attributes.f; 21")
        )
        for field in ("entity_id", "items", "extension_attributes", "payment", "updated_at", "store_name"):
            raw = encoded({**order(), field: value})
            heard = mapper.heard(opened(raw))
            assert heard.raw == raw
            assert (heard.order is None) == bool(heard.trouble)


@pytest.mark.parametrize("name", REAL_ORDERS)
def test_the_revision_ignores_how_numbers_are_written(name: str) -> None:
    raw = (ORDERS / name).read_bytes()
    mapper = Mapper(settings())
    one = mapper.heard(opened(raw)).order
    other = mapper.heard(opened(raw.replace(b'"qty_ordered": 1,', b'"qty_ordered": "1.0000",'))).order
    assert one is not None
    assert other is not None
    assert one.revision() == other.revision()
