"""What a document says at its foot adds up."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from facturier.model.kinds import VatCategory
from facturier.model.money import ZERO
from facturier.model.totals import Totals, VatRow

AMOUNTS = st.decimals(-100_000, 100_000, places=2)
ROWS = st.lists(st.builds(VatRow, st.sampled_from(VatCategory), AMOUNTS, AMOUNTS, AMOUNTS), max_size=6)


@given(ROWS, st.decimals(-1, 1, places=2))
def test_payable_is_what_the_rows_and_the_rounding_come_to(rows: list[VatRow], rounding: Decimal) -> None:
    totals = Totals(tuple(rows), rounding)
    assert totals.payable == sum((row.gross for row in rows), ZERO) + rounding
    assert totals.payable - totals.rounding - totals.vat == totals.net


def test_a_document_without_rows() -> None:
    assert Totals(()).payable == ZERO


def test_a_credit_is_negative_throughout() -> None:
    totals = Totals((VatRow(VatCategory.STANDARD, Decimal(21), Decimal("-100.00"), Decimal("-21.00")),))
    assert (totals.net, totals.vat, totals.payable) == (Decimal(-100), Decimal(-21), Decimal(-121))
