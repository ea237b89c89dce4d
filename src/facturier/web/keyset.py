"""Lists that go on where they stopped, so that the thousandth page costs what the first one does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

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
class Page(Generic[Row]):
    """rows: newest first. after: where the list goes on; None at its end."""

    rows: Sequence[Row]
    after: Mark | None


def mark(text: str) -> Mark | None:
    """Out of an address; None for what is none of ours: the list then begins at its beginning."""
    moment, _, key = text.partition("~")
    try:
        at, pk = datetime.fromisoformat(moment), int(key)
    except ValueError:
        return None
    return Mark(at, pk) if at.tzinfo else None


def page(rows: "QuerySet[Row]", after: Mark | None, size: int = SIZE) -> Page[Row]:
    """The next `size` rows of a query annotated with AT, beyond `after`. One row more is read, to know the end."""
    if after is not None:
        # One bound that an index can use, and what shares its moment but was shown already.
        rows = rows.filter(**{f"{AT}__lte": after.at}).exclude(**{AT: after.at, "pk__gte": after.pk})
    found = list(rows.order_by(F(AT).desc(), "-pk")[: size + 1])
    shown = found[:size]
    return Page(shown, Mark(getattr(shown[-1], AT), shown[-1].pk) if len(found) > size else None)
