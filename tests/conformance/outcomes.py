"""What may come of a call that meets trouble, for systems and shops alike."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.conformance.line import Asked

from facturier.ports.errors import InDoubt, NotNow, RemoteError
from facturier.sandbox.faults import Trouble

SLOW = (Trouble.SLOW_DRIP, Trouble.DELAY)
TOO_LATE = 400.0


def attempt(act: Callable[..., Any], *given: Any) -> RemoteError | None:
    """The error of the family that came out. Any other kind of exception is a failure of the test."""
    try:
        act(*given)
    except RemoteError as error:
        return error
    return None


def judge(
    trouble: Trouble, asked: Asked, error: RemoteError | None, done: bool | None, now: datetime
) -> None:
    """Whether `error` is of the right sort for one call (`asked`) that met `trouble`.

    done: whether a change has had its effect, None for a read. now: when the error came out.
    Nothing but InDoubt may be said where the answer is lost, unless the connector made sure by itself.
    """
    if error is not None:
        assert error.message.render().strip()
    if isinstance(error, NotNow):
        assert error.retry_at > now or trouble in SLOW
    if trouble is Trouble.BLOCKED or not asked.changes:
        slow = trouble in SLOW and error is None
        assert slow or isinstance(error, NotNow), repr(error)
    elif error is None:
        assert trouble in SLOW or done
    else:
        assert isinstance(error, InDoubt), repr(error)
