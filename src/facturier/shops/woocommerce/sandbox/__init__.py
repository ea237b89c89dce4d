"""A simulated WooCommerce shop, built from the fact sheet and from orders of real shops alone.

`create()` gives a sandbox with the REST doors, and with `merchant`: the people around the shop.
"""

from random import Random
from typing import Any

from flask import Flask

from facturier.sandbox.clock import SandboxClock
from facturier.sandbox.kit import Sandbox
from facturier.shops.woocommerce.sandbox.access import Access, Keys
from facturier.shops.woocommerce.sandbox.app import build
from facturier.shops.woocommerce.sandbox.demo import demonstrate
from facturier.shops.woocommerce.sandbox.hooks import Hooks
from facturier.shops.woocommerce.sandbox.markets import MARKETS
from facturier.shops.woocommerce.sandbox.merchant import Merchant
from facturier.shops.woocommerce.sandbox.shop import Shop
from facturier.shops.woocommerce.sandbox.switches import Switches

__all__ = ["Switches", "WooSandbox", "create", "create_filled"]

BASE_URL = "https://woocommerce.sandbox.test"


class WooSandbox(Sandbox):
    """`shop`: the state behind the doors. `switches`: may be changed at any time. `merchant`: a person.

    hooks: the web hooks of the shop, and how they leave.
    """

    def __init__(self, app: Flask, shop: Shop, merchant: Merchant, hooks: Hooks, keys: Keys) -> None:
        account = {
            "base_url": BASE_URL,
            "consumer_key": keys.consumer_key,
            "consumer_secret": keys.consumer_secret,
        }
        form = {**account, "base_url": "{url}", "start_date": "2020-01-01", "time_zone": shop.market.zone}
        super().__init__("woocommerce", app, random=shop.random, clock=shop.clock, account=account, form=form)
        self.shop = shop
        self.switches = shop.switches
        self.merchant = merchant
        self.hooks = hooks


def create(
    seed: int = 0, clock: SandboxClock | None = None, *, country: str = "RO", **switches: Any
) -> WooSandbox:
    """A shop with products and no orders. country: the merchant's, one of `MARKETS`, else KeyError. `switches`: see
    `Switches`; TypeError for an unknown one."""
    market = MARKETS[country]
    random = Random(seed)  # noqa: S311 - a replayable shop, not secrets
    told = Switches(**({"offset": market.offset} | switches))
    shop = Shop(market, told, clock or SandboxClock(), random)
    keys = Keys(f"ck_{random.getrandbits(160):040x}", f"cs_{random.getrandbits(160):040x}")
    merchant, hooks = Merchant(shop), Hooks(shop)
    return WooSandbox(build(shop, Access(keys, shop), merchant, hooks), shop, merchant, hooks, keys)


def create_filled(
    seed: int = 0, clock: SandboxClock | None = None, *, country: str = "RO", **switches: Any
) -> WooSandbox:
    """A shop in which the demonstration orders of its country have been placed and have lived their stories."""
    sandbox = create(seed, clock, country=country, **switches)
    demonstrate(sandbox.merchant)
    return sandbox
