"""Traps of WooCommerce's fact sheet, by section. Many are proved next door: those are run again from here."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any, cast

import pytest
from tests.conformance.arrangement import ShopArrangement, Subject, Trap
from tests.conformance.arrangements.woocommerce import ARRANGEMENT
from tests.conformance.front import Front
from tests.shops.woocommerce import test_client as client
from tests.shops.woocommerce import test_lines as lines
from tests.shops.woocommerce import test_party as party
from tests.shops.woocommerce import test_real_orders as real_orders
from tests.shops.woocommerce import test_refunds as refunds
from tests.shops.woocommerce import test_writeback as writeback

from facturier.model.money import total
from facturier.model.order import OrderState
from facturier.ports.errors import Misconfigured
from facturier.ports.shop import WriteBack
from facturier.shops.woocommerce import CONNECTOR
from facturier.shops.woocommerce.sandbox import WooSandbox

SUBJECT: Subject[ShopArrangement] = Subject(CONNECTOR, ARRANGEMENT)


def front(**switches: Any) -> Front:
    return Front(SUBJECT, **switches)


def sandbox(of: Front) -> WooSandbox:
    return cast(WooSandbox, of.sandbox)


def zones() -> None:
    """West of Greenwich the shop's own time lies behind: bounds without dates_are_gmt would lose orders."""
    here = front(size=3, offset=timedelta(hours=-8))
    placed = here.place(7)
    here.sweep()
    here.clock.advance(timedelta(hours=1))
    placed += here.place(3)
    here.sweep()
    assert set(here.held) == set(placed)
    assert here.order(placed[-1]).placed_at == here.clock.now().replace(microsecond=0)


def decimals(per_line: bool) -> None:
    """Six are asked for, whatever the shop shows: then net prices add up."""
    here = front(decimals=0, per_line=per_line)
    for remote_id in here.place(30):
        order = here.order(remote_id)
        assert total(line.gross for line in order.lines) == order.payable


def at_most_a_hundred() -> None:
    with pytest.raises(ValueError, match="page_size"):
        CONNECTOR.read({**front().values, "page_size": 101})


def without_rates() -> None:
    """Versions that do not tell rate_percent: the same lines, but for a screw alone, whose tax any rate explains."""
    old, new = front(tells_rate_percent=False), front()
    for here in (old, new):
        here.place(12)
        here.sweep()
    for remote_id, heard in old.held.items():
        twin = new.held[remote_id].order
        assert heard.order is not None
        assert twin is not None
        for line, other in zip(heard.order.lines, twin.lines, strict=True):
            assert line == other or (line.vat_percent is None and other.net < 1)


def shop_before_5_8() -> None:
    """It ignores modified_after: what lies before the cursor is not told again."""
    here = front(size=3, knows_modified_after=False)
    here.place(9, apart=timedelta(minutes=10))
    here.sweep()
    here.clock.advance(timedelta(hours=2))
    here.held.clear()
    later = here.place(4)
    here.sweep()
    assert set(later) <= set(here.held)
    assert len(here.held) < 9


def trashed() -> None:
    """The bin is a list of its own: an order that is thrown away is withdrawn all the same, and comes back."""
    here = front()
    (remote_id,) = here.place()
    here.sweep()
    sandbox(here).merchant.trash(int(remote_id))
    here.sweep()
    assert here.up_to_date()
    assert here.order(remote_id).state is OrderState.CANCELLED
    sandbox(here).merchant.restore(int(remote_id))
    here.sweep()
    assert here.order(remote_id).state is OrderState.OPEN


def carts_that_are_filled_in() -> None:
    here = front()
    (remote_id,) = here.place()
    sandbox(here).merchant.set_status(int(remote_id), "checkout-draft")
    here.sweep()
    assert here.held == {}


def our_own_meta_moves_the_order() -> None:
    """It is heard again, and is no other sale."""
    here = front()
    (remote_id,) = here.place()
    before = here.order(remote_id)
    here.clock.sleep(60)
    here.record(remote_id, WriteBack(comment=here.comment(remote_id)))
    after = here.order(remote_id)
    assert after.changed_at > before.changed_at
    assert after.revision() == before.revision()


