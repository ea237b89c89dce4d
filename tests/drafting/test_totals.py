"""The declared arithmetic, combination by combination, against figures worked out by hand."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facturier.drafting.totals import compute, line_amounts
from facturier.model.arithmetic import Arithmetic, Entry, VatPer
from facturier.model.draft import DraftLine, Vat
from facturier.model.kinds import LineKind, VatCategory
from facturier.model.totals import VatRow

BOTH = (Entry.GROSS, Entry.NET)
PER_LINE = Arithmetic(BOTH, VatPer.LINE, price_decimals=4)
PER_RATE = Arithmetic(BOTH, VatPer.RATE, price_decimals=4)
S = VatCategory.STANDARD


def line(price: str, quantity: str = "1", percent: str = "21", *, gross: bool, **more: object) -> DraftLine:
    vat = more.pop("vat", Vat(D(percent)))
    return DraftLine(LineKind.GOODS, "Goods", D(quantity), D(price), gross, vat, **more)  # type: ignore[arg-type]


def figures(row: VatRow) -> tuple[str, str]:
    return str(row.base), str(row.vat)


THREE_NET = [line("0.33", gross=False)] * 3
THREE_GROSS = [line("0.40", gross=True)] * 3


@pytest.mark.parametrize(
    ("lines", "arithmetic", "base", "vat"),
    [
        (THREE_NET, PER_LINE, "0.99", "0.21"),
        (THREE_NET, PER_RATE, "0.99", "0.21"),
        (THREE_GROSS, PER_LINE, "0.99", "0.21"),
        (THREE_GROSS, PER_RATE, "0.99", "0.21"),
        ([line("0.12", gross=False)] * 3, PER_LINE, "0.36", "0.09"),
        ([line("0.12", gross=False)] * 3, PER_RATE, "0.36", "0.08"),
        ([line("0.10", gross=True)] * 3, PER_LINE, "0.24", "0.06"),
        ([line("0.10", gross=True)] * 3, PER_RATE, "0.25", "0.05"),
        ([line("3.3333", "3", gross=False)], PER_RATE, "10.00", "2.10"),
        ([line("0.0345", "1000", gross=False)], PER_LINE, "34.50", "7.25"),
    ],
)
def test_each_combination_rounds_where_it_says(
    lines: list[DraftLine], arithmetic: Arithmetic, base: str, vat: str
) -> None:
    totals = compute(lines, arithmetic)

    assert [figures(row) for row in totals.rows] == [(base, vat)]
    assert totals.payable == D(base) + D(vat)


def test_a_tie_is_rounded_away_from_zero_on_both_sides() -> None:
    up = compute([line("0.50", percent="9", gross=False)], PER_LINE)
    down = compute([line("0.50", "-1", percent="9", gross=False)], PER_LINE)

    assert figures(up.rows[0]) == ("0.50", "0.05")
    assert figures(down.rows[0]) == ("-0.50", "-0.05")


def test_amount_decimals_bind_lines_and_vat() -> None:
    four = Arithmetic(BOTH, VatPer.LINE, price_decimals=4, amount_decimals=4)

    totals = compute([line("3.3333", "3", gross=False)], four)

    assert figures(totals.rows[0]) == ("9.9999", "2.1000")


def test_a_rate_is_category_and_percent_in_order_of_appearance() -> None:
    exempt = Vat(D(0), VatCategory.EXEMPT, reason="Art. 292")
    reverse = Vat(D(0), VatCategory.REVERSE_CHARGE)
    lines = [
        line("5.00", gross=False, vat=exempt),
        line("10.00", gross=False),
        line("7.00", gross=False, vat=reverse),
        line("1.00", gross=False, vat=exempt),
    ]

    totals = compute(lines, PER_RATE)

    assert [(row.category, row.base, row.vat) for row in totals.rows] == [
        (VatCategory.EXEMPT, D("6.00"), D("0.00")),
        (S, D("10.00"), D("2.10")),
        (VatCategory.REVERSE_CHARGE, D("7.00"), D("0.00")),
    ]


def test_a_discount_line_is_a_line_with_a_negative_amount() -> None:
    discount = DraftLine(LineKind.DISCOUNT, "Coupon", D(1), D("-2.00"), True, Vat(D(21)), covers=1)

    totals = compute([line("12.10", gross=True), discount], PER_LINE)

    assert totals.payable == D("10.10")
    assert figures(totals.rows[0]) == ("8.35", "1.75")


def test_net_and_gross_entry_in_one_rate_are_closed_apart_and_added() -> None:
    totals = compute([line("10.00", gross=False), line("12.10", gross=True)], PER_RATE)

    assert figures(totals.rows[0]) == ("20.00", "4.20")


def test_the_rounding_field_is_taken_as_it_is() -> None:
    totals = compute([line("10.00", gross=False)], PER_RATE, D("0.01"))

    assert (totals.rounding, totals.payable) == (D("0.01"), D("12.11"))


def test_no_lines_come_to_nothing() -> None:
    assert compute([], PER_LINE).payable == 0


PRICES = st.decimals("-500", "500", places=4)
QUANTITIES = st.decimals("-50", "50", places=3)
LINES = st.lists(
    st.builds(
        lambda price, quantity, percent, gross: line(str(price), str(quantity), percent, gross=gross),
        PRICES,
        QUANTITIES,
        st.sampled_from(["0", "9", "21"]),
        st.booleans(),
    ),
    max_size=8,
)


@given(LINES, st.sampled_from([PER_LINE, PER_RATE]))
def test_turning_every_quantity_turns_every_total(lines: list[DraftLine], arithmetic: Arithmetic) -> None:
    turned = [
        line(str(each.price), str(-each.quantity), str(each.vat.percent), gross=each.price_includes_vat)
        for each in lines
    ]

    there, back = compute(lines, arithmetic), compute(turned, arithmetic)

    assert [(row.base, row.vat) for row in there.rows] == [(-row.base, -row.vat) for row in back.rows]


@given(LINES)
def test_under_vat_per_line_the_lines_sum_to_the_totals(lines: list[DraftLine]) -> None:
    totals = compute(lines, PER_LINE)
    amounts = line_amounts(lines, PER_LINE)

    assert sum(amount.net for amount in amounts) == totals.net
    assert sum(amount.vat for amount in amounts) == totals.vat
    assert sum(amount.gross for amount in amounts) == totals.payable


@given(LINES)
def test_gross_entry_gives_the_same_gross_under_both_vat_rules(lines: list[DraftLine]) -> None:
    entered = [each for each in lines if each.price_includes_vat]

    assert compute(entered, PER_LINE).payable == compute(entered, PER_RATE).payable


@given(LINES)
def test_vat_per_rate_is_within_half_a_cent_a_line_of_vat_per_line(lines: list[DraftLine]) -> None:
    by_line = {row.percent: row for row in compute(lines, PER_LINE).rows}

    for row in compute(lines, PER_RATE).rows:
        count = sum(each.vat.percent == row.percent for each in lines)
        assert abs(row.vat - by_line[row.percent].vat) <= D("0.005") * count + D("0.01")
