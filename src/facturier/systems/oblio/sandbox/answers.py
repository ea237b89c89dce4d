"""The shapes of the API's answers: the envelope, the token's own, and pages for people."""

from typing import Any

import msgspec
from werkzeug.wrappers import Response

Fields = dict[str, Any]
NO_HEADER = "Authorization header not detected"
BAD_TOKEN = "The access token provided is invalid"  # noqa: S105 - a sentence
TOO_MANY = "Ati depasit numarul maxim de apeluri."
_PAGE = "<!doctype html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"
_encode = msgspec.json.Encoder(decimal_format="number").encode


class Refusal(Exception):
    """The business says no, in words that are nowhere documented."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def as_json(fields: Any, status: int = 200) -> Response:
    return Response(_encode(fields), status, content_type="application/json")


def success(data: Any = None, message: str = "Success", status: int = 200) -> Response:
    """What only confirms has no data."""
    told = {"status": status, "statusMessage": message}
    return as_json(told if data is None else {**told, "data": data}, status)


def failure(status: int, text: str, code: int | None = None) -> Response:
    """code: of HTTP, where it is not the status inside."""
    return as_json({"status": status, "statusMessage": text}, code or status)


def bad_client() -> Response:
    return as_json(
        {"error": "invalid_client", "error_description": "The client credentials are invalid"}, 400
    )


def too_many(body: str) -> Response:
    if body == "json":
        return failure(429, TOO_MANY)
    content = _PAGE.format("429 Too Many Requests") if body == "html" else ""
    return Response(content, 429, content_type="text/html")


def nowhere() -> Response:
    """An unknown path, with the code of a success."""
    return Response(_PAGE.format("Pagina inexistenta"), 200, content_type="text/html; charset=utf-8")


def login() -> Response:
    """Where a stale link leads."""
    page = Response(_PAGE.format("Autentificare"), 301, content_type="text/html; charset=utf-8")
    page.headers["Location"] = "/account/login"
    return page
