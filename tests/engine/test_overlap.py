"""One document of a series is sent at a time, but what follows a document needs no room in the series."""

import threading
import time
from dataclasses import replace

from tests.engine.test_worker import Gate, started
from tests.support.patience import PATIENCE
from tests.support.world import World, order

from facturier.store.models import Document, State


def test_the_next_document_is_sent_while_one_is_still_being_verified(world: World) -> None:
    gate, stop = Gate("verified written"), threading.Event()
    world.hear(order("1001"))
    world.hear(order("1002"))
    thread = started(replace(world.env, crash=gate.crash), stop)
    try:
        assert gate.reached.wait(PATIENCE)
        until = time.monotonic() + PATIENCE
        while len(world.sandbox.ledger.entries()) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        assert len(world.sandbox.ledger.entries()) == 2
    finally:
        gate.open.set()
        stop.set()
        thread.join(PATIENCE)
    assert Document.objects.filter(state__in=[State.ISSUED, State.VERIFIED]).count() == 2
