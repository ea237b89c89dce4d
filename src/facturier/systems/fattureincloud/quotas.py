"""The limits of an hour and a month, which each answer tells (fact sheet, section 5). Both are of the calendar.

In which zone a month begins is not told; an hour or two of difference does not matter to how calls are spread.
"""

from datetime import datetime, timedelta

from facturier.ports.budget import Quota
from facturier.ports.http import Reply


def told(reply: Reply, now: datetime) -> tuple[Quota, ...]:
    """What an answer says of them; nothing where it does not."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    month = hour.replace(day=1, hour=0)
    windows = (
        ("hourly", hour, hour + timedelta(hours=1)),
        ("monthly", month, (month + timedelta(days=32)).replace(day=1)),
    )
    found = (_quota(reply, name, since, ends) for name, since, ends in windows)
    return tuple(one for one in found if one is not None)


def _quota(reply: Reply, name: str, since: datetime, ends: datetime) -> Quota | None:
    calls, left = (reply.headers.get(f"ratelimit-{name}{what}", "") for what in ("limit", "remaining"))
    if not (calls.isdigit() and left.isdigit()):
        return None
    return Quota(int(calls), int(left), since, ends)
