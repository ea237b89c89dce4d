"""What goes wrong between a client and a vendor, on request; drawn from a seed, so runs can be replayed."""

import re
import threading
from enum import StrEnum
from random import Random

from msgspec import Struct
from msgspec.structs import replace


class Trouble(StrEnum):
    """The faults. *Effect* means: the vendor's app has seen the request and acted on it."""

    LOST_ANSWER = "lost_answer"  # effect, then the connection is gone
    LOST_REQUEST = "lost_request"  # no effect, the connection is gone
    LATE_COMMIT = "late_commit"  # the connection is gone at once; effect `seconds` later
    CUT_BODY = "cut_body"  # effect; half of the answer's body, then the connection is gone
    EMPTY_BODY = "empty_body"  # effect; the answer's status with nothing in it
    HTML_BODY = "html_body"  # effect; status 200 and a page for people instead of the answer
    ERROR_500_HTML = "error_500_html"  # no effect
    ERROR_502_HTML = "error_502_html"  # no effect
    ERROR_503 = "error_503"  # no effect
    ERROR_AFTER = "error_after"  # effect, then a 500 page
    BLOCKED = "blocked"  # no effect; the vendor's own answer to too many calls
    SLOW_DRIP = "slow_drip"  # effect; one byte of the answer every `seconds`
    DELAY = "delay"  # effect; the answer leaves `seconds` later


LONGEST_DELAY = 600.0
_USUAL_SECONDS = {Trouble.LATE_COMMIT: 60.0, Trouble.SLOW_DRIP: 1.0, Trouble.DELAY: 5.0}


class Fault(Struct, frozen=True):
    """One fault that may befall a request.

    match: regular expression searched in "METHOD /path"; empty matches all.
    share: probability from 0 to 1. times: how often at most, None for without end.
    seconds: a vendor's duration, for those that last; 0 takes the usual one; at most 600.
    """

    name: Trouble
    match: str = ""
    share: float = 1.0
    times: int | None = None
    seconds: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(f"a share lies between 0 and 1, not at {self.share}")
        if not 0 <= self.seconds <= LONGEST_DELAY:
            raise ValueError(f"a fault lasts between 0 and {LONGEST_DELAY:.0f} seconds, not {self.seconds}")

    @property
    def lasts(self) -> float:
        """Seconds, with the usual figure where none was given."""
        return self.seconds or _USUAL_SECONDS.get(self.name, 0.0)


def parse(text: str) -> Fault:
    """A fault out of `name[:match][:share]`, e.g. `lost_answer:POST /invoice:0.1` or `delay:0.5`.

    Raises ValueError for an unknown name, a broken expression or an impossible share.
    """
    name, _, rest = text.partition(":")
    match, _, last = rest.rpartition(":")
    share = _number(last)
    if share is None:
        match, share = rest, 1.0
    re.compile(match)
    return Fault(Trouble(name), match, share)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


class Faults:
    """The faults that are switched on, in the order in which they were added. Safe between threads."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._active: list[Fault] = []
        self._lock = threading.Lock()

    def add(
        self,
        fault: Fault | str,
        match: str = "",
        *,
        share: float = 1.0,
        times: int | None = None,
        seconds: float = 0.0,
    ) -> Fault:
        """Switch a fault on: a ready `Fault`, or its name with the parts of one."""
        if isinstance(fault, str):
            fault = Fault(Trouble(fault), match, share, times, seconds)
        with self._lock:
            self._active.append(fault)
        return fault

    def clear(self) -> None:
        with self._lock:
            self._active.clear()

    def next(self, request: str) -> Fault | None:
        """The fault that befalls `request` ("METHOD /path"), or None; used up where it was counted."""
        with self._lock:
            for place, fault in enumerate(self._active):
                if re.search(fault.match, request) and self._random.random() < fault.share:
                    self._use(place, fault)
                    return fault
        return None

    def _use(self, place: int, fault: Fault) -> None:
        if fault.times is None:
            return
        if fault.times <= 1:
            del self._active[place]
        else:
            self._active[place] = replace(fault, times=fault.times - 1)
