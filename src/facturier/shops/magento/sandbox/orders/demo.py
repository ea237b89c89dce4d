"""The demonstration orders, all together."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from facturier.shops.magento.sandbox.document import order_document
from facturier.shops.magento.sandbox.orders import (
    abroad,
    addresses,
    buyers,
    discounts,
    doubtful,
    lives,
    products,
)
from facturier.shops.magento.sandbox.orders.real import real_orders
from facturier.shops.magento.sandbox.orders.sample import DemoOrder, Sample
from facturier.shops.magento.sandbox.shop import FIRST_OWN_ORDER

_SEED = 1
_APART = timedelta(minutes=37)


def demo_orders(now: datetime) -> list[DemoOrder]:
    """Real orders, then made-up ones placed one after the other up to `now` (aware UTC)."""
    samples = list(_samples())
    first = now - _APART * len(samples)
    return [
        *real_orders(),
        *(
            _make(sample, FIRST_OWN_ORDER + place, first + _APART * place)
            for place, sample in enumerate(samples)
        ),
    ]


def _samples() -> Iterator[Sample]:
    random = Random(_SEED)  # noqa: S311 - invented people, not secrets
    for room in (buyers, addresses, products, discounts, abroad, lives, doubtful):
        yield from room.samples(random)


def _make(sample: Sample, entity_id: int, placed_at: datetime) -> DemoOrder:
    order = order_document(sample.basket, entity_id, placed_at)
    if sample.spoil is not None:
        sample.spoil(order)
    return DemoOrder(sample.key, order, sample.fate, sample.story)
