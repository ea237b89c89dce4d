"""Nothing is silent (invariant I2): wherever an order stands, it says why, and what ends that."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace
from tests.support.world import START, World, line, order

from facturier.drafting.choices import RateSource
from facturier.drafting.context import ExchangeRate
from facturier.drafting.settings import Selection
from facturier.flows import person
from facturier.flows.find import sweep
from facturier.flows.rates import look_again
from facturier.model.kinds import LineKind
from facturier.model.order import Elsewhere, OrderState, Payment, Quantities
from facturier.ports.shop import Heard
from facturier.store import accounts, installation, orders, rates
from facturier.store.accounts import Level
from facturier.store.journal import MACHINE
from facturier.store.models import Alarm, Connection, Document, Order, Standing, State

UNPLACED = replace(order().buyer.address, city="", subdivision="", region="")


def codes(row: Order) -> set[str]:
    return {finding.code for finding in row.findings}


def again(row: Order) -> Order:
    return Order.objects.get(pk=row.pk)


class TestWaiting:
    def test_it_says_for_what_and_ends_when_that_comes(self, world: World) -> None:
        world.settings(selection=Selection(only_paid=True))
        row = world.hear(order("1001"))
        world.run()
        row = again(row)
        assert row.standing == Standing.WAITING
        assert "Paid 0 of 121.00 RON" in str(row.reason)
        assert row.look_at is not None
        world.hear(order("1001", payment=Payment(method="banktransfer", paid=Decimal("121.00"))))
        world.run()
        assert again(row).standing == Standing.VERIFIED

    def test_a_status_that_the_route_waits_for(self, world: World) -> None:
        world.settings(selection=Selection(statuses=("complete",)))
        row = world.hear(order("1001"))
        world.run()
        assert "processing" in str(again(row).reason)
        assert again(row).standing == Standing.WAITING
        world.hear(order("1001", status="complete"))
        world.run()
        assert again(row).standing == Standing.VERIFIED

    def test_on_hold_in_the_shop(self, world: World) -> None:
        row = world.hear(order("1001", state=OrderState.HELD))
        world.run()
        assert again(row).standing == Standing.WAITING
        assert Document.objects.count() == 0


class TestHeld:
    def test_a_cure_ends_it_and_survives_a_later_poll(self, world: World) -> None:
        lost = order("1001", buyer=replace(order().buyer, address=UNPLACED))
        row = world.hear(lost)
        world.run()
        row = again(row)
        assert row.standing == Standing.HELD
        assert row.reason is not None
        needed = [finding.cure.field for finding in row.findings if finding.cure]
        assert needed
        orders.cure(row, "buyer.address.city", "Cluj-Napoca", "Ana", world.clock.now())
        orders.cure(row, "buyer.address.subdivision", "RO-CJ", "Ana", world.clock.now())
        world.hear(replace(lost, note="the shop tells it again, still without a county"))
        world.run()
        assert again(row).standing == Standing.VERIFIED
        assert world.document().draft.buyer.address.subdivision == "RO-CJ"

    @pytest.mark.parametrize(
        ("facts", "code"),
        [
            (order("1001", line("1", "107.00", "7")), "VAT"),
            (order("1001", line("1", kind=LineKind.UNKNOWN)), "KIND"),
            (order("1001", payable=Decimal("120.00")), "TOTAL"),
            (order("1001", line("1", "-10.00")), "NEGATIVE"),
            (order("1001", currency="JPY"), "RATE-MISSING"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_what_nobody_may_guess(self, world: World, facts: object, code: str) -> None:
        row = world.hear(facts)  # type: ignore[arg-type]
        world.run()
        row = again(row)
        assert row.standing == Standing.HELD
        assert any(code in finding.code for finding in row.findings)
        assert str(row.reason) in {str(finding.message) for finding in row.findings}
        assert world.sandbox.ledger.entries() == ()
        assert Document.objects.count() == 0

    def test_an_order_of_five_thousand_lines(self, world: World) -> None:
        row = world.hear(order("1001", *(line(str(number), "1.21") for number in range(5000))))
        world.run()
        row = again(row)
        assert row.standing == Standing.HELD
        assert any("LINES" in code for code in codes(row)), codes(row)

    def test_an_order_that_cannot_be_read(self, world: World) -> None:
        heard = Heard(raw=b"<html>", order=None, remote_id="9", number="1009", trouble="it is no JSON")
        orders.take_in(world.shop, heard, world.clock.now())
        world.run()
        row = Order.objects.get(number="1009")
        assert row.standing == Standing.HELD
        assert "it is no JSON" in str(row.reason)
        assert codes(row) == {"PAYLOAD"}
        world.hear(order("1009", remote_id="9"))
        world.run()
        assert again(row).standing == Standing.VERIFIED

    def test_another_tool_s_mark_without_a_number(self, world: World) -> None:
        row = world.hear(order("1001", elsewhere=(Elsewhere("SmartBill", said="factura emisa"),)))
        world.run()
        assert again(row).standing == Standing.HELD
        assert codes(again(row)) == {"ELSEWHERE"}


class TestClosed:
    @pytest.mark.parametrize(
        ("facts", "settings", "words"),
        [
            (
                order("1001"),
                {"selection": Selection(from_date=date(2026, 12, 1))},
                "older than 2026-12-01",
            ),
            (order("1001"), {"selection": Selection(countries=("IT",))}, "goes to RO"),
            (
                order("1001", invoice_asked=False),
                {"selection": Selection(only_invoice_asked=True)},
                "did not ask",
            ),
            (order("1001", line("1", "0.00")), {}, "nothing to pay"),
            (
                order("1001", elsewhere=(Elsewhere("Oblio", series="FO", number="7"),)),
                {},
                "Issued elsewhere as FO 7, by Oblio",
            ),
        ],
        ids=["too old", "another country", "not asked for", "free", "elsewhere"],
    )
    def test_by_rule_or_elsewhere(
        self, world: World, facts: object, settings: dict[str, object], words: str
    ) -> None:
        world.settings(**settings)
        row = world.hear(facts)  # type: ignore[arg-type]
        world.run()
        assert again(row).standing == Standing.CLOSED
        assert words in str(again(row).reason)
        assert Document.objects.count() == 0

    def test_without_an_active_route(self, world: World) -> None:
        world.route.active = False
        world.route.save()
        row = world.hear(order("1001"))
        world.run()
        assert again(row).standing == Standing.CLOSED
        assert "No active route" in str(again(row).reason)

    def test_by_a_person_for_good(self, world: World) -> None:
        world.settings(selection=Selection(only_paid=True))
        row = world.hear(order("1001"))
        world.run()
        person.close_order(world.env, again(row), "Ana", "the buyer got a receipt")
        world.hear(order("1001", payment=Payment(method="x", paid=Decimal("121.00"))))
        world.run()
        assert again(row).standing == Standing.CLOSED
        assert again(row).closed_by == "Ana"
        assert Document.objects.count() == 0


class TestWithdrawn:
    @pytest.mark.parametrize("waiting", [True, False])
    def test_cancelled_in_the_shop_before_it_was_sent(self, world: World, waiting: bool) -> None:
        world.settings(selection=Selection(only_paid=waiting))
        accounts.pause(world.route, None, "Ana", world.clock.now())
        row = world.hear(order("1001"))
        world.run(until=timedelta(minutes=1))
        world.hear(order("1001", state=OrderState.CANCELLED))
        accounts.resume(world.route, world.clock.now())
        world.run()
        assert again(row).standing == Standing.WITHDRAWN
        assert "cancelled" in str(again(row).reason)
        assert world.sandbox.ledger.entries() == ()


class TestWhatTheSystemSays:
    def test_refused_in_its_own_words(self, world: World) -> None:
        _refuse_the_next(world)
        row = world.hear(order("1001"))
        world.run()
        document = world.document()
        assert (document.state, again(row).standing) == (State.REFUSED, Standing.REFUSED)
        assert "Clientul este blocat" in document.words
        assert [intent.outcome for intent in document.intents.all()] == ["refused"]

    def test_a_refused_order_that_changes_is_sent_again_in_the_same_slot(self, world: World) -> None:
        _refuse_the_next(world)
        world.hear(order("1001"))
        world.run()
        first = world.document()
        assert first.state == State.REFUSED
        world.hear(order("1001", buyer=replace(order().buyer, name="Ana Alta")))
        world.run()
        assert world.document().state == State.VERIFIED
        assert world.document().reference == first.reference

    def test_an_expired_licence_is_the_connection_s_trouble(self, world: World) -> None:
        world.sandbox.switches.licence_expired = True
        row = world.hear(order("1001"))
        world.run()
        _ready_with_trouble(world, row)
        world.sandbox.switches.licence_expired = False
        world.run()
        assert again(row).standing == Standing.VERIFIED
        assert len(world.sandbox.ledger.entries()) == 1

    def test_an_unknown_series_is_the_connection_s_trouble(self, world: World) -> None:
        world.sandbox.company().series = []
        row = world.hear(order("1001"))
        world.run()
        _ready_with_trouble(world, row)

    def test_a_wrong_token_is_the_connection_s_trouble(self, world: World) -> None:
        world.sandbox.person.change_token()
        row = world.hear(order("1001"))
        world.run()
        _ready_with_trouble(world, row)


def _refuse_the_next(world: World) -> None:
    world.sandbox.refuse("Clientul este blocat pentru facturare.", status=400, match="POST .*/invoice")


def _ready_with_trouble(world: World, row: Order) -> None:
    """Not the order's fault: it stays ready; the connection says what a person must mend."""
    assert world.document().state == State.READY
    assert again(row).standing == Standing.READY
    trouble = Connection.objects.get(pk=world.system.pk).trouble
    assert trouble is not None
    assert trouble["text"]
    assert Alarm.objects.filter(code="CONNECTION", closed_at=None).exists()
    assert world.sandbox.ledger.entries() == ()


