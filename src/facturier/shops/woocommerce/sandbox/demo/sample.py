"""A demonstration order: what is ordered, and what happens to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from facturier.shops.woocommerce.sandbox.goods import Cart
from facturier.shops.woocommerce.sandbox.merchant import Merchant

Story = Callable[[Merchant, int], object]
_APART = timedelta(minutes=37)


@dataclass(frozen=True)
class Sample:
    """key: for machines. story: what happens to the order after it was placed."""

    key: str
    cart: Cart
    story: Story = lambda merchant, order: None


def placed(merchant: Merchant, samples: Sequence[Sample]) -> dict[str, int]:
    """One after the other up to now; then their stories. Ids by key."""
    ids = {}
    for place, sample in enumerate(samples):
        at = merchant.shop.clock.now() - _APART * (len(samples) - place)
        order = merchant.place(sample.cart)
        order |= {**merchant.shop.stamped("date_created", at), **merchant.shop.stamped("date_modified", at)}
        ids[sample.key] = order["id"]
    for sample in samples:
        sample.story(merchant, ids[sample.key])
    return ids
