"""Lists that go on where they stopped, so that the thousandth page costs what the first one does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import F, Model, QuerySet

Row = TypeVar("Row", bound=Model)
SIZE = 50
AT = "at"
"""The name under which a list annotates the moment that it is sorted by."""


@dataclass(frozen=True)
class Mark:
    """The last row that was shown: its moment and its key."""

    at: datetime
    pk: int

    def __str__(self) -> str:
        """As it stands in an address."""
        return f"{self.at.isoformat()}~{self.pk}"


@dataclass(frozen=True)
class Page:
    """keys: of the rows to show, newest first. after: where the list goes on; None at its end."""

    keys: Sequence[int]
    after: Mark | None


def mark(text: str) -> Mark | None:
    """Out of an address; None for what is none of ours: the list then begins at its beginning."""
    moment, _, key = text.partition("~")
    try:
        at, pk = datetime.fromisoformat(moment), int(key)
    except ValueError:
        return None
    return Mark(at, pk) if at.tzinfo else None


def page(rows: "QuerySet[Row]", after: Mark | None, size: int = SIZE) -> Page:
    """The next `size` rows of a query annotated with AT, beyond `after`. One row more is read, to know the end.

    Only keys: what else a row shows is read for these alone, not for all that had to be sorted.
    """
    found = [Mark(*each) for each in following(rows, after).values_list(AT, "pk")[: size + 1]]
    shown = found[:size]
    return Page([one.pk for one in shown], shown[-1] if len(found) > size else None)


def following(rows: "QuerySet[Row]", after: Mark | None) -> "QuerySet[Row]":
    """All rows beyond `after`, newest first."""
    if after is not None:
        # One bound that an index can use, and what shares its moment but was shown already.
        rows = rows.filter(**{f"{AT}__lte": after.at}).exclude(**{AT: after.at, "pk__gte": after.pk})
    return rows.order_by(F(AT).desc(), "-pk")
