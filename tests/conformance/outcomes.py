"""What may come of a call that meets trouble, for systems and shops alike."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.conformance.line import Asked, Line
from tests.conformance.wire import Odd

from facturier.ports.errors import InDoubt, NotNow, RemoteError
from facturier.sandbox.faults import Trouble

AnyTrouble = Trouble | Odd
TROUBLES: tuple[AnyTrouble, ...] = (*Trouble, *Odd)
NEVER_ARRIVED = (Odd.UNREACHED, Odd.FIREWALL_403, Odd.FIREWALL_429)
SLOW = (Trouble.SLOW_DRIP, Trouble.DELAY)
TOO_LATE = 400.0


def befall(line: Line, trouble: AnyTrouble, asked: Asked) -> None:
    """The next such call meets the trouble."""
    if isinstance(trouble, Odd):
        line.befall(trouble, asked.pattern)
    else:
        line.sandbox.faults.add(trouble, asked.pattern, times=1)


def attempt(act: Callable[..., Any], *given: Any) -> RemoteError | None:
    """The error of the family that came out. Any other kind of exception is a failure of the test."""
    try:
        act(*given)
    except RemoteError as error:
        return error
    return None


def judge(
    trouble: AnyTrouble, asked: Asked, error: RemoteError | None, done: bool | None, now: datetime
) -> None:
    """Whether `error` is of the right sort for one call (`asked`) that met `trouble`.

    done: whether a change has had its effect, None for a read. now: when the error came out.
    Nothing but InDoubt may be said where the answer is lost, unless the connector made sure by itself.
    """
    if error is not None:
        assert error.message.render().strip()
    if isinstance(error, NotNow):
        assert error.retry_at > now or trouble in SLOW
    if trouble in NEVER_ARRIVED:
        assert isinstance(error, NotNow | InDoubt), repr(error)
        assert not done
        assert trouble is not Odd.UNREACHED or isinstance(error, NotNow)
    elif trouble is Trouble.BLOCKED or not asked.changes:
        slow = trouble in SLOW and error is None
        assert slow or isinstance(error, NotNow), repr(error)
    elif error is None:
        assert trouble in SLOW or done
    else:
        assert isinstance(error, InDoubt), repr(error)
