"""The connection test, where a server stands in front of the shop."""

from datetime import UTC, datetime

import pytest

from facturier.shops.woocommerce.check import _moment

MOMENT = datetime(2026, 11, 28, 15, 21, 56, tzinfo=UTC)
TOLD = "Sat, 28 Nov 2026 15:21:56"


@pytest.mark.parametrize("date", [f"{TOLD} GMT", f"{TOLD} GMT, {TOLD} GMT", f"{TOLD} -0000", TOLD])
def test_the_shops_clock_is_read_however_often_it_is_told(date: str) -> None:
    assert _moment(date) == MOMENT


@pytest.mark.parametrize("date", ["", "soon", "Sat, 99 Foo 2026", "2026-11-28T15:21:56Z"])
def test_a_clock_that_tells_nothing_is_no_moment(date: str) -> None:
    assert _moment(date) is None
