"""A buyer corrected on the order goes onto the refused e-invoice before it is sent again: number, date and sums stay
(Fatture in Cloud's simulator in this process)."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from tests.support.cloud import cloud, order
from tests.support.einvoices import NUMBERING, Make, refused, sending, times
from tests.support.world import Died, World

from facturier.flows import cure, effects, transmit_asked
from facturier.flows.amend import proposed
from facturier.ports.errors import Refused
from facturier.store import effects as planned
from facturier.store.models import Alarm, AuditEvent, Document, Effect, State

CHANGE = "PUT .*/issued_documents/.*"
LOST = ["lost_answer", "cut_body", "empty_body", "html_body", "error_after", "lost_request", "late_commit"]
CODE = "ABC1234"


def correct(world: World, **values: str) -> None:
    fields = {f"buyer.{name}".replace("__", "."): value for name, value in values.items()}
    cure.cure(world.env, world.document().order, fields, "Ana")


def there(world: World) -> dict[str, Any]:
    """The only document that Fatture in Cloud has."""
    (found,) = cloud(world).company().documents.values()
    return found


def put_right(world: World, until: timedelta = timedelta(minutes=1)) -> Document:
    transmit_asked.again(world.env, world.document(), "Ana", amended=True)
    world.run(until=until)
    return world.document()


@pytest.mark.parametrize(
    "switches", [{}, {"put_entity": "merged"}, {"put_reopens": True}], ids=["replaced", "merged", "reopened"]
)
def test_a_correction_goes_onto_the_document_and_then_to_sdi(
    make_world: Make, switches: dict[str, Any]
) -> None:
    world = make_world(switches=switches)
    before, was = refused(world), dict(there(world))
    correct(world, recipient_code=CODE, address__street="Via Nuova 7")
    after = put_right(world)
    now = there(world)
    assert (times(world), sending().state) == (2, Effect.State.DONE)
    assert (now["entity"]["ei_code"], now["entity"]["address_street"]) == (CODE, "Via Nuova 7")
    assert now["entity"]["tax_code"] == was["entity"]["tax_code"]
    for kept in ("number", "date", "numeration", "amount_gross", "amount_net", "items_list", "subject"):
        assert now[kept] == was[kept]
    assert (after.number, after.issued_on, after.total) == (before.number, before.issued_on, before.total)
    assert after.draft.buyer.recipient_code == CODE
    assert Document.objects.count() == 1


def test_what_was_emptied_is_empty_there(make_world: Make) -> None:
    world = make_world(switches={"put_entity": "merged"})
    refused(world)
    there(world)["entity"]["certified_email"] = "old@pec.it"
    correct(world, recipient_code=CODE)
    put_right(world)
    assert not there(world)["entity"]["certified_email"]


def test_the_shop_s_own_correction_goes_the_same_way(world: World) -> None:
    document = refused(world)
    facts = order("1001")
    world.hear(replace(facts, buyer=replace(facts.buyer, recipient_code=CODE)))
    world.run(until=timedelta(minutes=1))
    assert not Alarm.objects.filter(code="EDITED-AFTER-ISSUE", closed_at=None).exists()
    assert proposed(world.document()) is not None
    put_right(world, timedelta(hours=1))
    assert there(world)["entity"]["ei_code"] == CODE
    assert proposed(world.document()) is None
    assert world.document().revision != document.revision
    assert not Alarm.objects.filter(closed_at=None).exists()


def test_it_is_in_the_journal_without_the_buyer_s_own_words(world: World) -> None:
    refused(world)
    correct(world, recipient_code=CODE)
    document = put_right(world)
    told = [
        one.message.render()
        for one in AuditEvent.objects.filter(subject=f"document:{document.pk}", actor="Ana")
    ]
    assert [one for one in told if "(recipient_code)" in one]
    assert not [one for one in told if CODE in one]


def test_its_pdf_is_fetched_anew(world: World) -> None:
    refused(world)
    correct(world, recipient_code=CODE)
    put_right(world)
    assert Effect.objects.filter(what=planned.PDF, state=Effect.State.DONE).count() == 2


@pytest.mark.parametrize("trouble", LOST)
def test_a_lost_answer_writes_it_once_and_sends_it_once(world: World, trouble: str) -> None:
    refused(world)
    correct(world, recipient_code=CODE)
    later = {"seconds": 120} if trouble == "late_commit" else {}
    world.sandbox.faults.add(trouble, CHANGE, times=1, **later)
    put_right(world, timedelta(hours=2))
    assert there(world)["entity"]["ei_code"] == CODE
    assert (times(world), sending().state) == (2, Effect.State.DONE)


def test_a_worker_who_dies_after_it_sends_nothing_twice(world: World) -> None:
    refused(world)
    correct(world, recipient_code=CODE)
    transmit_asked.again(world.env, world.document(), "Ana", amended=True)
    world.crash_at = "amended there"
    with pytest.raises(Died):
        world.run(until=timedelta(minutes=1))
    world.run(until=timedelta(hours=2))
    assert (times(world), sending().state) == (1, Effect.State.HELD)
    effects.again(world.env, sending(), "Ana")
    world.run(until=timedelta(hours=1))
    assert (times(world), sending().state) == (2, Effect.State.DONE)
    assert world.document().draft.buyer.recipient_code == CODE


def test_what_somebody_sent_meanwhile_is_neither_changed_nor_sent(world: World) -> None:
    document = refused(world)
    correct(world, recipient_code=CODE)
    cloud(world).person.transmit(document.number, numeration=NUMBERING)
    put_right(world, timedelta(hours=1))
    assert there(world)["entity"]["ei_code"] != CODE
    assert (times(world), sending().state) == (2, Effect.State.DONE)
    assert world.document().draft.buyer.recipient_code != CODE


def test_nothing_is_sent_where_something_else_became_another(world: World) -> None:
    refused(world)
    correct(world, recipient_code=CODE)
    there(world)["date"] = "2026-11-01"
    put_right(world, timedelta(hours=1))
    assert (times(world), sending().state) == (1, Effect.State.HELD)
    assert "is not as it was" in str(sending().reason)


def test_what_the_check_found_is_corrected_too(world: World) -> None:
    """It is held before it goes to SdI; a correction goes with the next try."""
    refused(world)
    there(world)["entity"]["ei_code"] = ""
    transmit_asked.again(world.env, world.document(), "Ana")
    world.run(until=timedelta(minutes=1))
    assert sending().state == Effect.State.HELD
    correct(world, recipient_code=CODE)
    put_right(world)
    assert (times(world), sending().state) == (2, Effect.State.DONE)


def test_not_without_a_correction_nor_with_a_country_of_other_vat(world: World) -> None:
    refused(world)
    with pytest.raises(Refused, match="very buyer"):
        transmit_asked.again(world.env, world.document(), "Ana", amended=True)
    correct(world, address__country="DE")
    with pytest.raises(Refused):
        transmit_asked.again(world.env, world.document(), "Ana", amended=True)
    world.run(until=timedelta(hours=1))
    assert times(world) == 1
    assert world.document().state == State.VERIFIED
