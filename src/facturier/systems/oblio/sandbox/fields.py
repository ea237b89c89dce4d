"""From a request to its fields: JSON or a form with nested brackets, query and body alike, on every verb."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from werkzeug.wrappers import Request

from facturier.systems.oblio.sandbox.answers import Refusal

_KEY = re.compile(r"[^\[\]]+")
_NO_DAY = "0001-01-01"
_decode = msgspec.json.Decoder(float_hook=Decimal).decode


class Fields:
    """What somebody sent. Empty texts, lists and objects are as good as absent; what nobody asks for is ignored."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def text(self, name: str, otherwise: str = "") -> str:
        value = self._values.get(name)
        if value is None or isinstance(value, dict | list):
            return otherwise
        return str(value).strip() or otherwise

    def flag(self, name: str, otherwise: bool) -> bool:
        """0/1, true/false, as they are or as text; an empty text says no."""
        value = self._values.get(name)
        if value is None or isinstance(value, dict | list):
            return otherwise
        return str(value).strip().lower() in ("1", "true")

    def amount(self, name: str) -> Decimal | None:
        text = self.text(name)
        if not text:
            return None
        try:
            return Decimal(text)
        except InvalidOperation:
            raise Refusal(f"Valoarea campului {name} nu este corecta.") from None

    def number(self, name: str, otherwise: int) -> int:
        amount = self.amount(name)
        return otherwise if amount is None else int(amount)

    def day(self, name: str) -> date | None:
        """`YYYY-MM-DD`; what stands behind is ignored, and the year 1 is no date."""
        text = self.text(name)[: len(_NO_DAY)]
        if not text or text == _NO_DAY:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise Refusal(f"Data {name} trebuie sa fie de forma YYYY-MM-DD.") from None

    def part(self, name: str) -> "Fields | None":
        value = self._values.get(name)
        return Fields(value) if isinstance(value, dict) and value else None

    def parts(self, name: str) -> list["Fields"]:
        """A list, or what a form makes of one: an object with numbers for names."""
        value = self._values.get(name)
        rows: Iterable[Any] = value.values() if isinstance(value, dict) else value or ()
        return [Fields(row) for row in rows if isinstance(row, dict)]


def read(request: Request) -> Fields:
    """Query and body together, the body first. Raises Refusal for JSON that is none."""
    query = _nested(parse_qsl(request.query_string.decode("latin-1"), keep_blank_values=True))
    return Fields({**query, **_body(request)})


def _body(request: Request) -> dict[str, Any]:
    content = request.get_data()
    if not content.strip():
        return {}
    if request.mimetype != "application/x-www-form-urlencoded" or content.lstrip()[:1] == b"{":
        try:
            sent = _decode(content)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise Refusal("Datele trimise nu sunt un JSON corect.") from None
        return sent if isinstance(sent, dict) else {}
    return _nested(parse_qsl(content.decode("utf-8", "replace"), keep_blank_values=True))


def _nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """`collect[type]=Card` is an object in an object."""
    root: dict[str, Any] = {}
    for name, value in pairs:
        steps = _KEY.findall(name)
        if not steps:
            continue
        holder = root
        for step in steps[:-1]:
            inner = holder.get(step)
            holder[step] = holder = inner if isinstance(inner, dict) else {}
        holder[steps[-1]] = value
    return root
