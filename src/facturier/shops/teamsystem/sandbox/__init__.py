"""A simulated TeamSystem Commerce shop (Storeden Connect API v1.1), built from the fact sheet alone.

`create()` gives a sandbox with the API's doors, with `merchant`, the people around the shop, and with `hooks`.
"""

from random import Random
from typing import Any

from flask import Flask

from facturier.sandbox.clock import SandboxClock
from facturier.sandbox.kit import Sandbox
from facturier.shops.teamsystem.sandbox import demo, refusal
from facturier.shops.teamsystem.sandbox.access import Access, Pair
from facturier.shops.teamsystem.sandbox.app import ROOT, build
from facturier.shops.teamsystem.sandbox.hooks import Hooks
from facturier.shops.teamsystem.sandbox.merchant import Merchant
from facturier.shops.teamsystem.sandbox.shop import Shop
from facturier.shops.teamsystem.sandbox.switches import Switches

__all__ = ["Switches", "TeamSystemSandbox", "create", "create_filled"]

SHOP_URL = "https://bottega.storeden.test"


class TeamSystemSandbox(Sandbox):
    """`shop`: the state behind the doors. `switches`: may be changed at any time. `merchant`: a person."""

    def __init__(self, app: Flask, shop: Shop, merchant: Merchant, hooks: Hooks, pair: Pair) -> None:
        account = {"shop_address": SHOP_URL, "api_key": pair.key, "exchange_token": pair.exchange}
        super().__init__(
            "teamsystem",
            app,
            random=shop.random,
            clock=shop.clock,
            account=account,
            blocked=refusal.answer({"error": {"message": "Limit Exceeded"}}, "509 Limit Exceeded"),
            form={**account, "base_url": "{url}" + ROOT, "start_date": "2020-01-01"},
        )
        self.shop = shop
        self.switches = shop.switches
        self.merchant = merchant
        self.hooks = hooks


def create(seed: int = 0, clock: SandboxClock | None = None, **switches: Any) -> TeamSystemSandbox:
    """A shop with products and no orders. `switches`: see `Switches`; TypeError for an unknown one."""
    random = Random(seed)  # noqa: S311 - a replayable shop, not secrets
    shop = Shop(Switches(**switches), clock or SandboxClock(), random, SHOP_URL)
    pair = Pair(f"{random.getrandbits(256):064x}", f"{random.getrandbits(256):064x}")
    access, merchant, hooks = Access(pair, shop.switches, shop.clock), Merchant(shop), Hooks(shop)
    return TeamSystemSandbox(build(shop, access, merchant, hooks), shop, merchant, hooks, pair)


def create_filled(seed: int = 0, clock: SandboxClock | None = None, **switches: Any) -> TeamSystemSandbox:
    """A shop in which the demonstration orders have been placed and have lived their stories."""
    sandbox = create(seed, clock, **switches)
    demo.fill(sandbox.shop, sandbox.merchant)
    return sandbox
