"""What a person may narrow the list of orders to, read from an address and written back into one."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import QueryDict

from facturier.store.models import Standing
from facturier.web import typed


@dataclass(frozen=True)
class Wanted:
    """Empty values narrow nothing. cause: the code of a finding that holds the order. Days are the reader's own."""

    standing: str = ""
    shop: int | None = None
    route: int | None = None
    text: str = ""
    cause: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def narrowed(self) -> bool:
        return self != Wanted()

    @property
    def detailed(self) -> bool:
        """Whether anything behind “More filters” is set."""
        return bool(self.shop or self.route or self.since or self.until)

    def address(self, **changes: object) -> str:
        """The query part of an address that shows this list, with some values changed."""
        values = {**vars(self), **changes}
        return urlencode({name: str(value) for name, value in values.items() if value})

    def period(self, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
        """From the first moment of `since` to the first one after `until`."""
        first = datetime.combine(self.since, time.min, zone) if self.since else None
        after = datetime.combine(self.until + timedelta(days=1), time.min, zone) if self.until else None
        return first, after


def wanted(query: QueryDict) -> Wanted:
    """What makes no sense is left out."""
    standing = query.get("standing", "")
    return Wanted(
        standing=standing if standing in Standing.values else "",
        shop=typed.key(query.get("shop", "")),
        route=typed.key(query.get("route", "")),
        text=typed.text(query.get("text", "")),
        cause=typed.text(query.get("cause", "")),
        since=typed.day(query.get("since", "")),
        until=typed.day(query.get("until", "")),
    )
