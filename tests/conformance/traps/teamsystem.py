"""Traps of TeamSystem Commerce's fact sheet, by section. Most are proved next door: those are run again from here."""

from collections.abc import Callable, Iterator
from functools import partial

from tests.conformance.arrangement import Trap
from tests.shops.teamsystem import test_client as client
from tests.shops.teamsystem import test_hooks as hooks
from tests.shops.teamsystem import test_lines as lines
from tests.shops.teamsystem import test_listing as listing
from tests.shops.teamsystem import test_party as party
from tests.shops.teamsystem import test_poll as poll
from tests.shops.teamsystem import test_writeback as writeback

from facturier.shops.teamsystem.hooks import ID_NAMES

READINGS: tuple[dict[str, object], ...] = (
    {},
    {"discount_in_prices": True},
    {"total_includes_shipping": False},
    {"shipping_field": "gCost"},
    {"prices_include_vat": False},
    {"old_names": True},
    {"profile": "object"},
    {"countries": "names"},
    {"countries": "by_uid"},
    {"plain_dates": "words"},
)


def _traps() -> Iterator[tuple[str, Callable[[], object]]]:
    buyer, order, places = party.TestBuyer(), party.TestOrder(), party.TestPlaces()
    again, updated = poll.TestReadingAgain(), poll.TestTheListOfUpdatedOrders()
    yield "2 a list is a bare array whose page size nobody promised", partial(listing.test_every_length, 7, 3)
    for status in (200, 400, 404):
        yield (
            f"2 an error is an envelope, here with status {status}",
            partial(client.test_a_list_is_never_refused_to_those_who_may_read_it, status),
        )
        yield (
            f"2 an order that is not there, said with status {status}",
            partial(client.test_an_order_that_is_not_in_the_list_is_missing, status),
        )
    yield "2 dates have no colon in the zone", order.test_dates_have_a_zone
    yield "3 a used-up day is 509 and tells no end", client.test_a_used_up_day_is_waited_out
    yield "3 the list of updated orders has a limit of its own", updated.test_its_own_limit_is_kept
    for newest in (True, False):
        yield (
            f"4 orders of one second across a page edge, newest first: {newest}",
            partial(listing.test_orders_of_one_second_across_a_page_edge, newest, None),
        )
    yield "4 a status change moves no date", poll.test_a_new_status_is_noticed_although_it_moves_no_date
    yield "4 other changes show in no list", again.test_what_the_list_hides_is_noticed_within_a_day
    yield (
        "4 the path of updated orders is cut off",
        poll.TestTheListOfUpdatedOrders().test_nobody_asks_for_it_where_its_path_is_unknown,
    )
    yield "4 items are an object by line key", lines.test_the_order_of_the_sheet
    yield "4 a SKU may be empty", lines.test_an_empty_sku_is_the_products_number
    yield (
        "4 the shipping amount has no name",
        partial(lines.test_shipping_is_found_whatever_it_is_called, "shippingX"),
    )
    yield "4 what is not told is not guessed", lines.test_an_amount_that_nobody_explains_is_not_guessed
    for switches in READINGS:
        yield (
            f"4 to the cent, with {switches or 'the first reading'}",
            partial(lines.test_the_simulator_under_every_reading, switches),
        )
    yield "4 statuses may be renamed and added to", order.test_a_shop_may_give_statuses_another_meaning
    yield "4 the VAT field takes what buyers have", buyer.test_a_codice_fiscale_is_a_persons
    yield (
        "5 the tax profile has an old name and a new one",
        partial(lines.TestRates().test_a_profile_under_either_name, "taxprofile", "t22"),
    )
    yield "8 a rate holds in its own countries", lines.TestRates().test_a_rate_counts_only_where_it_was_set_up
    yield "8 countries are numbers", places.test_an_unknown_country_is_left_open
    yield (
        "8 the list of countries has no known shape",
        partial(party.TestCountries().test_whatever_shape_tells_it, {"119": "ITALIA"}),
    )
    for name in ID_NAMES:
        yield f"9 a web hook calls the order {name}", partial(hooks.test_the_order_in_a_form_or_in_json, name)
    yield "9 nobody signs", partial(hooks.test_who_does_not_know_the_secret_is_turned_away, "")
    yield (
        "10 a call that nobody documented proves nothing by its answer",
        writeback.test_a_call_that_changes_nothing_is_told,
    )
    yield (
        "14 without a way to write, nothing is written",
        partial(writeback.test_without_the_call_nothing_is_written, writeback.SENT),
    )


TRAPS = tuple(Trap(name, check) for name, check in _traps())
