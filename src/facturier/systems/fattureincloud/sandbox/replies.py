"""Answers: `data` in an envelope, errors in the API's own shape, text escaped as PHP does."""

import json
import re
from collections.abc import Mapping
from typing import Any

import msgspec
from werkzeug.wrappers import Response

Json = dict[str, Any]
INVALID = "Invalid request."
_ENCODER = msgspec.json.Encoder(decimal_format="number")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")


class Problem(Exception):
    """A refusal. validation: dotted path from `data` -> texts. extra: beside `error`. headers: of the answer."""

    def __init__(
        self,
        status: int,
        message: str,
        validation: Any = None,
        code: str = "",
        extra: Json | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.message, self.validation = status, message, validation
        self.code, self.extra, self.headers = code, extra, dict(headers or {})

    @property
    def answer(self) -> Response:
        error: Json = {"message": self.message, "validation_result": self.validation}
        if self.code:
            error["code"] = self.code
        body: Json = {"error": error}
        if self.extra is not None:
            body["extra"] = self.extra
        reply = as_json(body, self.status)
        reply.headers.extend(self.headers)
        return reply


def invalid(validation: Mapping[str, list[str]]) -> Problem:
    return Problem(422, INVALID, dict(validation))


def required(path: str) -> Problem:
    return invalid({path: [f"The {path} field is required."]})


def not_found() -> Problem:
    return Problem(404, "Not found.")


def no_permission(message: str = "Permission denied.") -> Problem:
    return Problem(403, message, code="NO_PERMISSION")


def empty() -> Response:
    """DELETE and sending e-mail say nothing."""
    return Response(b"", 200)


def as_json(body: Any, status: int = 200) -> Response:
    text = _BEYOND_ASCII.sub(lambda found: json.dumps(found[0])[1:-1], _ENCODER.encode(body).decode())
    return Response(text, status, content_type="application/json")
