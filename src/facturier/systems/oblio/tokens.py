"""Access tokens, kept for the whole process until they end, so that an hour's work asks for one and not for hundreds.

They are kept for each clock apart: a moment of one clock says nothing on another.
"""

import threading
from collections.abc import MutableMapping
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from msgspec import Struct

from facturier.ports.clock import Clock

MARGIN = timedelta(seconds=90)
"""A token this close to its end is not used any more: a call may take longer than that to arrive."""


class Kept(Struct, frozen=True):
    token: str
    until: datetime


_lock = threading.Lock()
_kept: MutableMapping[Clock, dict[str, Kept]] = WeakKeyDictionary()


def usable(clock: Clock, account: str) -> str:
    """The token of `account` (a hash of its credentials), or nothing."""
    with _lock:
        kept = _kept.get(clock, {}).get(account)
    return kept.token if kept and clock.now() < kept.until else ""


def keep(clock: Clock, account: str, token: str, seconds: int) -> None:
    kept = Kept(token, clock.now() + timedelta(seconds=seconds) - MARGIN)
    with _lock:
        _kept.setdefault(clock, {})[account] = kept


def forget(clock: Clock, account: str, token: str) -> None:
    """It was not accepted. One that somebody else fetched meanwhile stays."""
    with _lock:
        known = _kept.get(clock, {})
        if account in known and known[account].token == token:
            del known[account]
