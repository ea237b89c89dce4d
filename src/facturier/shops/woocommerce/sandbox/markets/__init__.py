"""The countries in which the simulated merchant may live."""

from collections.abc import Mapping

from facturier.shops.woocommerce.sandbox.goods import Market
from facturier.shops.woocommerce.sandbox.markets import italy, romania

MARKETS: Mapping[str, Market] = {one.country: one for one in (romania.MARKET, italy.MARKET)}