def read_only_key() -> None:
    here = front(read_only=True)
    (remote_id,) = here.place()
    with pytest.raises(Misconfigured, match="read and write"):
        here.record(remote_id, WriteBack(comment=here.comment(remote_id)))


def money_only_refund() -> None:
    here = front()
    (remote_id,) = here.place()
    sandbox(here).merchant.refund_money(int(remote_id), "1.00")
    (refund,) = here.order(remote_id).refunds
    assert (refund.gross, refund.adjustment, refund.lines) == (Decimal(1), Decimal(1), ())


def _traps() -> Iterator[tuple[str, Callable[[], object]]]:
    keys, cents, rates = client.TestKeys(), lines.TestCents(), lines.TestRates()
    yield "1 plain permalinks", partial(keys.test_plain_permalinks, "http://shop.example")
    yield "1 a server that drops the header", keys.test_a_server_that_drops_the_header
    yield "1 no key in an address over http", keys.test_never_travel_over_http
    for status in (200, 403, 503):
        yield (
            f"1 a page for people with {status}",
            partial(client.test_a_page_for_people_is_no_answer, status),
        )
    yield "2 at most a hundred", at_most_a_hundred
    yield "2 the shop's own zone", zones
    yield "2 before version 5.8", shop_before_5_8
    for per_line in (True, False):
        yield f"2 dp=6, taxes rounded by line: {per_line}", partial(decimals, per_line)
    yield "2 our own writing moves date_modified", our_own_meta_moves_the_order
    yield "3 drafts of checkouts", carts_that_are_filled_in
    yield "3 quantities with decimals", partial(lines.TestQuantities().test_may_have_decimals, 1.5)
    for told, sku in ((8901, "8901"), (None, "")):
        yield f"3 a SKU that is {told}", partial(lines.test_a_sku_may_be_anything, told, sku)
    for tax in (1, "1"):
        yield f"3 a tax id that is {tax!r}", partial(rates.test_a_tax_is_found_by_number_or_text, tax)
    yield "3 price is a float with artefacts", cents.test_the_price_is_not_looked_at
    yield "3 totals of rounded lines", cents.test_a_total_of_rounded_amounts_is_met_by_rounding_each
    yield "3 rates that are not told", without_rates
    yield "3 several taxes on a line", rates.test_two_taxes_on_one_line_add_up
    yield "3 a line that costs nothing", rates.test_what_a_coupon_made_free_keeps_its_rate
    yield "3 shipping without tax", lines.TestCharges().test_shipping_without_tax_says_so
    yield (
        "3 a VAT key that was renamed",
        party.test_a_renamed_key_leaves_a_company_without_number_until_it_is_listed,
    )
    for place, family in enumerate(party.FAMILIES):
        name = next(iter(family))
        yield f"3 VAT key {place}: {name}", partial(party.test_each_family_of_plugins_is_read, family)
    yield "3 documents of Oblio", party.TestOtherTools().test_oblio
    yield "3 a log of SmartBill", party.TestOtherTools().test_a_log_alone_is_for_a_person_to_look_at
    yield (
        "4 equal keys are met by their id",
        writeback.TestMetaData().test_a_key_that_is_there_is_met_by_its_id,
    )
    yield "4 lines are never sent", writeback.TestMetaData().test_lines_are_never_sent
    yield "4 refunds by line", refunds.test_pieces_of_a_line
    yield "4 refunds of money for a line", real_orders.test_money_of_a_line_is_no_piece
    yield "4 refunds of money alone", money_only_refund
    yield "6 an order in the bin", trashed
    yield "6 words in another language", partial(client.test_words_in_any_language, "ro")
    yield "6 a key without the right to write", read_only_key
    yield "6 PUT is forbidden", writeback.test_where_put_is_forbidden_the_same_travels_as_a_post
    yield (
        "7 refunded when its created hook comes",
        real_orders.test_an_order_that_was_refunded_before_it_was_heard,
    )
    yield "8 the worked example", lines.test_the_worked_example_of_the_sheet


TRAPS = tuple(Trap(name, check) for name, check in _traps())
