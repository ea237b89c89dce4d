"""Web hooks: a shop calls us when an order changed. A hook only says *look*; the order is then read as ever.

Hooks get lost, come twice or late, and are switched off by the shop after some failures. So nothing depends on them:
the poll finds whatever no hook told, and whether they are still on is asked once a day.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol


class Forged(Exception):
    """What came to a hook's address was not signed by the shop."""


class HookState(StrEnum):
    """ON: every hook that we need. OFF: the shop has switched one off, or somebody did. NONE: there are none."""

    ON = "on"
    OFF = "off"
    NONE = "none"


class Hooks(Protocol):
    """What a shop with web hooks offers, named as `Connector.hooks`. `address`: where they arrive; `secret`: ours."""

    def heard(self, secret: str, headers: Mapping[str, str], body: bytes) -> tuple[str, ...]:
        """Remote ids of the orders to look at; none where it is only a test of the line. No call is made.

        headers: names in small letters. Raises Forged.
        """
        ...

    def state(self, address: str) -> HookState:
        """Of the hooks that point there. May raise the errors of `ports.errors`."""
        ...

    def switch_on(self, address: str, secret: str) -> None:
        """Make what is missing and switch on what is off. Safe to repeat. May raise the errors of `ports.errors`."""
        ...
