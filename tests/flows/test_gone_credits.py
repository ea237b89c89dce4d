"""A credit note that somebody deleted in the system: what it had credited stands again, and counts as before."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from tests.support.cloud import build, cloud
from tests.support.cloud import order as cloud_order
from tests.support.oblio import build as in_oblio
from tests.support.world import START, World, line, order

from facturier.flows import person
from facturier.flows.ask import ask
from facturier.flows.options import Act, for_document, for_order
from facturier.flows.reconcile import reconcile_system
from facturier.model.order import Quantities, Refund, RefundLine
from facturier.ports.errors import Refused
from facturier.store import accounts, installation
from facturier.store.models import Alarm, Document, Order, Standing, State, Wish

LINES = (line("1", "242.00", quantity=Quantities(Decimal(2))), line("2", "11.10", "11"))


@pytest.fixture
def invoice(world: World) -> Document:
    world.hear(order("1001", *LINES))
    world.run()
    document = world.document()
    assert document.state == State.VERIFIED
    return document


def asked(world: World, document: Document, what: str, **facts: Any) -> Wish:
    wish = ask(world.env, document, Wish.What(what), "Ana", **facts)
    world.run()
    wish.refresh_from_db()
    document.refresh_from_db()
    return wish


def credited(world: World, invoice: Document) -> Document:
    asked(world, invoice, "credit", whole=True)
    assert invoice.retired_at is not None
    return Document.objects.get(original=invoice)


def deleted(world: World, credit: Document) -> None:
    """Somebody deletes it in the system, and says so."""
    world.sandbox.person.delete_last("FCT")
    gone(world, credit)


def gone(world: World, credit: Document) -> None:
    person.gone(world.env, credit.pk, "Ana", "the customer keeps the goods")
    world.run()


def standing(world: World) -> list[Decimal]:
    return [entry.total for entry in world.sandbox.ledger.entries() if entry.stands]


def alarms() -> list[tuple[str, str]]:
    return sorted(Alarm.objects.filter(closed_at=None).values_list("code", "subject"))


def test_its_invoice_stands_again_and_is_not_issued_a_second_time(world: World, invoice: Document) -> None:
    credit = credited(world, invoice)
    world.sandbox.person.delete_last("FCT")
    reconcile_system(world.env, world.system.pk)
    assert alarms() == [("GONE", f"document:{credit.pk}")]
    assert Act.GONE in for_document(world.env, credit)
    world.clock.sleep(60)
    gone(world, credit)
    invoice.refresh_from_db()
    assert (invoice.credited, invoice.retired_at) == (Decimal(0), None)
    assert Order.objects.get().standing == Standing.VERIFIED
    assert alarms() == []
    assert for_document(world.env, invoice) == {Act.VIEW, Act.CANCEL, Act.CREDIT, Act.REISSUE, Act.GONE}
    assert asked(world, invoice, "reissue").state == Wish.State.DONE
    assert standing(world) == [Decimal("253.10")]


def test_its_invoice_can_be_credited_again(world: World, invoice: Document) -> None:
    deleted(world, credited(world, invoice))
    assert asked(world, invoice, "credit", whole=True).state == Wish.State.DONE
    assert invoice.credited == invoice.total


def test_in_a_system_that_knows_it_by_a_key_too(transactional_db: None, tmp_path: Path) -> None:
    world = build(tmp_path, [])
    world.hear(cloud_order("1001"))
    world.run()
    invoice = Document.objects.get()
    credit = credited(world, invoice)
    cloud(world).person.delete_last("/A", type="credit_note")
    gone(world, credit)
    asked(world, invoice, "reissue")
    assert [one["type"] for one in cloud(world).company().documents.values()].count("invoice") == 2
    assert [one.retired_at is None for one in Document.objects.filter(original=None).order_by("pk")] == [
        False,
        True,
    ]
    installation.identity.cache_clear()


def test_one_that_was_never_counted_leaves_what_was_credited_as_it_is(
    world: World, invoice: Document
) -> None:
    """It was deleted before its total could be compared."""
    refund = Refund(
        "9", START, Decimal("11.10"), (RefundLine("2", Decimal(1), Decimal("11.10"), Decimal("1.10")),)
    )
    world.hear(order("1001", *LINES, refunds=(refund,)))
    world.run()
    ask(world.env, invoice, Wish.What.CREDIT, "Ana", whole=True)
    while not Document.objects.filter(original=invoice, state=State.ISSUED).exists():
        assert world.tick()
    world.sandbox.person.delete_last("FCT")
    world.run()
    credit = Document.objects.get(original=invoice, state=State.DISPUTED)
    assert for_document(world.env, credit) == {Act.GONE}
    gone(world, credit)
    invoice.refresh_from_db()
    assert (invoice.credited, invoice.retired_at) == (Decimal("11.10"), None)
    assert asked(world, invoice, "credit", whole=True).state == Wish.State.DONE
    assert invoice.retired_at is not None


def test_nothing_is_issued_in_its_place_before_anybody_has_noticed(world: World, invoice: Document) -> None:
    """The books are compared once an hour; what is issued again is sent at once."""
    credit = credited(world, invoice)
    world.sandbox.person.delete_last("FCT")
    asked(world, invoice, "reissue")
    second = Document.objects.get(ordinal=2)
    assert second.state == State.HELD
    assert "so what it credited stands" in str(second.reason)
    assert ("GONE", f"document:{credit.pk}") in alarms()
    gone(world, credit)
    second.refresh_from_db()
    invoice.refresh_from_db()
    assert (second.state, invoice.retired_at, standing(world)) == (
        State.WITHDRAWN,
        None,
        [Decimal("253.10")],
    )


def test_one_that_is_cancelled_there_credits_nothing_either(transactional_db: None, tmp_path: Path) -> None:
    world = in_oblio(tmp_path)
    world.hear(order("1001", *LINES))
    world.run()
    invoice = Document.objects.get()
    credit = credited(world, invoice)
    world.sandbox.person.cancel("FCT", credit.number)
    reconcile_system(world.env, world.system.pk)
    assert alarms() == [("GONE", f"document:{credit.pk}")]
    gone(world, credit)
    invoice.refresh_from_db()
    assert (invoice.credited, invoice.retired_at, alarms()) == (Decimal(0), None, [])
    assert asked(world, invoice, "reissue").state == Wish.State.DONE
    entries = world.sandbox.ledger.entries()
    assert [one.total for one in entries if not one.cancelled] == [Decimal("253.10")]
    installation.identity.cache_clear()


def test_it_is_said_once(world: World, invoice: Document) -> None:
    credit = credited(world, invoice)
    deleted(world, credit)
    with pytest.raises(Refused, match="nothing left to undo"):
        gone(world, credit)
    invoice.refresh_from_db()
    assert invoice.credited == 0


def test_what_was_to_be_issued_in_its_place_is_not(world: World, invoice: Document) -> None:
    """It waited for somebody to end a pause, so the first is the only invoice of the sale."""
    credit = credited(world, invoice)
    accounts.pause(world.route, None, "Ana", world.clock.now())
    asked(world, invoice, "reissue")
    second = Document.objects.get(ordinal=2)
    assert second.state == State.READY
    deleted(world, credit)
    accounts.resume(world.route, world.clock.now())
    world.run()
    second.refresh_from_db()
    invoice.refresh_from_db()
    assert (second.state, invoice.retired_at) == (State.WITHDRAWN, None)
    assert Order.objects.get().standing == Standing.VERIFIED
    assert standing(world) == [Decimal("253.10")]


def test_an_order_that_waits_to_be_issued_again_does_not_any_more(world: World, invoice: Document) -> None:
    """Its new lines cannot be invoiced, so no second invoice was even begun."""
    credit = credited(world, invoice)
    world.hear(order("1001", *LINES, line("3", "5.00", kind="unknown")))
    wish = asked(world, invoice, "reissue")
    assert (wish.state, Order.objects.get().standing) == (Wish.State.WAITING, Standing.HELD)
    deleted(world, credit)
    wish.refresh_from_db()
    assert (wish.state, Order.objects.get().standing) == (Wish.State.HELD, Standing.VERIFIED)
    assert ("WISH", f"wish:{wish.pk}") in alarms()


def test_its_refund_is_credited_anew_when_a_person_asks_for_that(world: World, invoice: Document) -> None:
    lines = (RefundLine("2", Decimal(1), Decimal("11.10"), Decimal("1.10")),)
    heard = order("1001", *LINES, refunds=(Refund("9", START, Decimal("11.10"), lines),))
    world.hear(heard)
    world.run()
    deleted(world, Document.objects.get(original=invoice))
    world.hear(replace(heard, note="once more"))
    world.run()
    assert standing(world) == [Decimal("253.10")]
    assert asked(world, invoice, "credit", click="refund:9", refund="9").state == Wish.State.DONE
    assert (invoice.credited, standing(world)) == (Decimal("11.10"), [Decimal("253.10"), Decimal("-11.10")])


class TestWhereASecondInvoiceStandsByNow:
    """Both are told of, and may be undone; whichever it is, the other one is the document of the sale."""

    @pytest.fixture
    def second(self, world: World, invoice: Document) -> Document:
        credit = credited(world, invoice)
        asked(world, invoice, "reissue")
        self._delete(world, credit)
        gone(world, credit)
        invoice.refresh_from_db()
        assert alarms() == [("DUPLICATE", f"document:{invoice.pk}/beside")]
        assert Act.CREDIT in for_document(world.env, invoice)
        return Document.objects.get(ordinal=2, original=None)

    def _delete(self, world: World, credit: Document) -> None:
        """It is not the last any more: whoever deletes it renumbers it first."""
        world.sandbox.person.renumber("FCT", credit.number, 20)
        world.sandbox.person.delete_last("FCT")

    def test_the_first_is_undone(self, world: World, invoice: Document, second: Document) -> None:
        assert asked(world, invoice, "cancel").state == Wish.State.DONE
        second.refresh_from_db()
        assert (second.retired_at, alarms()) == (None, [])
        assert Order.objects.get().standing == Standing.VERIFIED

    def test_what_was_undone_is_not_issued_again_beside_the_first(
        self, world: World, invoice: Document, second: Document
    ) -> None:
        asked(world, second, "cancel")
        wish = asked(world, second, "reissue")
        assert (wish.state, str(wish.reason)) == (
            Wish.State.HELD,
            f"{invoice} stands again, so nothing is issued in its place.",
        )
        assert standing(world) == [Decimal("253.10")]

    def test_the_second_is_undone(self, world: World, invoice: Document, second: Document) -> None:
        assert asked(world, second, "cancel").state == Wish.State.DONE
        invoice.refresh_from_db()
        assert (invoice.retired_at, alarms()) == (None, [])
        assert Order.objects.get().standing == Standing.VERIFIED
        assert standing(world) == [Decimal("253.10")]


def test_nothing_more_is_offered_for_it(world: World, invoice: Document) -> None:
    credit = credited(world, invoice)
    deleted(world, credit)
    credit.refresh_from_db()
    assert Act.GONE not in for_document(world.env, credit)
    assert for_order(Order.objects.get()) == frozenset()


def in_doubt(world: World, invoice: Document) -> Document:
    """What is issued in its place, and does not arrive; meanwhile the credit note is deleted."""
    credit = credited(world, invoice)
    world.sandbox.faults.add("lost_request", match="POST .*/(v2|issued_documents)$", times=1)
    ask(world.env, invoice, Wish.What.REISSUE, "Ana")
    world.run(until=timedelta())
    where = {"fattureincloud": ("/A", {"type": "credit_note"})}.get(invoice.connector, ("FCT", {}))
    world.sandbox.person.delete_last(where[0], **where[1])
    person.gone(world.env, credit.pk, "Ana", "the customer keeps the goods")
    second = Document.objects.get(ordinal=2)
    assert (second.state, alarms()) == (State.IN_DOUBT, [("DUPLICATE", f"document:{invoice.pk}/beside")])
    world.run()
    return second


def made_place(invoice: Document, second: Document) -> None:
    invoice.refresh_from_db()
    second.refresh_from_db()
    assert (second.state, invoice.retired_at, alarms()) == (State.WITHDRAWN, None, [])
    assert Order.objects.get().standing == Standing.VERIFIED


def test_what_is_proved_absent_in_its_place_is_not_sent_again(transactional_db: None, tmp_path: Path) -> None:
    """One sale had two invoices, although it was known by then that the first one stands."""
    world = build(tmp_path, [])
    world.hear(cloud_order("1001"))
    world.run()
    invoice = Document.objects.get()
    made_place(invoice, in_doubt(world, invoice))
    assert [one["type"] for one in cloud(world).company().documents.values()] == ["invoice"]
    installation.identity.cache_clear()


def test_what_a_person_says_does_not_exist_in_its_place_is_not_sent_again(
    world: World, invoice: Document
) -> None:
    second = in_doubt(world, invoice)
    person.does_not_exist(world.env, second.pk, "Ana", "I looked")
    world.run()
    made_place(invoice, second)
    assert standing(world) == [Decimal("253.10")]


def test_what_is_withdrawn_in_its_place_makes_room(world: World, invoice: Document) -> None:
    """Nobody has looked at it since it was said not to exist."""
    second = in_doubt(world, invoice)
    person.does_not_exist(world.env, second.pk, "Ana", "I looked")
    person.cancel_unsent(world.env, second.pk, "Ana")
    made_place(invoice, second)
