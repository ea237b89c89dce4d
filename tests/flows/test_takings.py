"""The register of daily takings over the real store: what is closed, what waits, and what moves afterwards."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from msgspec.structs import replace
from tests.support.bottega import SINCE, asked, bottega, pass_to, register, sold
from tests.support.world import Died, World, line

from facturier.drafting.settings import Selection
from facturier.flows import person, takings_close
from facturier.flows.takings import book
from facturier.flows.takings_check import Checked, check
from facturier.flows.takings_close import ALARM, close_all, close_days
from facturier.model.kinds import DocumentKind
from facturier.model.money import total
from facturier.model.order import OrderState, Payment, Refund
from facturier.ports.errors import Refused
from facturier.ports.shop import Heard
from facturier.store import installation, orders, takings
from facturier.store.models import (
    Alarm,
    Connection,
    LeftOut,
    Order,
    Route,
    Standing,
    TakingsDay,
    TakingsEntry,
    TakingsRow,
)
from facturier.takings.judge import Abroad, Verdict

NEXT = SINCE + timedelta(days=1)
LATER = SINCE + timedelta(days=2)


@pytest.fixture
def world(transactional_db: None, tmp_path: Path) -> Iterator[World]:
    yield bottega(tmp_path)
    installation.identity.cache_clear()


def closed(world: World) -> dict[date, dict[str, Decimal]]:
    """By closed day: gross by rate."""
    found: dict[date, dict[str, Decimal]] = {
        day.day: {} for day in TakingsDay.objects.filter(register=register(world))
    }
    for row in TakingsRow.objects.select_related("day"):
        found[row.day.day][f"{row.percent.normalize():f}"] = row.gross
    return found


def checked(world: World) -> Checked:
    return check(world.env, register(world), SINCE, SINCE + timedelta(days=40))


def verdicts(world: World) -> dict[Verdict, int]:
    return {kind.verdict: kind.orders for kind in checked(world).kinds}


def _closing(world: World) -> int:
    try:
        return close_all(world.env)
    finally:
        connection.close()


class TestClosing:
    def test_at_noon_of_the_day_after(self, world: World) -> None:
        world.hear(sold(world, "1"))
        world.hear(sold(world, "2", line(gross="11.00", percent="10")))
        world.run()
        pass_to(world, NEXT, 11)
        assert close_all(world.env) == 0
        pass_to(world, NEXT, 12)
        assert close_all(world.env) == 1
        assert closed(world) == {SINCE: {"22": Decimal("122.00"), "10": Decimal("11.00")}}
        row = TakingsRow.objects.get(percent=22)
        assert (row.taxable, row.entries.get().order.number) == (Decimal("100.00"), "1")
        assert close_all(world.env) == 0

    def test_a_day_without_takings_is_closed_too(self, world: World) -> None:
        pass_to(world, LATER)
        close_all(world.env)
        assert closed(world) == {SINCE: {}, NEXT: {}}

    def test_not_before_every_shop_was_read_after_the_day(self, world: World) -> None:
        world.hear(sold(world, "1"))
        world.run()
        pass_to(world, NEXT)
        Connection.objects.filter(pk=world.shop.pk).update(read_at=world.clock.now() - timedelta(hours=14))
        assert close_all(world.env) == 0
        assert "Shop has not been read" in str(Alarm.objects.get(code=ALARM).message)

    def test_a_shop_that_is_no_longer_in_use_is_not_waited_for(self, world: World) -> None:
        pass_to(world, NEXT)
        old = Connection.objects.create(
            organisation=world.organisation, role=Connection.Role.SHOP, connector="magento", label="Old"
        )
        assert close_all(world.env) == 0
        Route.objects.create(
            organisation=world.organisation,
            label="Old to Cloud",
            shop=old,
            system=world.system,
            company=world.company,
            settings=world.route.settings,
            active=False,
        )
        assert close_all(world.env) == 1

    def test_two_workers_at_once_close_it_once(self, world: World) -> None:
        for number in range(5):
            world.hear(sold(world, str(number)))
        world.run()
        pass_to(world, LATER)
        with ThreadPoolExecutor(4) as pool:
            done = [pool.submit(_closing, world) for _ in range(4)]
        assert sum(one.result() for one in done) == 2
        assert closed(world) == {SINCE: {"22": Decimal("610.00")}, NEXT: {}}

    def test_an_order_that_is_held_keeps_its_day_open_and_says_why(self, world: World) -> None:
        world.hear(sold(world, "1"))
        broken = sold(world, "2", invoice_asked=True)
        row = world.hear(
            replace(
                broken,
                buyer=replace(
                    broken.buyer, personal_id="", tax_id="", address=replace(broken.buyer.address, city="")
                ),
            )
        )
        world.run()
        assert Order.objects.get(pk=row.pk).standing == Standing.HELD
        pass_to(world, LATER)
        assert close_all(world.env) == 1
        assert set(closed(world)) == {NEXT}
        alarm = Alarm.objects.get(code=ALARM, closed_at=None)
        assert "2: " in str(alarm.message)
        takings_close.leave_out(world.env, register(world), row, "A test order", "Ada")
        assert close_all(world.env) == 1
        assert closed(world)[SINCE] == {"22": Decimal("122.00")}
        assert not Alarm.objects.filter(code=ALARM, closed_at=None).exists()

    def test_so_does_what_cannot_be_read(self, world: World) -> None:
        orders.take_in(world.shop, Heard(b"{}", None, "9", "9", "No total."), world.clock.now())
        world.run()
        pass_to(world, NEXT)
        assert close_all(world.env) == 0
        assert verdicts(world) == {Verdict.UNDECIDED: 1}

    def test_and_news_that_cannot_be_read_of_an_order_that_could(self, world: World) -> None:
        world.hear(sold(world, "1"))
        world.run()
        world.settings(kind=DocumentKind.ORDER)
        orders.take_in(world.shop, Heard(b"{}", None, "1", "1", "No total."), world.clock.now())
        world.run()
        assert verdicts(world) == {Verdict.UNDECIDED: 1}

    def test_and_what_nobody_says_whether_an_invoice_is_wanted(self, world: World) -> None:
        world.hear(sold(world, "1", invoice_asked=None))
        world.run()
        pass_to(world, NEXT)
        assert close_all(world.env) == 0
        assert "does not say whether" in str(Alarm.objects.get(code=ALARM).message)

    def test_a_worker_that_dies_over_it_leaves_nothing_behind(self, world: World) -> None:
        world.hear(sold(world, "1"))
        world.run()
        pass_to(world, NEXT)
        world.crash_at = "takings written"
        with pytest.raises(Died):
            close_all(world.env)
        assert TakingsDay.objects.count() == TakingsEntry.objects.count() == 0
        assert close_all(world.env) == 1

    def test_a_day_is_closed_once(self, world: World) -> None:
        pass_to(world, NEXT)
        assert close_days(world.env, register(world)) == [SINCE]
        with pytest.raises(IntegrityError), transaction.atomic():
            takings.close(register(world), SINCE, [], world.clock.now())

    def test_what_is_closed_cannot_be_changed(self, world: World) -> None:
        world.hear(sold(world, "1"))
        world.run()
        pass_to(world, NEXT)
        close_all(world.env)
        for change in (
            "DELETE FROM store_takingsday",
            "DELETE FROM store_takingsrow",
            "DELETE FROM store_takingsentry",
            "UPDATE store_takingsrow SET gross = 1",
        ):
            with pytest.raises(DatabaseError, match="never changed"), connection.cursor() as cursor:
                cursor.execute(change)


class TestInvoices:
    def test_an_order_document_is_no_invoice(self, world: World) -> None:
        world.settings(kind=DocumentKind.ORDER, series="/A", selection=Selection())
        world.hear(sold(world, "1"))
        world.run()
        assert world.document("1").kind == DocumentKind.ORDER
        assert world.document("1").number
        assert verdicts(world) == {Verdict.COUNTED: 1}

    def test_before_the_day_is_closed_an_invoice_just_takes_it_out(self, world: World) -> None:
        facts = sold(world, "1")
        world.hear(facts)
        world.run()
        assert verdicts(world) == {Verdict.COUNTED: 1}
        world.hear(asked(facts, world))
        world.run()
        assert verdicts(world) == {Verdict.INVOICED: 1}
        pass_to(world, NEXT)
        close_all(world.env)
        assert closed(world) == {SINCE: {}}
        assert checked(world).wrong == []

    def test_afterwards_it_is_deducted_on_the_day_of_the_invoice(self, world: World) -> None:
        facts = sold(world, "1")
        world.hear(facts)
        world.run()
        pass_to(world, LATER)
        close_all(world.env)
        world.hear(asked(facts, world))
        world.run()
        assert world.document("1").issued_on == LATER
        pass_to(world, LATER + timedelta(days=1))
        close_all(world.env)
        assert closed(world) == {
            SINCE: {"22": Decimal("122.00")},
            NEXT: {},
            LATER: {"22": Decimal("-122.00")},
        }
        entry = TakingsEntry.objects.get(gross__lt=0)
        assert (entry.what, entry.cause) == ("invoiced", "sale")
        assert checked(world).wrong == []

    def test_one_that_is_on_its_way_keeps_the_day_open(self, world: World) -> None:
        world.hear(sold(world, "1", invoice_asked=True))
        item = Order.objects.get()
        from facturier.flows.decide import decide

        decide(world.env, item.pk)
        assert verdicts(world) == {Verdict.COMING: 1}
        pass_to(world, NEXT)
        assert close_all(world.env) == 0
        world.run()
        assert verdicts(world) == {Verdict.INVOICED: 1}
        assert close_all(world.env) == 1

    def test_one_that_is_cancelled_leaves_the_sale_to_a_person_and_then_to_the_register(
        self, world: World
    ) -> None:
        row = world.hear(sold(world, "1", invoice_asked=True))
        world.run()
        document = world.document("1")
        type(document).objects.filter(pk=document.pk).update(
            cancelled_at=world.clock.now(), retired_at=world.clock.now()
        )
        assert verdicts(world) == {Verdict.UNDECIDED: 1}
        person.close_order(world.env, row, "Ada", "The buyer wants none any more")
        assert verdicts(world) == {Verdict.COUNTED: 1}


class TestAfterwards:
    def test_a_refund_is_deducted_on_its_own_day(self, world: World) -> None:
        facts = sold(world, "1")
        world.hear(facts)
        world.run()
        pass_to(world, NEXT)
        close_all(world.env)
        given = Refund("r1", world.clock.now(), Decimal("22.00"), (), Decimal("22.00"))
        world.hear(replace(facts, refunds=(given,), changed_at=world.clock.now()))
        world.run()
        pass_to(world, LATER)
        close_all(world.env)
        assert closed(world) == {SINCE: {"22": Decimal("122.00")}, NEXT: {"22": Decimal("-22.00")}}
        assert checked(world).wrong == []

    def test_a_sale_that_is_heard_of_too_late_is_written_on_the_day_on_which_it_was_heard(
        self, world: World
    ) -> None:
        late = sold(world, "1")
        pass_to(world, LATER)
        close_all(world.env)
        world.hear(late)
        world.run()
        pass_to(world, LATER + timedelta(days=1))
        close_all(world.env)
        assert closed(world)[LATER] == {"22": Decimal("122.00")}
        assert TakingsEntry.objects.get().happened == SINCE

    @pytest.mark.parametrize("ahead", [timedelta(seconds=7), timedelta(days=2)])
    def test_what_a_shop_dates_ahead_of_our_clock_is_in_the_register_all_the_same(
        self, world: World, ahead: timedelta
    ) -> None:
        """Paid and refunded some seconds before midnight; by the shop's clock it is tomorrow already."""
        world.clock.advance(datetime(2026, 11, 20, 22, 59, 58, tzinfo=UTC) - world.clock.now())
        moment = world.clock.now() + ahead
        first, second = sold(world, "1"), sold(world, "2", line(gross="61.00", percent="22"))
        world.hear(replace(first, payment=replace(first.payment, paid_at=moment)))
        world.hear(second)
        given = Refund("r1", moment, Decimal("11.00"), (), Decimal("11.00"))
        world.hear(replace(second, refunds=(given,), changed_at=world.clock.now()))
        world.run(until=timedelta(seconds=1))
        for later in range(1, 5):
            pass_to(world, SINCE + timedelta(days=later), 13)
            close_all(world.env)
        assert closed(world)[SINCE] == {"22": Decimal("172.00")}
        assert total(row.gross for row in TakingsRow.objects.all()) == Decimal("172.00")

    def test_a_cancellation_is_taken_back_on_its_own_day(self, world: World) -> None:
        facts = sold(world, "1")
        world.hear(facts)
        world.run()
        pass_to(world, NEXT)
        close_all(world.env)
        gone = replace(
            facts,
            state=OrderState.CANCELLED,
            payment=Payment(method="card"),
            changed_at=world.clock.now(),
        )
        world.hear(gone)
        world.run()
        pass_to(world, LATER)
        close_all(world.env)
        assert closed(world)[NEXT] == {"22": Decimal("-122.00")}
        assert checked(world).wrong == []

    def test_cancelled_before_it_was_paid_it_is_in_neither(self, world: World) -> None:
        facts = sold(world, "1", payment=Payment(method="banktransfer"))
        world.hear(facts)
        world.run()
        assert verdicts(world) == {Verdict.OPEN: 1}
        world.hear(replace(facts, state=OrderState.CANCELLED))
        world.run()
        assert verdicts(world) == {Verdict.CANCELLED: 1}

    def test_left_out_and_put_back(self, world: World) -> None:
        row = world.hear(sold(world, "1"))
        world.run()
        pass_to(world, NEXT)
        close_all(world.env)
        kept = register(world)
        takings_close.leave_out(world.env, kept, row, "Sold at the counter", "Ada")
        with pytest.raises(Refused):
            takings_close.leave_out(world.env, kept, row, "Twice", "Ada")
        pass_to(world, LATER)
        close_all(world.env)
        assert closed(world)[NEXT] == {"22": Decimal("-122.00")}
        takings_close.put_back(world.env, kept, row, "Ada")
        pass_to(world, LATER + timedelta(days=1))
        close_all(world.env)
        assert closed(world)[LATER] == {"22": Decimal("122.00")}
        assert LeftOut.objects.get().by == "Ada"


