"""Order documents beside invoices, and the invoice made out of one: stock moves once, whatever gets lost."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from tests.support.cloud import build, cloud, order
from tests.support.world import START, Died, World, line

from facturier.drafting.choices import Unasked
from facturier.drafting.kinds import ByHand
from facturier.drafting.settings import PaymentMap, Selection
from facturier.flows import by_hand, person
from facturier.model.kinds import DocumentKind
from facturier.model.order import Order as OrderFacts
from facturier.model.order import OrderState, Payment
from facturier.store import installation
from facturier.store.models import Alarm, Document, Order, State
from facturier.systems.fattureincloud.sandbox.products import current

Make = Callable[..., World]
CUP = 5001
CREATE = "POST .*/issued_documents"
CARD = PaymentMap("card", type="PayPal MP08 [6]", record=True, account="PayPal [3]")


@pytest.fixture
def make_world(transactional_db: None, tmp_path: Path) -> Iterator[Make]:
    def make(**settings: Any) -> World:
        return build(tmp_path, [], **{"unasked": Unasked.ORDER, "use_stock": True, **settings})

    yield make
    installation.identity.cache_clear()


@pytest.fixture
def world(make_world: Make) -> World:
    return make_world()


def cups(world: World) -> Decimal:
    """What is left of a hundred."""
    return current(cloud(world).company(), CUP, cloud(world).switches)


def there(world: World) -> list[str]:
    return [one["type"] for one in cloud(world).company().documents.values()]


def kinds() -> list[tuple[str, str]]:
    return list(Document.objects.order_by("pk").values_list("kind", "state"))


def unasked(world: World, **parts: Any) -> OrderFacts:
    facts = order("1001", invoice_asked=False, **parts)
    world.hear(facts)
    world.run()
    return facts


def test_who_asked_for_no_invoice_gets_an_order_document_and_stock_moves_with_it(world: World) -> None:
    unasked(world)
    world.hear(order("1002", invoice_asked=True))
    world.run()
    assert there(world) == ["order", "invoice"]
    assert [str(one) for one in Document.objects.order_by("pk")] == ["/A/2026 (ordine) 1", "/A/2026 1"]
    assert cups(world) == 98
    assert set(Order.objects.values_list("standing", flat=True)) == {"verified"}


def test_by_default_everybody_gets_the_routes_document(make_world: Make) -> None:
    world = make_world(unasked=Unasked.SAME)
    unasked(world)
    assert there(world) == ["invoice"]


def test_an_order_waits_while_the_shop_does_not_say_whether_an_invoice_was_asked_for(world: World) -> None:
    world.hear(order("1001"))
    world.run()
    assert there(world) == []
    assert Order.objects.get().standing == "waiting"


def test_only_paid_orders_become_order_documents_where_the_route_says_so(make_world: Make) -> None:
    world = make_world(selection=Selection(only_paid=True))
    facts = unasked(world)
    assert there(world) == []
    world.hear(replace(facts, payment=Payment(method="banktransfer", paid=Decimal("121.00"))))
    world.run()
    assert there(world) == ["order"]


def test_an_invoice_that_is_asked_for_later_is_made_out_of_the_order_document(world: World) -> None:
    facts = unasked(world)
    world.hear(replace(facts, invoice_asked=True))
    world.run()
    assert kinds() == [("order", State.VERIFIED), ("invoice", State.VERIFIED)]
    first, second = Document.objects.order_by("pk")
    assert second.made_from == first
    company = cloud(world).company()
    assert company.made_of == {int(second.remote_id): [int(first.remote_id)]}
    assert [line["stock"] for one in company.documents.values() for line in one["items_list"]] == [
        True,
        False,
    ]
    assert cups(world) == 99
    assert not Alarm.objects.filter(closed_at=None).exists()
    assert Order.objects.get().standing == "verified"


@pytest.mark.parametrize("trouble", ["lost_answer", "lost_request", "late_commit"])
@pytest.mark.parametrize("which", [1, 2])
def test_stock_moves_once_although_an_answer_is_lost(world: World, trouble: str, which: int) -> None:
    """Of the order document, or of the invoice; the buyer asks while nobody knows yet."""
    facts = order("1001", invoice_asked=False)
    if which == 2:
        world.hear(facts)
        world.run()
    cloud(world).faults.add(trouble, CREATE, times=1)
    world.hear(replace(facts, invoice_asked=which == 2))
    world.run(timedelta(seconds=2))
    world.hear(replace(facts, invoice_asked=True))
    world.run(timedelta(hours=4))
    assert Document.objects.get(kind="invoice").state == State.VERIFIED
    assert there(world).count("invoice") == 1
    assert there(world).count("order") <= 1
    assert cups(world) == 99


def test_one_in_doubt_is_given_up_once_it_is_proved_absent_beside_a_proforma(make_world: Make) -> None:
    """Its order has what the buyer asked for meanwhile; it was ready for ever, and never sent (proof, seed 3006)."""
    world = make_world(kind=DocumentKind.PROFORMA)
    cloud(world).faults.add("lost_request", CREATE, times=1)
    facts = order("1001", invoice_asked=False)
    world.hear(facts)
    world.run(timedelta(seconds=2))
    world.hear(replace(facts, invoice_asked=True))
    world.run(timedelta(hours=4))
    assert kinds() == [("order", State.WITHDRAWN), ("proforma", State.VERIFIED)]
    assert there(world) == ["proforma"]


def test_one_in_doubt_is_given_up_once_it_is_proved_absent_beside_what_a_person_sent_instead(
    make_world: Make,
) -> None:
    """It was ready for ever, and so was its order."""
    world = make_world(unasked=Unasked.ORDER)
    cloud(world).faults.add("lost_request", CREATE, times=1)
    row = world.hear(order("1001", invoice_asked=False))
    world.run(timedelta(seconds=2))
    by_hand.send(world.env, row, ByHand(DocumentKind.PROFORMA), "Anna")
    world.run(timedelta(hours=4))
    assert kinds() == [("order", State.WITHDRAWN), ("proforma", State.VERIFIED)]
    assert Order.objects.get().standing == "verified"
    assert there(world) == ["proforma"]


@pytest.mark.parametrize("point", ["position read", "intent committed", "answer read", "issued written"])
def test_a_worker_that_dies_moves_no_stock_twice(world: World, point: str) -> None:
    facts = unasked(world)
    world.hear(replace(facts, invoice_asked=True))
    world.crash_at = point
    with pytest.raises(Died):
        world.run()
    world.run(timedelta(hours=4))
    assert there(world) == ["order", "invoice"]
    assert cups(world) == 99


def test_an_order_document_that_was_deleted_by_hand_is_looked_for_first(world: World) -> None:
    """Nothing is sent; a person says that it is gone, and then the invoice is one like any other."""
    facts = unasked(world)
    cloud(world).person.delete_last("/A", type="order")
    world.hear(replace(facts, invoice_asked=True))
    world.run()
    assert there(world) == []
    assert Order.objects.get().standing == "held"
    first = Document.objects.get(kind="order")
    assert Alarm.objects.filter(code="GONE", closed_at=None).exists()
    person.gone(world.env, first.pk, "Anna", "deleted it")
    world.run()
    assert there(world) == ["invoice"]
    assert Document.objects.get(kind="invoice").made_from is None
    assert cups(world) == 99


def test_an_order_that_changed_since_is_held_until_the_order_document_is_gone(world: World) -> None:
    facts = unasked(world)
    more = (line(percent="22"), line("2", "24.40", "22"))
    world.hear(replace(facts, invoice_asked=True, lines=more, payable=Decimal("145.40")))
    world.run()
    row = Order.objects.get()
    assert (row.standing, [one.code for one in row.findings]) == ("held", ["CHANGED-SINCE"])
    cloud(world).person.delete_last("/A", type="order")
    person.gone(world.env, Document.objects.get(kind="order").pk, "Anna", "deleted it")
    world.run()
    assert there(world) == ["invoice"]
    assert cups(world) == 99


def test_nobody_unasks_an_invoice(world: World) -> None:
    facts = order("1001", invoice_asked=True)
    world.hear(facts)
    world.run()
    world.hear(replace(facts, invoice_asked=False))
    world.run()
    assert there(world) == ["invoice"]


def test_an_order_document_that_was_not_sent_makes_place_for_the_invoice(world: World) -> None:
    facts = order("1001", invoice_asked=False)
    world.hear(facts)
    world.tick()
    world.hear(replace(facts, invoice_asked=True))
    world.run()
    assert there(world) == ["invoice"]
    assert kinds() == [("order", State.WITHDRAWN), ("invoice", State.VERIFIED)]


def test_an_order_document_records_no_payment_and_its_invoice_does(make_world: Make) -> None:
    world = make_world(payments=(CARD,))
    facts = unasked(world, payment=Payment(method="card", paid=Decimal("121.00"), paid_at=START))
    world.hear(replace(facts, invoice_asked=True))
    world.run()
    first, second = cloud(world).company().documents.values()
    assert first["payments_list"] == []
    assert [one["status"] for one in second["payments_list"]] == ["paid"]


def test_a_refund_after_an_order_document_is_told_and_credits_nothing(world: World) -> None:
    from facturier.model.order import Refund

    facts = unasked(world)
    world.hear(replace(facts, refunds=(Refund("7", START, Decimal("121.00")),)))
    world.run()
    assert there(world) == ["order"]
    assert Alarm.objects.filter(code="REFUND-OF-ORDER", closed_at=None).count() == 1


def test_a_cancelled_order_keeps_its_order_document_and_says_so(world: World) -> None:
    facts = unasked(world)
    world.hear(replace(facts, state=OrderState.CANCELLED))
    world.run()
    assert there(world) == ["order"]
    assert "credit" not in str(Alarm.objects.get(code="CANCELLED-AFTER-ISSUE").message)


def test_an_edited_order_keeps_its_order_document_and_says_so(world: World) -> None:
    facts = unasked(world)
    world.hear(replace(facts, lines=(*facts.lines, line("10.00", "22"))))
    world.run()
    assert there(world) == ["order"]
    assert "credit" not in str(Alarm.objects.get(code="EDITED-AFTER-ISSUE").message)


def test_a_product_that_is_not_there_stops_the_document(make_world: Make) -> None:
    """Else stock would not move, and nobody would know."""
    world = make_world()
    world.hear(replace(order("1001", invoice_asked=False), lines=(line(percent="22", sku="NESSUNO"),)))
    world.run()
    assert there(world) == []
    assert "NESSUNO" in Document.objects.get().reason.render()  # type: ignore[union-attr]