LEVELS: dict[str, Callable[[World], Level]] = {
    "route": lambda world: world.route,
    "system": lambda world: world.system,
    "shop": lambda world: world.shop,
    "organisation": lambda world: world.organisation,
}


class TestBrakes:
    @pytest.mark.parametrize("level", LEVELS)
    def test_nothing_is_sent_until_it_is_released(self, world: World, level: str) -> None:
        accounts.pause(LEVELS[level](world), None, "Ana", world.clock.now())
        row = world.hear(order("1001"))
        world.run()
        assert world.document().state == State.READY
        assert "paused" in str(world.document().reason)
        assert world.sandbox.ledger.entries() == ()
        accounts.resume(LEVELS[level](world), world.clock.now())
        world.run()
        assert again(row).standing == Standing.VERIFIED

    def test_the_whole_installation(self, world: World) -> None:
        installation.pause(None, world.clock.now())
        world.hear(order("1001"))
        world.run()
        assert world.document().state == State.READY
        installation.resume()
        world.run()
        assert world.document().state == State.VERIFIED

    def test_a_route_that_is_refused_again_and_again_stops_itself(self, world: World) -> None:
        for number in range(1001, 1013):
            _refuse_the_next(world)
            world.hear(order(str(number)))
            world.run(until=timedelta(minutes=1))
        world.route.refresh_from_db()
        assert world.route.paused_by == MACHINE
        assert Document.objects.filter(state=State.REFUSED).count() == 10
        assert Document.objects.filter(state=State.READY).count() == 2


