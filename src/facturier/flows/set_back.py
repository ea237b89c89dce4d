"""Was the clock set back? While it was ahead it has dated what we wait for, and maybe documents."""

from datetime import datetime, timedelta

from facturier.flows.env import Env
from facturier.model.message import say
from facturier.store import installation, journal
from facturier.store import set_back as store

SLACK = timedelta(minutes=1)
"""Clocks are put right by seconds all the time."""
NOTABLE = timedelta(hours=1)
"""From here on documents may bear the date of another day."""


def heed(env: Env, shown: datetime | None = None) -> datetime:
    """Called every minute. Where the clock was set back, everything is looked at anew; by much, a person is told.

    shown: what it showed when this process asked last. Returns what it shows now. That is noted for whoever comes
    after, when all is done: who dies before leaves it to the next one.
    """
    noted = store.noted()  # before we look: this process may stand still now, and others go on
    now = env.clock.now()
    before = max((at for at in (shown, noted) if at is not None), default=now)
    if before - now > SLACK:
        store.look_at_all(now)
    if before - now >= NOTABLE:
        _tell(before - now, now)
    store.note(now)
    return now


def _tell(by: timedelta, now: datetime) -> None:
    why = say(
        "The clock of this machine was set back by %(hours)s h. If it was ahead before, what was issued meanwhile "
        "bears the date that it showed: look at those documents. If it was right before, set it right again.",
        hours=by // timedelta(hours=1),
    )
    journal.raise_alarm("CLOCK-SET-BACK", installation.row(), why, now)
