"""The demonstration orders of each country, and how they come to be."""

from collections.abc import Callable, Iterator, Mapping

from facturier.shops.woocommerce.sandbox.demo import italy, romania
from facturier.shops.woocommerce.sandbox.demo.sample import Sample, placed
from facturier.shops.woocommerce.sandbox.merchant import Merchant

SAMPLES: Mapping[str, Callable[[], Iterator[Sample]]] = {
    "RO": romania.samples_of,
    "IT": italy.samples_of,
}


def demonstrate(merchant: Merchant) -> dict[str, int]:
    """Place every sample of the merchant's country, and let its story happen. Ids by key."""
    return placed(merchant, list(SAMPLES[merchant.shop.market.country]()))
