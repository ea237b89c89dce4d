"""The closed family of errors that any connector may raise. Flows know no others.

Each says what happened (`message`, for a person) and keeps the remote's own `words`.
"""

from collections.abc import Callable
from datetime import datetime

from facturier.model.message import Message


class RemoteError(Exception):
    """Base of the family; never raised itself."""

    def __init__(self, message: Message, words: str = "") -> None:
        super().__init__(message.render() + (f" [{words}]" if words else ""))
        self.message = message
        self.words = words


class Refused(RemoteError):
    """The remote looked at the request and said no. Nothing exists because of it."""


class NotNow(RemoteError):
    """Nothing was done and nothing is wrong with the request: try again at `retry_at` (aware UTC)."""

    def __init__(self, message: Message, retry_at: datetime, words: str = "") -> None:
        super().__init__(message, words)
        self.retry_at = retry_at


class Spent(NotNow):
    """What the remote allows was used up by our own calls, so it was not even asked."""


class InDoubt(RemoteError):
    """The request may or may not have had its effect. Only evidence ends this."""


class Misconfigured(RemoteError):
    """Credentials, rights, plan, series, VAT or another setting: a person must act; nothing was done."""


class Missing(RemoteError):
    """The thing asked for does not exist there."""


def seen(look: Callable[[], bool]) -> bool:
    """Whether the look after a lost answer shows what was asked for. A look that fails is no proof that it does not:
    what was asked may still land, so the doubt must stand."""
    try:
        return look()
    except RemoteError:
        return False
