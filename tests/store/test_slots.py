"""One sale, one document (invariant I1): the constraint carries it, whoever comes at the same moment."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from tests.support.world import World, order

from facturier.flows.decide import decide
from facturier.model.kinds import DocumentKind
from facturier.store.models import Attempt, AuditEvent, Division, Document, Order, Sale
from facturier.store.slots import Claim, SlotTaken, open_slot


def claim_of(document: Document) -> Claim:
    return Claim(
        order=document.order,
        route=document.route,
        kind=DocumentKind.INVOICE,
        issuer=document.sale.issuer,
        origin=document.sale.origin,
        part=document.part,
        division=Division(document.division),
        number_space=document.number_space,
    )


def at_once(count: int, work: object) -> list[BaseException]:
    """Run `work` in `count` threads that start together; returns what they raised."""
    errors: list[BaseException] = []
    gate = threading.Barrier(count)

    def run() -> None:
        gate.wait()
        try:
            work()  # type: ignore[operator]
        except BaseException as error:  # a thread's failure belongs to the test
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_a_hundred_deciders_at_once_open_one_slot(world: World) -> None:
    row = world.hear(order("1001"))
    assert at_once(100, lambda: decide(world.env, row.pk)) == []
    assert Document.objects.count() == 1
    assert Sale.objects.count() == 1


def test_a_second_document_in_a_living_slot_is_impossible_for_the_database_itself(world: World) -> None:
    row = world.hear(order("1001"))
    decide(world.env, row.pk)
    copy = Document.objects.get()
    copy.pk, copy.ordinal = None, 2
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)


def test_a_sale_is_whole_or_in_parts_never_both(world: World) -> None:
    row = world.hear(order("1001"))
    decide(world.env, row.pk)
    copy = Document.objects.get()
    copy.pk, copy.part, copy.division = None, "1", Division.PARTS
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)


def test_another_order_row_of_the_same_sale_is_told_who_has_it(world: World) -> None:
    row = world.hear(order("1001"))
    decide(world.env, row.pk)
    document = Document.objects.select_related("sale", "order", "route").get()
    route = world.second_eye()
    seen = world.hear(order("1001"), shop=route.shop)
    claim = claim_of(document)
    with pytest.raises(SlotTaken) as taken:
        open_slot(
            Claim(**{**claim.__dict__, "order": seen, "route": route}), document.draft, world.clock.now()
        )
    assert taken.value.document == document


def test_evidence_is_append_only(world: World) -> None:
    world.hear(order("1001"))
    world.run()
    event, attempt = AuditEvent.objects.first(), Attempt.objects.get()
    assert event is not None
    for change in (
        lambda: AuditEvent.objects.filter(pk=event.pk).update(actor="nobody"),
        lambda: AuditEvent.objects.filter(pk=event.pk).delete(),
        lambda: Attempt.objects.filter(pk=attempt.pk).update(words="nothing happened"),
        lambda: Attempt.objects.filter(pk=attempt.pk).delete(),
    ):
        with pytest.raises(Exception, match="evidence"), transaction.atomic():
            change()


def test_orders_of_two_shops_with_one_number_are_two_sales(world: World) -> None:
    row = world.hear(order("1001"))
    from facturier.model.order import Origin

    twin = world.hear(order("1001", remote_id="77", origin=Origin("other.exemplu.test", "1001")))
    decide(world.env, row.pk)
    decide(world.env, twin.pk)
    assert Document.objects.count() == 2
    assert Order.objects.filter(standing="ready").count() == 2
