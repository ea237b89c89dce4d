"""An invoice that the authority has, or may have, is undone by a credit note alone (Oblio's simulator, which cancels
whatever it is asked to, in this process)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from tests.support import oblio
from tests.support.world import Died, World, order

from facturier.flows import effects
from facturier.flows.ask import ask
from facturier.flows.options import Act, for_document
from facturier.store import installation, transmissions
from facturier.store.models import Alarm, Document, Effect, Transmitted, Wish

SEND = "POST .*/docs/einvoice"
CANCEL = "PUT .*/docs/invoice/cancel"


@pytest.fixture
def spv(transactional_db: None, tmp_path: Path) -> Iterator[World]:
    made = oblio.build(tmp_path)
    made.env = replace(made.env, crash=made.crash)
    made.settings(transmit=True)
    yield made
    installation.identity.cache_clear()


def sell(world: World) -> Document:
    world.hear(order("1001"))
    world.run(until=timedelta(minutes=1))
    return world.document()


def accepted(world: World) -> Document:
    document = sell(world)
    person(world).spv_answers("FCT", document.number, 1)
    world.run(until=timedelta(hours=6))
    assert Transmitted.objects.get().stage == "accepted"
    return document


def person(world: World) -> Any:
    return cast(Any, world.sandbox).person


def cancelled(world: World) -> list[bool]:
    """Of each document in Oblio's book."""
    return [one.cancelled for one in cast(Any, world.sandbox).company().documents]


def sent(world: World) -> list[int]:
    return [one.einvoice for one in cast(Any, world.sandbox).company().documents]


def refused(document: Document, what: Wish.What = Wish.What.CANCEL) -> str:
    """Why a wish of this kind was not granted."""
    held = document.wishes.get(what=what, state=Wish.State.HELD)
    assert Alarm.objects.filter(code="WISH", closed_at=None).exists()
    return str(held.reason)


def test_what_the_authority_accepted_is_not_cancelled(spv: World) -> None:
    document = accepted(spv)
    acts = for_document(spv.env, document)
    assert Act.CANCEL not in acts
    assert {Act.CREDIT, Act.REISSUE} <= acts
    ask(spv.env, document, Wish.What.CANCEL, "Ana")
    spv.run(until=timedelta(hours=1))
    assert "Credit it instead" in refused(document)
    assert cancelled(spv) == [False]


def test_it_is_issued_again_after_a_credit_note(spv: World) -> None:
    document = accepted(spv)
    ask(spv.env, document, Wish.What.REISSUE, "Ana")
    spv.run(until=timedelta(hours=1))
    kinds = list(Document.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["invoice", "credit_note", "invoice"]
    assert cancelled(spv) == [False] * 3
    document.refresh_from_db()
    assert document.retired_at is not None


def test_nor_what_is_on_its_way(spv: World) -> None:
    document = sell(spv)
    assert Transmitted.objects.get().stage == "under_way"
    assert Act.CANCEL not in for_document(spv.env, document)


def test_nor_what_it_may_have(spv: World) -> None:
    """The answer to the sending was lost. It is listened for all the same."""
    spv.sandbox.faults.add("lost_answer", SEND, times=1)
    document = sell(spv)
    assert Effect.objects.get(what="transmit").state == Effect.State.IN_DOUBT
    assert Act.CANCEL not in for_document(spv.env, document)
    ask(spv.env, document, Wish.What.CANCEL, "Ana")
    spv.run(until=timedelta(minutes=1))
    assert "may have it" in refused(document)
    person(spv).spv_answers("FCT", document.number, 1)
    spv.run(until=timedelta(hours=6))
    assert (Transmitted.objects.get().stage, cancelled(spv)) == ("accepted", [False])


@pytest.mark.parametrize("trouble", ["lost answer", "death"])
def test_what_it_does_not_have_is_cancelled_and_does_not_leave_meanwhile(spv: World, trouble: str) -> None:
    """Though it takes a while until it is known to be cancelled."""
    document = unsent(spv)
    assert Act.CANCEL in for_document(spv.env, document)
    ask(spv.env, document, Wish.What.CANCEL, "Ana")
    if trouble == "death":
        spv.crash_at = "cancelled there"
        with pytest.raises(Died):
            spv.tick()
    else:
        spv.sandbox.faults.add("lost_answer", CANCEL, times=1)
    spv.run(until=2 * effects.HORIZON)
    document.refresh_from_db()
    assert document.cancelled_at is not None
    assert (cancelled(spv), sent(spv)) == ([True], [-1])
    assert Effect.objects.get(what="transmit").state == Effect.State.DROPPED


def test_what_was_kept_back_for_a_cancel_that_came_to_nothing_is_sent(spv: World) -> None:
    document = unsent(spv)
    transmissions.keep_back(document, spv.clock.now() + effects.HORIZON)
    spv.clock.advance(effects.HORIZON - timedelta(minutes=1))
    spv.run(until=timedelta())
    assert sent(spv) == [-1]
    spv.run(until=timedelta(minutes=2))
    assert sent(spv) == [0]


def unsent(world: World) -> Document:
    """Verified, and its e-invoice is to be sent at once."""
    world.hear(order("1001"))
    while not Effect.objects.filter(what="transmit").exists():
        world.tick()
    assert (Effect.objects.get(what="transmit").state, sent(world)) == (Effect.State.DUE, [-1])
    return world.document()
