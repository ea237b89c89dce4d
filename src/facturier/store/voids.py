"""Documents that are cancelled in one of the two books: here, or in the system."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Exists, F, Func, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from facturier.model.kinds import DocumentClass
from facturier.store.models import EXISTS, Alarm, Connection, Document

Name = tuple[str, str]
"""Series and number, without the zeros in front."""


def name(document: Document) -> Name:
    return document.series, document.number.lstrip("0")


def cancelled(connection: Connection, since: date) -> QuerySet[Document]:
    """Cancelled from here, of this date or later."""
    return _dated(connection, since).filter(cancelled_at__isnull=False)


def standing(connection: Connection, since: date, names: Collection[Name]) -> list[Document]:
    """Of these, those that are not."""
    if not names:
        return []
    bare = Func(F("number"), Value("0"), function="LTRIM", output_field=TextField())
    numbers = {number for _, number in names}
    rows = _dated(connection, since).filter(cancelled_at=None).annotate(bare=bare).filter(bare__in=numbers)
    return [row for row in rows if name(row) in names]


def _dated(connection: Connection, since: date) -> QuerySet[Document]:
    """Without what is counted apart under the same numbers."""
    rows = Document.objects.filter(system=connection, gone_at=None, state__in=EXISTS, issued_on__gte=since)
    fiscal = rows.filter(number_space=DocumentClass.FISCAL.value)
    return fiscal.exclude(number="").select_related("order", "original", "made_from", "system")


def told(connection: Connection, code: str, before: datetime) -> QuerySet[Document]:
    """Those on which an alarm of this code is open since then or longer, the newest first."""
    on = Concat(Value("document:"), Cast(OuterRef("pk"), TextField()))
    alarms = Alarm.objects.filter(subject=on, code=code, closed_at=None, at__lt=before)
    return Document.objects.filter(Exists(alarms), system=connection).order_by("-pk")
