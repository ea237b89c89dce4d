"""Stored sentences in the language of whoever reads."""

from functools import cache

from babel import Locale
from django.utils.translation import get_language, trans_real

from facturier.model.message import Message


def told(message: Message | None) -> str:
    """A sentence in the language that is active for this request; nothing for nothing."""
    return message.render(trans_real.catalog()) if message else ""


def locale() -> Locale:
    """How figures and dates are written in the language that is active."""
    return _locale(get_language() or "en")


@cache
def _locale(code: str) -> Locale:
    return Locale.parse(code, sep="-")
