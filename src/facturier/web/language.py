"""Stored sentences in the language of whoever reads."""

from django.utils.translation import trans_real

from facturier.model.message import Message


def told(message: Message | None) -> str:
    """A sentence in the language that is active for this request; nothing for nothing."""
    return message.render(trans_real.catalog()) if message else ""
