"""What is guessed or disputed of the remotes, and what a route may be set to: either way, as the seed says."""

from collections.abc import Mapping
from random import Random
from typing import Any

from tests.proof.shops import HOST, SHOPS
from tests.proof.systems import SYSTEMS

from facturier.drafting.choices import RefundsPolicy


def switches(dice: Random, shop: str, system: str) -> dict[str, dict[str, Any]]:
    vendor = SYSTEMS[system]
    return {HOST: _some(dice, SHOPS[shop].disputed), vendor.host: _some(dice, vendor.disputed)}


def _some(dice: Random, table: Mapping[str, tuple[Any, ...]]) -> dict[str, Any]:
    """Half of the runs as the newest documents have it; else each fact by chance."""
    if dice.random() < 0.5:
        return {}
    return {name: dice.choice(values) for name, values in table.items()}


def settings(dice: Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if dice.random() < 0.3:
        found["refunds"] = RefundsPolicy.INVOICE_PLUS_CREDIT
    return found
