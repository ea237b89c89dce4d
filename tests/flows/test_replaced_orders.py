"""Orders that Magento's admin edited: the old one is cancelled, and a new one takes its place."""

from decimal import Decimal

import pytest
from tests.flows.test_effects import Ground, ground
from tests.shops.magento.sandbox_desk import cart

from facturier.drafting.settings import WriteBackSettings
from facturier.flows.preview import preview
from facturier.store import wishes
from facturier.store.models import Alarm, Document, Order, Standing, Wish

__all__ = ["ground"]


def edited(ground: Ground, order: int) -> Order:
    number = ground.magento.merchant.edit(order, cart())["increment_id"]
    ground.work()
    return Order.objects.get(number=number)


@pytest.mark.parametrize("comment", ["Factura %(series)s %(number)s", ""])
@pytest.mark.parametrize("undo", [Wish.What.CANCEL, Wish.What.CREDIT])
def test_it_is_invoiced_once_the_document_of_the_old_one_is_undone(
    ground: Ground, comment: str, undo: str
) -> None:
    ground.world.settings(write_back=WriteBackSettings(comment=comment))
    order = ground.sell()
    ground.work()
    new = edited(ground, order)
    first = Document.objects.get()
    assert (new.standing, str(new.reason)) == (
        Standing.WAITING,
        f"This order replaces order {first.order.number}. It gets its document once {first}, which was made for that "
        "one, is cancelled or credited.",
    )
    wishes.wish(first.order, first, undo, "click", "Ana", ground.world.clock.now(), whole=True)
    ground.work()
    new.refresh_from_db()
    assert new.standing == Standing.VERIFIED
    entries = ground.world.sandbox.ledger.entries()
    assert sum((one.total for one in entries if not one.cancelled), Decimal(0)) == new.documents.get().total


def test_it_is_invoiced_at_once_where_the_old_one_was_not(ground: Ground) -> None:
    order = ground.sell()
    new = edited(ground, order)
    assert new.standing == Standing.VERIFIED
    assert Document.objects.get().order == new


def test_the_document_of_the_first_stands_in_the_way_of_all_that_replace_it(ground: Ground) -> None:
    ground.world.settings(write_back=WriteBackSettings(comment=""))
    order = ground.sell()
    ground.work()
    second = edited(ground, order)
    third = edited(ground, int(second.remote_id))
    second.refresh_from_db()
    assert (second.standing, third.standing) == (Standing.WITHDRAWN, Standing.WAITING)
    assert Document.objects.count() == 1
    shown = preview(ground.world.env, third)
    assert str(shown.decision.reason) == str(third.reason)


def test_what_was_invoiced_after_all_raises_no_alarm_of_the_old_ones_mark(ground: Ground) -> None:
    order = ground.sell()
    ground.work()
    new = edited(ground, order)
    first = Document.objects.get()
    wishes.wish(first.order, first, Wish.What.CREDIT, "click", "Ana", ground.world.clock.now(), whole=True)
    ground.work()
    ground.magento.merchant.pay(int(new.remote_id))
    ground.work()
    new.refresh_from_db()
    assert new.standing == Standing.VERIFIED
    assert not Alarm.objects.filter(closed_at=None).exists()
