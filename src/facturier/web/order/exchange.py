"""What went over the wire, as it was kept (secrets are taken out before anything is kept), made readable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import msgspec

from facturier.ports.exchange import BODY_LIMIT, HttpExchange

MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Call:
    """took: milliseconds until the answer was whole; None where it never came. cut: bodies were too long to keep."""

    exchange: HttpExchange
    request: str
    answer: str
    took: int | None
    cut: bool


def calls(exchanges: Sequence[HttpExchange]) -> Sequence[Call]:
    return [
        Call(
            one,
            readable(one.request),
            readable(one.answer),
            int((one.finished - one.started) / MILLISECOND) if one.finished else None,
            BODY_LIMIT in (len(one.request), len(one.answer)),
        )
        for one in exchanges
    ]


def readable(body: str) -> str:
    """JSON with one value a line, its figures exactly as they were written; anything else as it is."""
    try:
        return msgspec.json.format(body, indent=2)
    except (msgspec.DecodeError, UnicodeEncodeError):
        return body