class TestCurrencies:
    EUR = order("1001", currency="EUR")
    BNR = ExchangeRate("BNR", "EUR", "RON", Decimal("5.0871"), START.date() - timedelta(days=1))

    def test_without_a_rate_it_is_held_until_the_rate_comes(self, world: World) -> None:
        world.settings(rate_source=RateSource.BNR)
        row = world.hear(self.EUR)
        world.run()
        assert again(row).standing == Standing.HELD
        assert any("RATE" in code for code in codes(again(row)))
        rates.keep([self.BNR])
        look_again(world.env)
        world.run()
        assert again(row).standing == Standing.VERIFIED
        draft = world.document().draft
        assert (draft.currency, draft.totals.payable) == ("EUR", Decimal("121.00"))
        assert draft.exchange is not None
        assert draft.exchange.rate == Decimal("5.0871")

    def test_a_document_in_the_company_s_own_currency(self, world: World) -> None:
        world.settings(rate_source=RateSource.BNR, document_currency="RON")
        rates.keep([self.BNR])
        world.hear(self.EUR)
        world.run()
        document = world.document()
        assert document.state == State.VERIFIED
        assert document.currency == "RON"
        assert document.total == Decimal("615.54")
        assert world.sandbox.ledger.entries()[0].total == Decimal("615.54")

    def test_a_rate_of_long_ago_does_not_count(self, world: World) -> None:
        world.settings(rate_source=RateSource.BNR)
        rates.keep([replace(self.BNR, day=START.date() - timedelta(days=30))])
        row = world.hear(self.EUR)
        world.run()
        assert again(row).standing == Standing.HELD


def test_every_order_stands_somewhere(world: World) -> None:
    """Also one that was only heard: the sweep finds what has no moment to be looked at."""
    row = world.hear(order("1001"))
    Order.objects.filter(pk=row.pk).update(look_at=None)
    world.run()
    assert again(row).standing == Standing.NEW
    assert sweep(world.env) == 1
    world.run()
    assert again(row).standing == Standing.VERIFIED


def test_a_quantity_that_is_no_whole_number(world: World) -> None:
    row = world.hear(order("1001", line("1", "30.25", quantity=Quantities(Decimal("2.5")))))
    world.run()
    assert again(row).standing == Standing.VERIFIED
    assert world.sandbox.ledger.entries()[0].total == Decimal("30.25")


class TestOneNumberOfTwoOrders:
    """A plug-in that begins anew every year gives a number twice; a shop that moved gives its orders other ids."""

    def test_another_sale_is_held_until_it_has_a_number_of_its_own(self, world: World) -> None:
        world.hear(order("1", remote_id="500", placed_at=START - timedelta(days=300)))
        world.run()
        row = world.hear(order("1", remote_id="900"))
        world.run()
        assert again(row).standing == Standing.HELD
        assert str(again(row).reason) == (
            "Another order of this shop has the number 1, and its document is FCT 0001. If this is another sale, "
            "give it a number of its own in the shop; if it is the same, close this one."
        )
        world.hear(order("2026-1", remote_id="900"))
        world.run()
        assert again(row).standing == Standing.VERIFIED
        assert len(world.sandbox.ledger.entries()) == 2

    def test_the_same_sale_under_another_id_is_closed(self, world: World) -> None:
        world.hear(order("1", remote_id="500"))
        world.run()
        row = world.hear(order("1", remote_id="900"))
        world.run()
        assert again(row).standing == Standing.CLOSED
        assert len(world.sandbox.ledger.entries()) == 1
