"""What is guessed or disputed of the remotes, and what a route may be set to: either way, as the seed says."""

from random import Random
from typing import Any

from tests.proof.ground import SHOP_HOST, SYSTEM_HOST
from tests.proof.plan import SMARTBILL

from facturier.drafting.choices import RefundsPolicy

DISPUTED: dict[str, tuple[Any, ...]] = {
    "limit_code": (429, 403),
    "limit_body": ("error_text", "empty"),
    "block_prolonged": (False, True),
    "refusal_code": (400, 200),
    "server_error_body": ("html", "json"),
    "next_number": ("int", "str"),
    "number_width": (4, 1, 6),
    "deleted_number_free": (True, False),
    "vat_rounding": ("line", "document"),
    "observations_printed": (True, False),
    "storno_keeps_mentions": (False, True),
    "storno_settles": (True, False),
    "cif_exact": (True, False),
    "client_saved": (False, True),
}
SHOP: dict[str, tuple[Any, ...]] = {
    "clamps_last_page": (False, True),
    "input_limiting": (False, True),
    "comment_changes_status": (False, True),
    "id_as_string": (True, False),
    "renumbers": (True, False),
    "tax_details": (True, False),
}


def switches(dice: Random, system: str) -> dict[str, dict[str, Any]]:
    found = {SHOP_HOST: _some(dice, SHOP)}
    if system == SMARTBILL:
        found[SYSTEM_HOST] = _some(dice, DISPUTED)
    return found


def _some(dice: Random, table: dict[str, tuple[Any, ...]]) -> dict[str, Any]:
    """Half of the runs as the newest documents have it; else each fact by chance."""
    if dice.random() < 0.5:
        return {}
    return {name: dice.choice(values) for name, values in table.items()}


def settings(dice: Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if dice.random() < 0.3:
        found["refunds"] = RefundsPolicy.INVOICE_PLUS_CREDIT
    return found
