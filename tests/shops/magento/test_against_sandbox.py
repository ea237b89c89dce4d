"""The connector against the simulator, which was built from the fact sheet by somebody else."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from facturier.model.document import Issued
from facturier.model.kinds import DocumentKind, LineKind
from facturier.model.money import total
from facturier.model.order import Order, OrderState
from facturier.ports.errors import InDoubt, Misconfigured, NotNow, RemoteError
from facturier.ports.http import Http
from facturier.ports.shop import Heard, WriteBack
from facturier.sandbox.clock import VirtualClock
from facturier.sandbox.faults import Trouble
from facturier.sandbox.transport import InProcess
from facturier.shops.magento.connector import CONNECTOR, MagentoShop, open_shop
from facturier.shops.magento.sandbox import MagentoSandbox, create, create_filled
from facturier.shops.magento.sandbox.orders import demo_orders

COMMENT = "Invoice FCT 12 https://docs.example/12 [FX-ABCD-ABCDEFGHIJKL]"
INVOICE = Issued(kind=DocumentKind.INVOICE, series="FCT", number="12")
EVERYTHING = WriteBack(comment=COMMENT, status="invoiced", make_invoice=True)
CONTRADICTORY = {"held-hidden-fee", "held-total-below-lines"}
UNREADABLE = {"held-wrong-type", "held-items-no-list"}


def connected(sandbox: MagentoSandbox, **more: Any) -> MagentoShop:
    def open_http(base_url: str, **parts: Any) -> Http:
        return Http(base_url, **parts, clock=sandbox.clock, transport=lambda: InProcess(sandbox))

    values = {**sandbox.settings(sandbox.account["base_url"]), **more}
    return open_shop(CONNECTOR.read(values), open_http)


def sandboxed(**switches: Any) -> tuple[MagentoSandbox, MagentoShop]:
    sandbox = create(7, VirtualClock(), **switches)
    return sandbox, connected(sandbox)


def placed(sandbox: MagentoSandbox, shop: MagentoShop) -> Order:
    return heard(shop.order(str(sandbox.merchant.place()["entity_id"])))


def heard(one: Heard) -> Order:
    assert one.order is not None, one.trouble
    return one.order


def everything(shop: MagentoShop, cursor: str = "") -> Iterator[Heard]:
    for page in shop.orders(cursor):
        yield from page.orders


@pytest.fixture(scope="module")
def demonstration() -> dict[str, Heard]:
    """The demonstration orders by their keys, as the poll tells them."""
    sandbox = create(1, VirtualClock())
    ids = sandbox.merchant.stage(demo_orders(sandbox.clock.now()))
    by_id = {one.remote_id: one for one in everything(connected(sandbox))}
    return {key: by_id[str(entity)] for key, entity in ids.items()}


class TestDemonstrationOrders:
    def test_all_are_heard_and_only_the_broken_ones_with_trouble(
        self, demonstration: dict[str, Heard]
    ) -> None:
        assert {key for key, one in demonstration.items() if one.order is None} == UNREADABLE
        assert all(demonstration[key].trouble and demonstration[key].number for key in UNREADABLE)

    def test_lines_add_up_unless_the_order_contradicts_itself(self, demonstration: dict[str, Heard]) -> None:
        orders = {key: one.order for key, one in demonstration.items() if one.order}
        differ = {
            key for key, order in orders.items() if total(line.gross for line in order.lines) != order.payable
        }
        assert differ == CONTRADICTORY

    def test_vat_is_known_for_all_that_was_sold(self, demonstration: dict[str, Heard]) -> None:
        deducted = {LineKind.GIFT_CARD, LineKind.STORE_CREDIT}
        for one in demonstration.values():
            for line in one.order.lines if one.order else ():
                assert line.kind is not LineKind.UNKNOWN
                assert (line.vat_percent is None) == (line.kind in deducted)

    def test_refunds_add_up(self, demonstration: dict[str, Heard]) -> None:
        refunds = [refund for one in demonstration.values() if one.order for refund in one.order.refunds]
        assert len(refunds) >= 5
        for refund in refunds:
            assert total(line.gross for line in refund.lines) + refund.adjustment == refund.gross

    @pytest.mark.parametrize(
        ("key", "state"),
        [
            ("cancelled", OrderState.CANCELLED),
            ("edited", OrderState.CANCELLED),
            ("on-hold-in-shop", OrderState.HELD),
            ("complete", OrderState.COMPLETE),
            ("refunded-all", OrderState.COMPLETE),
            ("custom-status", OrderState.OPEN),
        ],
    )
    def test_states(self, demonstration: dict[str, Heard], key: str, state: OrderState) -> None:
        assert heard(demonstration[key]).state is state

    def test_documents_of_other_tools(self, demonstration: dict[str, Heard]) -> None:
        told = {key for key, one in demonstration.items() if one.order and one.order.elsewhere}
        assert told == {"invoiced-elsewhere-comment", "invoiced-elsewhere-both"}
        (document,) = heard(demonstration["invoiced-elsewhere-comment"]).elsewhere
        assert (document.series, document.number) == ("ABC", "0012")
        assert document.link == "https://facturi.example.test/abc-0012"

    @pytest.mark.parametrize(
        ("key", "company", "tax_id", "personal_id"),
        [
            ("it-person-codice-fiscale", False, False, True),
            ("it-company", True, True, False),
            ("pl-company-nip", True, True, False),
            ("ro-b2b-without-ro", True, True, False),
            ("ro-customer-taxvat", True, True, False),
            ("ro-company-no-vat-id", True, False, False),
            ("ro-person", False, False, False),
        ],
    )
    def test_buyers(
        self, demonstration: dict[str, Heard], key: str, company: bool, tax_id: bool, personal_id: bool
    ) -> None:
        buyer = heard(demonstration[key]).buyer
        assert (buyer.company, bool(buyer.tax_id), bool(buyer.personal_id)) == (company, tax_id, personal_id)

    def test_a_foreign_order_is_in_its_own_currency(self, demonstration: dict[str, Heard]) -> None:
        found = heard(demonstration["eur-order"])
        assert (found.currency, found.base_currency, found.base_rate) == ("EUR", "RON", Decimal("0.1987"))


@pytest.mark.parametrize("details", [True, False])
def test_random_orders_add_up_with_and_without_newer_tax_details(details: bool) -> None:
    sandbox, shop = sandboxed(tax_details=details)
    for _ in range(150):
        sandbox.merchant.place()
    orders = [heard(one) for one in everything(shop)]
    assert len(orders) == 150
    for order in orders:
        assert total(line.gross for line in order.lines) == order.payable
        assert all(line.vat_percent is not None for line in order.lines)


class TestPoll:
    @pytest.mark.parametrize("clamps", [True, False])
    @pytest.mark.parametrize("limited", [True, False])
    def test_every_order_once_on_old_and_new_versions(self, clamps: bool, limited: bool) -> None:
        sandbox = create(7, VirtualClock(), clamps_last_page=clamps, input_limiting=limited)
        ids = []
        for place in range(11):
            sandbox.clock.sleep(place % 3)
            ids.append(str(sandbox.merchant.place()["entity_id"]))
        found = [one.remote_id for one in everything(connected(sandbox, page_size=4))]
        assert found == ids

    def test_orders_that_change_while_pages_are_read_are_all_heard(self) -> None:
        sandbox = create(7, VirtualClock())
        ids = [int(sandbox.merchant.place()["entity_id"]) for _ in range(12)]
        shop = connected(sandbox, page_size=3)
        seen: dict[str, str] = {}
        victims = iter([ids[0], ids[5], ids[1], ids[11], ids[7]])
        for page in shop.orders(""):
            seen |= {one.remote_id: heard(one).status for one in page.orders}
            if (victim := next(victims, None)) is not None:
                sandbox.clock.sleep(1)
                sandbox.merchant.set_status(victim, "moved")
        assert set(seen) == {str(entity) for entity in ids}
        assert sorted(entity for entity, status in seen.items() if status == "moved") == sorted(
            str(entity) for entity in (ids[0], ids[5], ids[1], ids[11], ids[7])
        )

    def test_the_next_poll_hears_what_changed_since(self) -> None:
        sandbox, shop = sandboxed()
        first, second = placed(sandbox, shop), placed(sandbox, shop)
        *_, page = shop.orders("")
        sandbox.clock.sleep(3600)
        sandbox.merchant.pay(int(first.remote_id))
        sandbox.clock.sleep(3600)
        *_, page = shop.orders(page.cursor)
        assert first.remote_id in [one.remote_id for one in page.orders]
        *_, page = shop.orders(page.cursor)
        assert [one.remote_id for one in page.orders] == [first.remote_id]
        assert second.remote_id not in [one.remote_id for one in page.orders]

    @pytest.mark.parametrize(
        "trouble", [Trouble.HTML_BODY, Trouble.ERROR_503, Trouble.CUT_BODY, Trouble.EMPTY_BODY]
    )
    def test_a_failing_page_is_not_now_and_costs_nothing(self, trouble: Trouble) -> None:
        sandbox, shop = sandboxed()
        placed(sandbox, shop)
        sandbox.faults.add(trouble, "GET /rest/all/V1/orders", times=1)
        with pytest.raises(NotNow):
            list(shop.orders(""))
        assert len(list(everything(shop))) == 1


class TestRecording:
    @pytest.mark.parametrize("old", [True, False])
    def test_everything_is_written_once_however_often_it_is_asked_for(self, old: bool) -> None:
        sandbox, shop = sandboxed(comment_changes_status=old, id_as_string=not old, renumbers=not old)
        order = placed(sandbox, shop)
        for _ in range(3):
            shop.record(order, INVOICE, EVERYTHING)
        self.assert_written_once(sandbox, order)

    @pytest.mark.parametrize("path", ["/comments", "/V1/orders$", "/invoice$"])
    @pytest.mark.parametrize("trouble", [Trouble.LOST_ANSWER, Trouble.LOST_REQUEST, Trouble.ERROR_AFTER])
    def test_lost_answers_and_lost_requests(self, path: str, trouble: Trouble) -> None:
        sandbox, shop = sandboxed()
        order = placed(sandbox, shop)
        sandbox.faults.add(trouble, f"POST .*{path}", times=1)
        self.record_until_done(sandbox, shop, order)
        self.assert_written_once(sandbox, order)

    @pytest.mark.parametrize("path", ["/comments", "/V1/orders$", "/invoice$"])
    def test_a_write_that_lands_late_is_in_doubt_and_found_afterwards(self, path: str) -> None:
        sandbox, shop = sandboxed()
        order = placed(sandbox, shop)
        sandbox.faults.add(Trouble.LATE_COMMIT, f"POST .*{path}", times=1, seconds=60)
        with pytest.raises(InDoubt):
            shop.record(order, INVOICE, EVERYTHING)
        self.record_until_done(sandbox, shop, order)
        self.assert_written_once(sandbox, order)

    def record_until_done(self, sandbox: MagentoSandbox, shop: MagentoShop, order: Order) -> None:
        for _ in range(3):
            sandbox.clock.sleep(120)
            try:
                shop.record(order, INVOICE, EVERYTHING)
            except InDoubt:
                continue
            return
        pytest.fail("the order could not be recorded")

    def assert_written_once(self, sandbox: MagentoSandbox, order: Order) -> None:
        stored = sandbox.shop.orders[int(order.remote_id)]
        assert [one["comment"] for one in stored["status_histories"]].count(COMMENT) == 1
        assert (stored["status"], stored["increment_id"]) == ("invoiced", order.number)
        assert len(sandbox.shop.invoices) == 1

    def test_our_own_comment_is_not_elsewhere(self) -> None:
        sandbox, shop = sandboxed()
        order = placed(sandbox, shop)
        shop.record(order, INVOICE, WriteBack(comment=COMMENT))
        assert shop.elsewhere(order) == ()
        sandbox.merchant.comment(int(order.remote_id), "Oblio: factura FO 7")
        assert [document.number for document in shop.elsewhere(order)] == ["7"]

    def test_what_is_written_back_does_not_change_the_revision(self) -> None:
        sandbox, shop = sandboxed()
        order = placed(sandbox, shop)
        sandbox.clock.sleep(60)
        shop.record(order, INVOICE, EVERYTHING)
        after = heard(shop.order(order.remote_id))
        assert after.changed_at > order.changed_at
        assert after.revision() == order.revision()

    def test_an_edited_order_knows_what_was_recorded_on_the_one_it_replaces(self) -> None:
        sandbox, shop = sandboxed()
        order = placed(sandbox, shop)
        shop.record(order, INVOICE, WriteBack(comment=COMMENT))
        new = heard(shop.order(str(sandbox.merchant.edit(int(order.remote_id))["entity_id"])))
        assert new.number == f"{order.number}-1"
        assert [document.tool for document in new.elsewhere] == ["facturier"]
        assert heard(shop.order(order.remote_id)).state is OrderState.CANCELLED


class TestAccess:
    def test_the_connection_test_of_a_healthy_shop(self) -> None:
        sandbox, shop = sandboxed(headers={"X-Magento-Cache-Debug": "MISS"})
        placed(sandbox, shop)
        checks = shop.check()
        assert all(check.ok for check in checks), checks
        assert any("x-magento-cache-debug" in str(check.detail) for check in checks)

    @pytest.mark.parametrize(
        ("right", "failing"),
        [
            ("Magento_Sales::actions_view", "Orders"),
            ("Magento_Sales::sales_invoice", "Magento's invoices"),
            ("Magento_Sales::sales_creditmemo", "Credit memos"),
        ],
    )
    def test_a_missing_right_shows_at_its_line(self, right: str, failing: str) -> None:
        _, shop = sandboxed(missing_rights=frozenset([right]))
        assert [str(check.what).split(" (")[0] for check in shop.check() if not check.ok] == [failing]

    @pytest.mark.parametrize(("allowed", "error"), [(True, None), (False, Misconfigured)])
    def test_a_bearer_token_alone(self, allowed: bool, error: type[RemoteError] | None) -> None:
        sandbox = create(7, VirtualClock(), bearer_allowed=allowed)
        token = sandbox.account["access_token"]
        keys = dict.fromkeys(("consumer_key", "consumer_secret", "access_token", "access_token_secret"), "")
        shop = connected(sandbox, **keys, bearer_token=token)
        if error is None:
            assert len(list(shop.orders(""))) == 1
        else:
            with pytest.raises(error, match=r"2\.4\.4"):
                list(shop.orders(""))

    def test_a_wrong_secret(self) -> None:
        sandbox = create(7, VirtualClock())
        with pytest.raises(Misconfigured):
            list(connected(sandbox, access_token_secret="x" * 32).orders(""))

    def test_a_firewall_page_is_waited_out(self) -> None:
        sandbox, shop = sandboxed(waf=True)
        with pytest.raises(NotNow):
            list(shop.orders(""))
        sandbox.switches.waf = False
        assert len(list(shop.orders(""))) == 1


def test_the_registered_sandbox_opens_with_its_own_form() -> None:
    sandbox = create_filled(3, VirtualClock())
    assert all(check.ok for check in connected(sandbox).check())
