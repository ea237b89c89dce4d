"""What an order's revision notices, and what it must not."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from facturier.model.kinds import LineKind
from facturier.model.order import (
    Elsewhere,
    Order,
    OrderLine,
    OrderState,
    Origin,
    Payment,
    Quantities,
    Refund,
    RefundLine,
)
from facturier.model.party import Address, Party

MOMENT = datetime(2026, 11, 20, 8, tzinfo=UTC)
AMOUNTS = st.decimals(-10_000, 10_000, places=2)
WORDS = st.text(max_size=12)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
LINE = OrderLine(
    id="1",
    kind=LineKind.GOODS,
    name="Carte",
    quantity=Quantities(Decimal(2)),
    gross=Decimal("44.40"),
    tax=Decimal("4.40"),
    vat_percent=Decimal(11),
    sku="CARTE-01",
)
ORDER = Order(
    remote_id="1",
    origin=Origin("shop.exemplu.test", "1001"),
    placed_at=MOMENT,
    changed_at=MOMENT,
    state=OrderState.OPEN,
    status="processing",
    currency="RON",
    payable=Decimal("165.40"),
    buyer=Party(name="Ana Exemplu", address=Address(city="Cluj-Napoca", country="RO")),
    lines=(
        LINE,
        replace(LINE, id="2", kind=LineKind.SHIPPING, gross=Decimal("121.00"), tax=Decimal("21.00")),
    ),
)

OF_NO_CONCERN: dict[str, st.SearchStrategy[Any]] = {
    "remote_id": WORDS,
    "placed_at": MOMENTS,
    "changed_at": MOMENTS,
    "state": st.sampled_from([OrderState.OPEN, OrderState.COMPLETE, OrderState.HELD]),
    "status": WORDS,
    "payment": st.builds(
        Payment, method=WORDS, title=WORDS, paid=AMOUNTS, paid_at=st.none() | MOMENTS, transaction=WORDS
    ),
    "refunds": st.lists(
        st.builds(
            Refund,
            WORDS,
            MOMENTS,
            AMOUNTS,
            st.tuples(st.builds(RefundLine, WORDS, AMOUNTS, AMOUNTS)),
            AMOUNTS,
        ),
        max_size=2,
    ).map(tuple),
    "elsewhere": st.lists(st.builds(Elsewhere, WORDS, WORDS, WORDS), max_size=2).map(tuple),
    "store_view": WORDS,
    "source": WORDS,
    "coupon": WORDS,
    "note": WORDS,
}
FISCAL: dict[str, Any] = {
    "origin": Origin("shop.exemplu.test", "1002"),
    "state": OrderState.CANCELLED,
    "currency": "EUR",
    "payable": Decimal("165.41"),
    "buyer": replace(ORDER.buyer, tax_id="RO12345674"),
    "ship_to": Address(city="Iași", country="RO"),
    "invoice_asked": True,
    "lines": ORDER.lines[:1],
}
FISCAL_OF_A_LINE: dict[str, Any] = {
    "id": "3",
    "kind": LineKind.SERVICE,
    "name": "Carte de bucate",
    "sku": "CARTE-02",
    "quantity": Quantities(Decimal(3)),
    "gross": Decimal("44.41"),
    "tax": Decimal("4.41"),
    "vat_percent": None,
}


def with_line(**changes: Any) -> Order:
    return replace(ORDER, lines=(replace(LINE, **changes), *ORDER.lines[1:]))


@given(st.fixed_dictionaries({}, optional=OF_NO_CONCERN))
def test_what_we_write_back_and_what_time_moves_is_no_revision(changes: dict[str, Any]) -> None:
    assert replace(ORDER, **changes).revision() == ORDER.revision()


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_progress_of_a_line_is_no_revision(
    invoiced: Decimal, shipped: Decimal, refunded: Decimal, cancelled: Decimal
) -> None:
    moved = Quantities(Decimal(2), invoiced, shipped, refunded, cancelled)
    assert with_line(quantity=moved).revision() == ORDER.revision()


@pytest.mark.parametrize("field", FISCAL)
def test_every_fiscal_field_of_an_order_is_a_revision(field: str) -> None:
    assert replace(ORDER, **{field: FISCAL[field]}).revision() != ORDER.revision()


@pytest.mark.parametrize("field", FISCAL_OF_A_LINE)
def test_every_fiscal_field_of_a_line_is_a_revision(field: str) -> None:
    assert with_line(**{field: FISCAL_OF_A_LINE[field]}).revision() != ORDER.revision()


@pytest.mark.parametrize("field", [name for name in Party.__struct_fields__ if name != "address"])
def test_everything_about_the_buyer_is_a_revision(field: str) -> None:
    new: Any = True if field in ("company", "vat_payer") else "another"
    assert replace(ORDER, buyer=replace(ORDER.buyer, **{field: new})).revision() != ORDER.revision()


@pytest.mark.parametrize("field", Address.__struct_fields__)
def test_everything_about_the_address_is_a_revision(field: str) -> None:
    moved = replace(ORDER.buyer.address, **{field: "another"})
    assert replace(ORDER, buyer=replace(ORDER.buyer, address=moved)).revision() != ORDER.revision()


@pytest.mark.parametrize(
    ("told", "again"), [("165.4", "165.4000"), ("100", "1E+2"), ("0.00", "-0"), ("0", "0.0")]
)
def test_how_a_shop_spells_an_amount_is_no_revision(told: str, again: str) -> None:
    """The same shop says 100, 100.0 and 100.0000, depending on the door that one asks at."""
    one = replace(with_line(gross=Decimal(told)), payable=Decimal(told))
    other = replace(with_line(gross=Decimal(again)), payable=Decimal(again))
    assert one.revision() == other.revision()


def test_a_revision_never_changes_between_versions() -> None:
    """A golden value: were it to change, every order with a document would look edited."""
    assert ORDER.revision() == "5347ae471d3729f3f75c"


def test_where_a_sale_happened_names_it() -> None:
    assert str(ORDER.origin) == "shop.exemplu.test#1001"
    assert ORDER.number == "1001"
    heard_elsewhere = replace(ORDER, remote_id="77", changed_at=MOMENT + timedelta(days=1))
    assert heard_elsewhere.origin == ORDER.origin
    assert len({Origin("a", "1"), Origin("a", "2"), Origin("b", "1")}) == 3


def test_net_of_a_line() -> None:
    assert LINE.net == Decimal("40.00")
