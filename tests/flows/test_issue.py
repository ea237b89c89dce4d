"""An order becomes exactly one invoice."""

from decimal import Decimal

from tests.support.world import World, line, order

from facturier.store.models import Standing, State


def test_an_order_becomes_one_verified_invoice(world: World) -> None:
    world.hear(order("1001", line("1", "121.00"), line("2", "11.10", "11")))
    world.run()
    document = world.document()
    assert document.state == State.VERIFIED
    assert (document.series, document.number) == ("FCT", "0001")
    assert document.order.standing == Standing.VERIFIED
    entries = world.sandbox.ledger.entries()
    assert [(entry.number, entry.total) for entry in entries] == [("0001", Decimal("132.10"))]
    assert document.reference in entries[0].mentions
