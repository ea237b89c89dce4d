"""Orders as they are told: amounts with as many decimals as were asked for, numbers as numbers, chosen fields."""

from decimal import Decimal
from typing import Any

import msgspec
from flask import Response, request

from facturier.shops.woocommerce.sandbox.reckoning import cents
from facturier.shops.woocommerce.sandbox.refusal import Json, wrong

_NUMBERS = frozenset(("quantity", "price", "rate_percent", "stock_quantity"))
_ENCODER = msgspec.json.Encoder(decimal_format="number")


def decimals(usual: int) -> int:
    """What `dp` asks for. Raises Refusal."""
    asked = request.args.get("dp", str(usual))
    if not asked.isdecimal():
        raise wrong("dp", "dp is not of type integer.")
    return int(asked)


def told(value: Any, dp: int, field: str = "") -> Any:
    """A copy with every amount as text. Whole quantities have no point."""
    if isinstance(value, dict):
        return {name: told(one, dp, name) for name, one in value.items()}
    if isinstance(value, list):
        return [told(one, dp, field) for one in value]
    if isinstance(value, Decimal):
        if field in _NUMBERS:
            return int(value) if value == int(value) else value
        return f"{cents(value, dp):f}"
    return value


def answer(body: Any, status: int = 200, headers: Json | None = None) -> Response:
    """As JSON, only with the fields that the request chose."""
    chosen = request.args.get("_fields", "")
    if chosen and status < 300:
        names = {name.strip().partition(".")[0] for name in chosen.split(",")}
        body = [_only(one, names) for one in body] if isinstance(body, list) else _only(body, names)
    found = Response(_ENCODER.encode(body), status, content_type="application/json; charset=UTF-8")
    found.headers.update(headers or {})
    return found


def _only(body: Json, names: set[str]) -> Json:
    return {name: value for name, value in body.items() if name in names}
