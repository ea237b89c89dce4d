"""An invoice after a proforma, in systems that tell no sum of one: it is looked at before, by its mark."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support import oblio
from tests.support.world import World, build, order

from facturier.drafting.kinds import ByHand
from facturier.flows import by_hand, person
from facturier.flows.issued import issued_of
from facturier.model.kinds import DocumentKind
from facturier.ports.errors import Refused
from facturier.sandbox.faults import Trouble
from facturier.store import installation
from facturier.store.models import Document, Order, State

PROFORMA, INVOICE = DocumentKind.PROFORMA, DocumentKind.INVOICE


@pytest.fixture(params=[build, oblio.build], ids=["smartbill", "oblio"])
def world(transactional_db: None, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    made: World = request.param(tmp_path)
    made.settings(kind=PROFORMA, series="PF")
    made.hear(order("1001"))
    made.run()
    assert Document.objects.get().state == State.VERIFIED
    yield made
    installation.identity.cache_clear()


def invoiced(world: World) -> Document:
    by_hand.send(world.env, Order.objects.get(number="1001"), ByHand(INVOICE, "FCT"), "Anna")
    world.run()
    return Document.objects.get(kind=INVOICE)


def deleted(world: World) -> None:
    """Somebody deletes the proforma in the system."""
    world.env.system(world.system, []).delete(issued_of(Document.objects.get(kind=PROFORMA)))


def test_it_is_made_out_of_the_proforma_that_is_there(world: World) -> None:
    invoice = invoiced(world)
    assert (invoice.state, invoice.made_from) == (State.VERIFIED, Document.objects.get(kind=PROFORMA))
    with pytest.raises(Refused, match="is there"):
        person.gone(world.env, Document.objects.get(kind=PROFORMA).pk, "Anna", "I think so")


def test_it_waits_while_the_paper_of_the_proforma_cannot_be_read(world: World) -> None:
    world.sandbox.faults.add(Trouble.HTML_BODY, match="estimate/pdf|/docs/proforma$", times=1)
    assert invoiced(world).state == State.VERIFIED


def test_a_proforma_that_was_deleted_is_told(world: World) -> None:
    deleted(world)
    invoice = invoiced(world)
    assert invoice.state == State.HELD
    assert invoice.reason is not None
    assert "was deleted" in invoice.reason.render()


def test_another_proforma_under_its_number_is_not_invoiced(world: World) -> None:
    """Its number was free again."""
    deleted(world)
    world.hear(order("1002"))
    world.run()
    assert invoiced(world).state == State.HELD
