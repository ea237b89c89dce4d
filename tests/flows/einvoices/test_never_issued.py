"""What the authority refused was never issued: no credit note of it is made or sent; one sale keeps one document."""

from datetime import timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace
from tests.support.cloud import cloud, order
from tests.support.einvoices import NUMBERING, Make, answers, discard, refused, sell, sending, times
from tests.support.world import World

from facturier.flows import effects, person, transmit_asked
from facturier.flows.ask import ask
from facturier.flows.options import Act, for_document, for_order
from facturier.model.order import Refund, RefundLine
from facturier.store import effects as planned
from facturier.store.models import Alarm, Document, Effect, Wish
from facturier.systems.fattureincloud.sandbox import einvoice

HOUR = timedelta(hours=1)


def refund(world: World) -> None:
    lines = (RefundLine("1", Decimal(1), Decimal("121.00")),)
    world.hear(replace(order("1001"), refunds=(Refund("r1", world.clock.now(), Decimal("121.00"), lines),)))
    world.run(until=timedelta(seconds=5))


def types(world: World) -> list[str]:
    return [one["type"] for one in cloud(world).company().documents.values()]


@pytest.mark.parametrize("what", [Wish.What.CREDIT, Wish.What.REISSUE])
def test_neither_credit_nor_a_second_invoice(world: World, what: Wish.What) -> None:
    document = refused(world)
    acts = for_document(world.env, document)
    assert not {Act.CREDIT, Act.REISSUE} & acts
    assert Act.GONE in acts
    assert Act.CORRECT in for_order(document.order)
    made = ask(world.env, document, what, "Ana", "why", whole=True)
    world.run(until=HOUR)
    made.refresh_from_db()
    assert made.state == Wish.State.HELD
    assert "never issued" in str(made.reason)
    assert "Correct it and send it again" in str(made.reason)
    assert types(world) == ["invoice"]


def test_a_refund_of_the_shop_waits_until_the_invoice_went_through(world: World) -> None:
    document = refused(world)
    refund(world)
    assert types(world) == ["invoice"]
    assert Wish.objects.get().state == Wish.State.HELD
    transmit_asked.again(world.env, document, "Ana")
    world.run(until=timedelta(minutes=1))
    assert types(world) == ["invoice"]
    answers(world, "sent")
    world.run(until=2 * HOUR)
    assert types(world) == ["invoice", "credit_note"]
    assert not Alarm.objects.filter(closed_at=None).exists()


def test_a_credit_note_made_before_the_refusal_is_not_sent(world: World) -> None:
    document = sell(world, timedelta(minutes=1))
    answers(world, "sent")
    world.sandbox.faults.add("error_503", "GET .*/xml_verify", times=1)
    refund(world)
    assert types(world) == ["invoice", "credit_note"]
    note = document.corrections.get()
    sent = Effect.objects.get(what=planned.TRANSMIT, document=note)
    assert sent.state == Effect.State.DUE
    discard(world)
    effects.run(world.env, Effect.objects.get(what=planned.FOLLOW, document=document).pk)
    world.run(until=2 * HOUR)
    sent.refresh_from_db()
    assert (sent.state, times(world)) == (Effect.State.HELD, 1)
    assert "never issued" in str(sent.reason)


def held_by_the_check(world: World, monkeypatch: pytest.MonkeyPatch) -> Document:
    errors = einvoice._errors
    spoilt = lambda one: ["00400"] if one["type"] == "invoice" else errors(one)  # noqa: E731
    monkeypatch.setattr(einvoice, "_errors", spoilt)
    document = sell(world, timedelta(minutes=1))
    refund(world)
    monkeypatch.undo()
    return document


def test_a_credit_note_of_what_was_never_sent_waits_for_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = held_by_the_check(world, monkeypatch)
    world.run(until=HOUR)
    assert types(world) == ["invoice", "credit_note"]
    waits = sending()
    assert (waits.document.kind, waits.state, times(world)) == ("credit_note", Effect.State.DUE, 0)
    assert "It waits until the e-invoice of" in str(waits.reason)
    effects.again(world.env, Effect.objects.get(document=document, what=planned.TRANSMIT), "Ana")
    world.run(until=HOUR)
    assert times(world) == 1
    answers(world, "sent")
    world.run(until=timedelta(days=1))
    assert times(world) == 2
    waits.refresh_from_db()
    assert (waits.state, waits.reason) == (Effect.State.DONE, None)


def test_a_credit_note_of_what_was_deleted_unsent_is_not_sent(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = held_by_the_check(world, monkeypatch)
    Document.objects.filter(pk=document.pk).update(gone_at=world.clock.now())
    world.run(until=timedelta(days=1))
    assert (sending().state, times(world)) == (Effect.State.HELD, 0)
    assert "deleted or cancelled before its e-invoice" in str(sending().reason)


def test_a_credit_note_does_not_wait_for_what_was_never_to_be_sent(make_world: Make) -> None:
    world = make_world(transmit=False)
    sell(world, timedelta(minutes=1))
    world.settings(transmit=True)
    refund(world)
    assert (sending().document.kind, sending().state) == ("credit_note", Effect.State.DONE)


def test_what_was_deleted_there_is_issued_anew_and_is_the_only_one(world: World) -> None:
    document = refused(world)
    cloud(world).person.delete_last(NUMBERING)
    person.gone(world.env, document.pk, "Ana", "the sale goes under a new number")
    ask(world.env, Document.objects.get(pk=document.pk), Wish.What.REISSUE, "Ana", "anew")
    world.run(until=HOUR)
    assert types(world) == ["invoice"]
    assert Document.objects.filter(retired_at=None).count() == 1
    assert Document.objects.count() == 2
