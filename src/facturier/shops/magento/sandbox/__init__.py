"""A simulated Magento 2 shop, built from the fact sheet and from orders of real shops alone.

`create()` gives a sandbox with the REST doors, and with `merchant`: the people around the shop.
"""

from random import Random
from typing import Any

from flask import Flask

from facturier.sandbox.clock import SandboxClock
from facturier.sandbox.kit import Sandbox
from facturier.shops.magento.sandbox.access import Access, Administrator
from facturier.shops.magento.sandbox.app import build
from facturier.shops.magento.sandbox.catalogue import fill
from facturier.shops.magento.sandbox.merchant import Merchant
from facturier.shops.magento.sandbox.oauth import Integration
from facturier.shops.magento.sandbox.orders import demo_orders
from facturier.shops.magento.sandbox.shop import Shop
from facturier.shops.magento.sandbox.switches import Switches

__all__ = ["MagentoSandbox", "Switches", "create", "create_filled"]

BASE_URL = "http://magento.sandbox.test"


class MagentoSandbox(Sandbox):
    """`shop`: the state behind the doors. `switches`: may be changed at any time. `merchant`: a person."""

    def __init__(self, app: Flask, shop: Shop, merchant: Merchant, account: dict[str, Any]) -> None:
        super().__init__(
            "magento", app, random=shop.random, clock=shop.clock, account=account, form=_form(account)
        )
        self.shop = shop
        self.switches = shop.switches
        self.merchant = merchant


def _form(account: dict[str, Any]) -> dict[str, str]:
    """The integration's four values; every order of the shop is younger than the start date."""
    keys = ("consumer_key", "consumer_secret", "access_token", "access_token_secret")
    return {"base_url": "{url}", "start_date": "2020-01-01", **{key: account[key] for key in keys}}


def create(seed: int = 0, clock: SandboxClock | None = None, **switches: Any) -> MagentoSandbox:
    """A shop with products and no orders. `switches`: see `Switches`; TypeError for an unknown one."""
    random = Random(seed)  # noqa: S311 - a replayable shop, not secrets
    shop = Shop(Switches(**switches), clock or SandboxClock(), random)
    fill(shop.stock)
    integration = Integration(*(f"{random.getrandbits(160):032x}"[:32] for _ in range(4)))
    administrator = Administrator("admin", "Parola-1234", "123456")
    access = Access(integration, administrator, shop.switches, shop.clock)
    merchant = Merchant(shop)
    account = {
        "base_url": BASE_URL,
        "consumer_key": integration.consumer_key,
        "consumer_secret": integration.consumer_secret,
        "access_token": integration.access_token,
        "access_token_secret": integration.access_token_secret,
        "username": administrator.username,
        "password": administrator.password,
        "otp": administrator.otp,
    }
    return MagentoSandbox(build(shop, access, merchant, BASE_URL), shop, merchant, account)


def create_filled(seed: int = 0, clock: SandboxClock | None = None, **switches: Any) -> MagentoSandbox:
    """A shop in which the demonstration orders have been placed and have lived their stories."""
    sandbox = create(seed, clock, **switches)
    sandbox.merchant.stage(demo_orders(sandbox.clock.now()))
    return sandbox
