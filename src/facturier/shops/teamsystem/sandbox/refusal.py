"""The vendor's error answers (fact sheet, sections 2 and 3): a message in an envelope, and a status."""

from typing import Any

import msgspec
from flask import Response

_ENCODER = msgspec.json.Encoder(decimal_format="number")


class Refusal(Exception):
    """An error answer. status: a number, or one with its words (`509 Limit Exceeded`)."""

    def __init__(self, status: int | str, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers = headers or {}

    def answer(self) -> Response:
        told = answer({"error": {"message": self.message}}, self.status)
        told.headers.update(self.headers)
        return told


def answer(told: Any, status: int | str = 200) -> Response:
    """Anything as JSON; amounts are numbers with all their digits."""
    return Response(_ENCODER.encode(told), status, content_type="application/json; charset=utf-8")


def spent() -> Refusal:
    return Refusal("509 Limit Exceeded", "Limit Exceeded")


def throttled(used: int, assigned: int) -> Refusal:
    return Refusal(429, "Too many requests", {"X-Storeden-Limit": f"{used}/{assigned}"})


def required(name: str) -> Refusal:
    return Refusal(400, f"{name} is required")