class TestSales:
    def test_one_sale_that_two_connections_tell_of_counts_once(self, world: World) -> None:
        other = Connection.objects.create(
            organisation=world.organisation,
            role=Connection.Role.SHOP,
            connector="files",
            label="Export",
            read_at=world.clock.now(),
        )
        facts = sold(world, "1")
        world.hear(facts)
        world.hear(facts, other)
        world.run()
        found = book(world.env, register(world))
        assert (len(found.accounts), found.told_twice) == (1, 1)
        assert checked(world).wrong == []

    def test_the_sums_agree_over_everything(self, world: World) -> None:
        world.hear(sold(world, "1"))
        world.hear(sold(world, "2", invoice_asked=True))
        world.hear(sold(world, "3", payment=Payment(method="banktransfer")))
        world.hear(sold(world, "4", currency="USD"))
        world.run()
        found = checked(world)
        assert found.orders == 4
        assert verdicts(world) == {
            Verdict.INVOICED: 1,
            Verdict.COUNTED: 1,
            Verdict.UNDECIDED: 1,
            Verdict.OPEN: 1,
        }
        assert total(kind.written for kind in found.kinds) == Decimal("122.00")
        assert {one.order.number for one in found.open} == {"3", "4"}

    def test_a_figure_that_is_not_its_orders_is_noticed(self, world: World) -> None:
        world.hear(sold(world, "1"))
        world.run()
        pass_to(world, NEXT)
        close_all(world.env)
        day = TakingsDay.objects.get()
        row = TakingsRow.objects.create(day=day, category="S", percent=10, gross=5, taxable=5)
        TakingsEntry.objects.create(
            row=row, order=Order.objects.get(), cause="sale", what="sale", happened=SINCE, gross=7
        )
        assert len(checked(world).wrong) == 1


class TestKeeping:
    def test_only_where_the_country_knows_it(self, world: World) -> None:
        assert takings_close.companies(world.organisation) == [world.company]
        facts = replace(world.company.facts, country="RO")
        world.company.facts = facts
        world.company.save()
        assert takings_close.companies(world.organisation) == []
        with pytest.raises(Refused):
            takings_close.begin(world.env, world.company, SINCE, Abroad.HOME, "Ada")

    def test_it_begins_once(self, world: World) -> None:
        with pytest.raises(Refused, match="2026-11-20"):
            takings_close.begin(world.env, world.company, NEXT, Abroad.HOME, "Ada")
