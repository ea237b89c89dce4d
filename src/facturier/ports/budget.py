"""Permits for remote calls. The limit sits at the call, whoever makes it (invariant I6)."""

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from enum import IntEnum
from typing import Protocol

from facturier.ports.capabilities import Limit


class Urgency(IntEnum):
    """Who goes first when permits are short."""

    SETTLE = 0
    PERSON = 1
    ISSUE = 2
    READ = 3


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
