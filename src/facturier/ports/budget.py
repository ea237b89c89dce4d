"""Permits for remote calls. The limit sits at the call, whoever makes it (invariant I6)."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from enum import IntEnum
from typing import Protocol

from msgspec import Struct

from facturier.ports.capabilities import Limit


class Quota(Struct, frozen=True):
    """A longer limit beside the one that is kept by permits, as the remote itself tells it: `left` of `calls` in the
    window from `since` to `ends` (aware UTC)."""

    calls: int
    left: int
    since: datetime
    ends: datetime

    def ahead_until(self, now: datetime) -> datetime | None:
        """When as much of the window has passed as of its calls was used; None where it has already.

        A tenth of the calls is free of this, so that a window may begin briskly.
        """
        used = self.calls - self.left - self.calls // 10
        if used <= 0 or self.calls <= 0:
            return None
        even = self.since + (self.ends - self.since) * min(1.0, used / self.calls)
        return even if even > now else None

    def scarce_until(self, now: datetime) -> datetime | None:
        """The same for what is issued without anybody waiting for it. While half of the calls are left, nothing is
        scarce; then a tenth is kept to the end, and some go at once, not each at a moment of its own."""
        if self.left * 2 >= self.calls:
            return None
        lasts = self.ends - self.since
        even = self.since + lasts * min(1.0, (self.calls - self.left) / (self.calls - self.calls // 10))
        return min(even + lasts / 100, self.ends) if even > now else None

    def spent_until(self, reserve: bool) -> datetime | None:
        """When there are calls again; None where there are some. reserve: also the last hundredth may be used."""
        return self.ends if self.left <= (0 if reserve else self.calls // 100) else None


class Urgency(IntEnum):
    """Who goes first when permits are short. UNASKED issues, too, but what no buyer asked for."""

    SETTLE = 0
    PERSON = 1
    ISSUE = 2
    UNASKED = 3
    READ = 4


class Budget(Protocol):
    """Hands out permits of one limit scope."""

    def permit(
        self, scope: str, limit: Limit, urgency: Urgency, patient: bool = False
    ) -> AbstractContextManager[None]:
        """A permit for one call, held while the call lasts. `patient`: worth waiting longer for.

        Raises NotNow with the moment of the next permit where none comes within the wait that the
        implementation allows itself.
        """
        ...

    def heard(
        self,
        scope: str,
        limit: Limit,
        remaining: int | None,
        blocked: bool,
        until: datetime | None = None,
    ) -> None:
        """What the remote's own headers said: others may use the same scope, or we are blocked (`until` then, or
        for as long as the limit says)."""
        ...

    def told(self, scope: str, quotas: Sequence[Quota]) -> None:
        """What the remote's headers said of its longer limits. What can wait is then spread over them."""
        ...


class Unlimited:
    """For tests and for remotes without a limit."""

    def permit(
        self, scope: str, limit: Limit, urgency: Urgency, patient: bool = False
    ) -> AbstractContextManager[None]:
        return nullcontext()

    def heard(
        self,
        scope: str,
        limit: Limit,
        remaining: int | None,
        blocked: bool,
        until: datetime | None = None,
    ) -> None:
        return None

    def told(self, scope: str, quotas: Sequence[Quota]) -> None:
        return None
