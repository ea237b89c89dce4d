"""JSON as strangers send it: in whatever charset, and perhaps none at all."""

from typing import Any

import msgspec


def loose(body: bytes) -> Any:
    """What a body says; UNSET where it is no JSON, or is nested without end."""
    try:
        return msgspec.json.decode(body.decode("utf-8", "replace"))
    except (msgspec.DecodeError, RecursionError):
        return msgspec.UNSET


def is_json(body: bytes) -> bool:
    return loose(body) is not msgspec.UNSET
