"""Several people want something of one document before any of it is done: each wish ends, and a person sees how."""

from decimal import Decimal
from itertools import permutations

import pytest
from tests.support.world import World, order

from facturier.flows.ask import ask
from facturier.store import journal
from facturier.store.models import Alarm, Document, State, Wish

WANTED = (
    *permutations(("cancel", "credit", "reissue")),
    ("cancel", "cancel", "credit"),
    ("reissue", "cancel", "cancel"),
    ("reissue", "reissue", "credit"),
)


@pytest.mark.parametrize("wanted", WANTED, ids=", ".join)
def test_each_wish_ends(world: World, wanted: tuple[str, ...]) -> None:
    world.hear(order("1001"))
    world.run()
    document = Document.objects.get()
    asked = [
        ask(world.env, document, Wish.What(what), who, "a click", f"{who}-{what}")
        for who, what in zip(("Ana", "Bogdan", "Dana"), wanted, strict=True)
    ]
    world.run()
    document.refresh_from_db()
    for one in asked:
        one.refresh_from_db()
        assert one.state in (Wish.State.DONE, Wish.State.HELD), f"{one.by} waits for the {one.what}"
        told = Alarm.objects.filter(code="WISH", closed_at=None, subject=journal.subject(one)).exists()
        assert told or one.state == Wish.State.DONE or document.retired_at, f"{one.by} does not see why"
    charged = sum(entry.total for entry in world.sandbox.ledger.entries() if entry.stands)
    assert charged in (Decimal(0), document.total)
    for row in Document.objects.all():
        assert row.state in (State.VERIFIED, State.WITHDRAWN)
