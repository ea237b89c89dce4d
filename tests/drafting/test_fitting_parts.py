"""The two small tools of fitting: sharing out cents, and prices that come to an amount."""

from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from facturier.drafting.fitting.pricing import exact, nearest, splits
from facturier.model.cents import apportion, spread
from facturier.model.money import CENT, rounded

AMOUNTS = st.decimals("-500", "500", places=2)


@given(st.lists(st.decimals("-500", "500", places=5), min_size=1, max_size=9))
def test_spread_moves_nothing_by_a_cent_and_keeps_the_sum(amounts: list[D]) -> None:
    wanted = rounded(sum(amounts, D(0)))

    parts = spread(amounts, wanted, CENT)

    assert parts is not None
    assert sum(parts) == wanted
    assert all(abs(part - amount) < CENT for part, amount in zip(parts, amounts, strict=True))
    assert all(part == rounded(part) for part in parts)


def test_spread_gives_the_cent_to_the_largest_remainder_and_to_the_first_of_equals() -> None:
    assert spread([D("1.003"), D("1.006"), D("1.001")], D("3.01"), CENT) == [D("1.00"), D("1.01"), D("1.00")]
    assert spread([D("0.005"), D("0.005")], D("0.01"), CENT) == [D("0.01"), D("0.00")]


def test_spread_never_moves_whole_cents() -> None:
    assert spread([D("1.00"), D("2.00")], D("3.01"), CENT) is None
    assert spread([D("1.00"), D("2.00")], D("2.99"), CENT) is None
    assert spread([D("1.004")], D("1.005"), CENT) is None


@given(AMOUNTS, st.lists(st.integers(1, 1000).map(D), min_size=1, max_size=6))
def test_apportion_keeps_the_sum(amount: D, weights: list[D]) -> None:
    shares = apportion(amount, weights, CENT)

    assert shares is not None
    assert sum(shares) == amount


def test_exact_takes_the_fewest_decimals() -> None:
    assert exact(D(3), D("10.00"), range(2, 9), 2) == D("3.333")
    assert exact(D(3), D("9.99"), range(2, 9), 2) == D("3.33")
    assert exact(D(3), D("10.00"), range(2, 3), 2) is None


def test_nearest_of_no_quantity_is_nothing() -> None:
    assert nearest(D(0), D("0.00"), 2) == 0


@given(st.integers(-300, 300).filter(lambda count: abs(count) > 1).map(D), AMOUNTS)
def test_whole_pieces_always_split_to_any_amount(quantity: D, amount: D) -> None:
    first = next(splits(quantity, amount.copy_abs().copy_sign(quantity), 2, 2))

    (_, price), (_, other) = first
    assert abs(price - other) <= CENT


@given(
    st.decimals("1.001", "40", places=3),
    st.decimals("0.50", "500", places=2),
    st.sampled_from([2, 4]),
)
def test_every_split_keeps_quantity_and_amount(quantity: D, amount: D, decimals: int) -> None:
    found = list(splits(quantity, amount, decimals, 2))

    assert found or decimals > 2, "on the grid of cents there is always one"
    for pieces in found:
        assert sum(count for count, _ in pieces) == quantity
        assert sum(rounded(count * price) for count, price in pieces) == amount
        assert all(price == rounded(price, decimals) and price >= 0 for _, price in pieces)


def test_one_piece_or_less_cannot_be_split() -> None:
    assert list(splits(D(1), D("9.99"), 2, 2)) == []
    assert list(splits(D("0.75"), D("9.99"), 2, 2)) == []
