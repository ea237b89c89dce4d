"""An invoice after a proforma, in systems that tell no sum of one: it is looked at before, by its mark."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.support import oblio
from tests.support.world import START, World, build, order

from facturier.drafting.choices import RefundsPolicy
from facturier.drafting.kinds import ByHand
from facturier.flows import by_hand, options, person
from facturier.flows.ask import ask
from facturier.flows.issued import issued_of
from facturier.flows.options import Act
from facturier.flows.reconcile import reconcile_system
from facturier.model.kinds import DocumentKind
from facturier.model.order import Refund
from facturier.ports.errors import Refused
from facturier.sandbox.faults import Trouble
from facturier.store import installation
from facturier.store.models import Alarm, Document, Order, Standing, State, Wish

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


def test_a_proforma_is_not_credited(world: World) -> None:
    """Neither by a person nor by the shop's refund: it would be a negative invoice of nothing (seed 6288)."""
    proforma = Document.objects.get()
    assert Act.CREDIT not in options.for_document(world.env, proforma)
    wanted = ask(world.env, proforma, Wish.What.CREDIT, "Anna", whole=True)
    world.hear(replace(order("1001"), refunds=(Refund("7", START, Decimal("121.00")),)))
    world.run()
    wanted.refresh_from_db()
    assert str(wanted.reason).startswith("PF 0001 is no invoice, so there is nothing to credit.")
    assert [one.kind for one in Document.objects.all()] == [PROFORMA]


def test_what_was_refunded_after_the_proforma_is_credited_of_its_invoice(world: World) -> None:
    world.settings(kind=PROFORMA, series="PF", refunds=RefundsPolicy.INVOICE_PLUS_CREDIT)
    world.hear(replace(order("1001"), refunds=(Refund("7", START, Decimal("121.00")),)))
    world.run()
    assert invoiced(world).state == State.VERIFIED
    assert Document.objects.get(kind=DocumentKind.CREDIT_NOTE).total == Decimal("-121.00")


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


def test_a_proforma_that_is_cancelled_after_its_invoice_leaves_the_order_as_it_is(world: World) -> None:
    invoiced(world)
    wanted = ask(world.env, Document.objects.get(kind=PROFORMA), Wish.What.CANCEL, "Anna")
    world.run()
    wanted.refresh_from_db()
    assert (wanted.state, Order.objects.get().standing) == (Wish.State.DONE, Standing.VERIFIED)


def test_a_proforma_that_was_deleted_after_its_invoice_can_be_said_to_be_gone(world: World) -> None:
    """Somebody tidied up; the order has its invoice all the same."""
    invoice = invoiced(world)
    deleted(world)
    proforma = Document.objects.get(kind=PROFORMA)
    assert options.for_document(world.env, proforma) == {Act.VIEW, Act.GONE}
    person.gone(world.env, proforma.pk, "Anna", "tidied up")
    world.run()
    assert Order.objects.get().standing == Standing.VERIFIED
    invoice.refresh_from_db()
    assert (invoice.state, invoice.retired_at) == (State.VERIFIED, None)
    assert options.for_document(world.env, Document.objects.get(kind=PROFORMA)) == {Act.VIEW}


def test_an_order_whose_invoice_is_cancelled_is_closed_beside_its_proforma(world: World) -> None:
    ask(world.env, invoiced(world), Wish.What.CANCEL, "Anna")
    world.run()
    assert Order.objects.get().standing == Standing.CLOSED


@pytest.mark.parametrize("what", [Wish.What.CANCEL, Wish.What.CREDIT])
@pytest.mark.parametrize("mentions", ["sent", "copied"])
def test_its_invoice_is_undone_although_it_shows_the_mark_of_the_proforma(
    transactional_db: None, tmp_path: Path, mentions: str, what: Wish.What
) -> None:
    """Oblio may copy what the proforma says onto the invoice, and that onto its storno."""
    world = oblio.build(tmp_path, derived_mentions=mentions)
    world.settings(kind=PROFORMA, series="PF")
    world.hear(order("1001"))
    world.run()
    invoice = invoiced(world)
    wanted = ask(world.env, invoice, what, "Anna", whole=True)
    world.run()
    reconcile_system(world.env, world.system.pk)
    wanted.refresh_from_db()
    told = [str(one.message) for one in Alarm.objects.filter(closed_at=None)]
    assert (wanted.state, told) == (Wish.State.DONE, [])
    if credit := Document.objects.filter(original=invoice).first():
        with pytest.raises(Refused, match=r"may be this one|is there"):
            person.gone(world.env, credit.pk, "Anna", "I think so")
    installation.identity.cache_clear()
