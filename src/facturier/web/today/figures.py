"""What goes on by itself, and what was issued today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Count, Sum

from facturier.store.models import Document, Organisation, Standing
from facturier.web.orders.filters import Wanted
from facturier.web.words import STANDINGS, Word

GOING = (
    Standing.NEW,
    Standing.WAITING,
    Standing.READY,
    Standing.SENDING,
    Standing.IN_DOUBT,
    Standing.ISSUED,
)


@dataclass(frozen=True)
class Going:
    """Orders that need nobody just now. address: the list of them."""

    word: Word
    count: int
    address: str


@dataclass(frozen=True)
class Issued:
    """Documents of one currency; credit notes count with their sign."""

    currency: str
    count: int
    total: Decimal


def going(counts: Mapping[str, int], decide: int) -> Sequence[Going]:
    """counts: how many orders stand where (`orders.listing.counts`). decide: doubts that wait for a person."""
    left = {**counts, Standing.IN_DOUBT: counts[Standing.IN_DOUBT] - decide}
    return [
        Going(STANDINGS[standing], left[standing], Wanted(standing=standing).address())
        for standing in GOING
        if left[standing] > 0
    ]


def issued_today(organisation: Organisation, now: datetime, zone: ZoneInfo) -> Sequence[Issued]:
    """Since midnight, where the company is."""
    midnight = datetime.combine(now.astimezone(zone).date(), time.min, zone)
    rows = Document.objects.filter(organisation=organisation, issued_at__gte=midnight).exclude(number="")
    sums = rows.values("currency").annotate(count=Count("pk"), sum=Sum("total")).order_by("-count")
    return [Issued(row["currency"], row["count"], row["sum"]) for row in sums]
