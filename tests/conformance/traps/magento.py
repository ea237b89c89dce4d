"""Traps of Magento's fact sheet, by section. Many are proved next door: those are run again from here."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, cast

import pytest
from tests.conformance.arrangement import ShopArrangement, Subject, Trap
from tests.conformance.arrangements.magento import ARRANGEMENT
from tests.conformance.front import Front
from tests.conformance.outcomes import attempt
from tests.shops.magento import test_charges as charges
from tests.shops.magento import test_client as client
from tests.shops.magento import test_elsewhere as elsewhere
from tests.shops.magento import test_lines as lines
from tests.shops.magento import test_payload as payload
from tests.shops.magento import test_poll as poll
from tests.shops.magento import test_refunds as refunds
from tests.shops.magento import test_writeback as writeback

from facturier.model.money import total
from facturier.ports.errors import Misconfigured, NotNow, Refused
from facturier.ports.shop import WriteBack
from facturier.shops.magento import CONNECTOR
from facturier.shops.magento.sandbox import MagentoSandbox

SUBJECT: Subject[ShopArrangement] = Subject(CONNECTOR, ARRANGEMENT)
MADE = WriteBack(make_invoice=True)


def front(**switches: Any) -> Front:
    return Front(SUBJECT, **switches)


def sandbox(of: Front) -> MagentoSandbox:
    return cast(MagentoSandbox, of.sandbox)


def bearer(allowed: bool) -> None:
    here = front(bearer_allowed=allowed)
    (remote_id,) = here.place()
    values = here.arrangement.broken(here.values)["a bearer token where none is taken"]
    shop = here.open(values)
    if allowed:
        assert shop.order(remote_id).order
        return
    with pytest.raises(Misconfigured, match=r"2\.4\.4"):
        shop.order(remote_id)


def page_size_is_limited() -> None:
    """Settings take no size that a limited shop would refuse."""
    here = front(size=300, input_limiting=True)
    placed = here.place(3)
    here.sweep()
    assert set(here.held) == set(placed)


def times_are_utc() -> None:
    here = front()
    (remote_id,) = here.place()
    assert here.order(remote_id).placed_at == here.clock.now().replace(microsecond=0)


def address_changes(touches: bool) -> None:
    """A changed address may leave `updated_at` as it was: the order itself tells it all the same."""
    here = front(address_touches=touches)
    (remote_id,) = here.place()
    before = here.order(remote_id)
    here.clock.sleep(60)
    sandbox(here).merchant.change_address(int(remote_id), city="Altundeva")
    after = here.order(remote_id)
    assert (after.changed_at > before.changed_at) == touches
    assert after.revision() != before.revision()


def without_tax_details() -> None:
    """Versions before 2.4.7: the same orders, the same lines."""
    old, new = front(tax_details=False), front()
    for here in (old, new):
        here.place(12)
        here.sweep()
    for remote_id, heard in old.held.items():
        twin = new.held[remote_id].order
        assert heard.order is not None
        assert twin is not None
        assert heard.order.lines == twin.lines
        assert total(line.gross for line in heard.order.lines) == heard.order.payable


def ids(as_text: bool) -> None:
    here = front(id_as_string=as_text)
    (remote_id,) = here.place()
    here.record(remote_id, MADE)
    assert here.arrangement.invoices_of(here.sandbox, remote_id) == 1


def custom_status_survives() -> None:
    """Magento resets the status when it makes an invoice: ours is set afterwards."""
    here = front()
    (remote_id,) = here.place()
    here.record(remote_id, WriteBack(make_invoice=True, status="facturat"))
    assert here.arrangement.status_of(here.sandbox, remote_id) == "facturat"


def comment_keeps_the_status(changes: bool) -> None:
    here = front(comment_changes_status=changes)
    (remote_id,) = here.place()
    sandbox(here).merchant.set_status(int(remote_id), "in_pregatire")
    here.record(remote_id, WriteBack(comment=here.comment(remote_id)))
    assert here.arrangement.status_of(here.sandbox, remote_id) == "in_pregatire"


def number_is_kept(renumbers: bool) -> None:
    here = front(renumbers=renumbers)
    (remote_id,) = here.place()
    before = here.order(remote_id)
    here.record(remote_id, WriteBack(status="facturat"))
    assert here.order(remote_id).number == before.number


def no_invoice_of(act: str) -> None:
    """Cancelled and held orders take none; nothing is changed to force it."""
    here = front()
    (remote_id,) = here.place()
    here.arrangement.acts()[act](here.sandbox, remote_id)
    before = here.arrangement.status_of(here.sandbox, remote_id)
    error = attempt(here.record, remote_id, MADE)
    assert error is None or isinstance(error, Refused)
    assert here.arrangement.invoices_of(here.sandbox, remote_id) == 0
    assert here.arrangement.status_of(here.sandbox, remote_id) == before


def partly_invoiced() -> None:
    """What the merchant invoiced by hand is not invoiced again."""
    here = front()
    (remote_id,) = here.place()
    sandbox(here).merchant.pay(int(remote_id))
    here.record(remote_id, MADE)
    assert here.arrangement.invoices_of(here.sandbox, remote_id) == 1


def credit_memos() -> None:
    here = front()
    (remote_id,) = here.place()
    for act in ("pay", "ship", "refund"):
        here.arrangement.acts()[act](here.sandbox, remote_id)
    order = here.order(remote_id)
    assert total(refund.gross for refund in order.refunds) == order.payable


def missing_right() -> None:
    here = front(missing_rights=frozenset({"Magento_Sales::actions_view"}))
    with pytest.raises(Misconfigured, match="Magento_Sales::actions_view"):
        here.sweep()


def maintenance() -> None:
    here = front(waf=True)
    with pytest.raises(NotNow):
        here.sweep()


def endless_last_page() -> None:
    here = front(size=5, clamps_last_page=True)
    placed = here.place(10)
    here.sweep()
    assert set(here.held) == set(placed)
    assert len(here.line.asked) < 8


def _traps() -> Iterator[tuple[str, Callable[[], object]]]:
    families = lines.TestFamilies()
    for allowed in (False, True):
        yield f"2 an integration's token as bearer, allowed: {allowed}", partial(bearer, allowed)
    yield "2 a nonce that was used", client.TestReads().test_a_used_nonce_is_tried_again
    yield "2 a clock that is off", client.TestReads().test_a_refused_time_stamp_names_the_clock
    yield "3 the last page again and again", endless_last_page
    yield "3 a page of at most 300", page_size_is_limited
    yield "3 times are UTC and do not say so", times_are_utc
    yield "3 orders move while they are read", poll.test_the_first_page_is_not_older_than_the_settled_edge
    for touches in (False, True):
        yield f"3 an address that changes, moving updated_at: {touches}", partial(address_changes, touches)
    yield (
        "4 nulls are left out, or not",
        payload.TestOddPayloads().test_nulls_empty_lists_and_numbers_as_text_are_tolerated,
    )
    yield "4 tax details that older versions do not tell", without_tax_details
    yield "4 two currencies", payload.TestCurrencies().test_amounts_are_those_of_the_order_not_of_the_books
    yield "4 an edited order is another number", payload.test_an_edited_order_keeps_the_number_that_people_see
    yield (
        "4 documents of the order that was edited",
        elsewhere.TestEditedOrders().test_our_document_on_the_replaced_order_counts,
    )
    yield "5 compensation amounts (the worked example)", lines.test_the_worked_example_of_the_sheet
    yield "5 shipping has no rate of its own", charges.TestShipping().test_its_rate_is_in_the_tax_table
    yield "5 a bundle with a fixed price", families.test_a_fixed_price_bundle_has_its_money_on_the_parent
    yield "5 a bundle with a dynamic price", families.test_a_dynamic_bundle_has_its_money_on_the_parts
    yield (
        "5 a bundle that tells its money twice",
        families.test_a_bundle_whose_parent_repeats_the_sum_of_its_parts_is_counted_once,
    )
    yield (
        "5 gift cards, points and credit",
        charges.test_gift_cards_points_and_credit_are_negative_lines_without_vat,
    )
    for as_text in (True, False):
        yield f"6 ids of new invoices as text: {as_text}", partial(ids, as_text)
    yield "6 an invoice resets the status", custom_status_survives
    for changes in (True, False):
        words = f"6 a comment with another status changes it: {changes}"
        yield words, partial(comment_keeps_the_status, changes)
    for renumbers in (True, False):
        words = f"6 an order saved without its number gets another: {renumbers}"
        yield words, partial(number_is_kept, renumbers)
    for act in ("cancel", "hold"):
        yield f"6 no invoice of an order after {act}", partial(no_invoice_of, act)
    yield "6 the merchant invoiced it already", partly_invoiced
    yield (
        "6 an older invoice proves nothing",
        writeback.TestMagentosOwnInvoice().test_an_older_invoice_is_no_proof,
    )
    yield "6 a credit memo is a refund", credit_memos
    yield (
        "6 a credit memo of many pages",
        refunds.test_a_last_page_that_repeats_for_ever_ends_and_hides_no_refund,
    )
    yield "8 a missing right looks like a wrong token", missing_right
    yield "8 maintenance is a page of HTML", maintenance
    yield (
        "8 a redirect hides a wrong address",
        client.TestReads().test_a_redirect_is_refused_and_names_the_right_address,
    )
    yield (
        "8 credit memos without the right",
        refunds.test_without_the_right_the_order_is_heard_with_that_as_its_trouble,
    )


TRAPS = tuple(Trap(name, check) for name, check in _traps())
