"""What cannot go on without a person: lost answers, disputes, refusals, held orders by cause, effects, alarms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from django.db import connection
from django.db.models import F, JSONField, Q, Window
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, RowNumber

from facturier.flows import transmit
from facturier.model.message import Message
from facturier.model.shapes import known
from facturier.model.transmission import TROUBLED, Stage
from facturier.store.models import Alarm, Document, Effect, Organisation, State
from facturier.web.order.einvoice import Shown, shown

MOST = 100
"""Rows that are read of each kind: beyond it, nobody needs to know how many exactly."""
SHOWN = 5
URGENT = (State.HELD_IN_DOUBT, State.DISPUTED, State.REFUSED)
"""The most urgent kind first."""
_HELD = """
    SELECT coalesce(finding ->> 'code', ''), count(DISTINCT held.id),
        (array_agg(coalesce(finding -> 'message', reason) ORDER BY held.id DESC))[1]
    FROM (
        SELECT id, findings, reason FROM store_order WHERE organisation_id = %s AND standing = 'held' LIMIT 1000
    ) held LEFT JOIN LATERAL (
        SELECT * FROM jsonb_array_elements(held.findings) AS each (finding) WHERE finding ->> 'severity' = 'hold'
    ) holding ON true
    GROUP BY 1 ORDER BY 2 DESC, 1
"""
_TOLD_APART = ("HELD-IN-DOUBT", "DISPUTED", "CREDIT-REFUSED", "CONNECTION", "EFFECT", transmit.ALARM)
"""Alarms whose rows have a place of their own on this page."""


@dataclass(frozen=True)
class Cause:
    """code: of the finding that holds these orders; empty where they have none. message: said of the newest one."""

    code: str
    count: int
    message: Message | None


@dataclass(frozen=True)
class Pile:
    """Documents in one state, the newest MOST of them."""

    state: State
    documents: Sequence[Document]

    @property
    def count(self) -> str:
        """As people read it."""
        return counted(self.documents)

    @property
    def rows(self) -> Sequence[Document]:
        """Those that the page shows."""
        return self.documents[:SHOWN]

    @property
    def more(self) -> bool:
        return len(self.documents) > SHOWN

    @property
    def standing(self) -> str:
        """Where their orders stand."""
        return State.IN_DOUBT.value if self.state == State.HELD_IN_DOUBT else self.state.value


def counted(rows: Sequence[object]) -> str:
    """As people read it; at most MOST were read."""
    return f"{MOST}+" if len(rows) >= MOST else str(len(rows))


def causes(organisation: Organisation) -> Sequence[Cause]:
    """Held orders, grouped by what holds them; an order with two causes counts for both."""
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [organisation.pk])
        return [Cause(code, count, _message(told)) for code, count, told in cursor.fetchall()]


def piles(organisation: Organisation) -> Sequence[Pile]:
    """Documents that wait for a person; kinds with none are left out."""
    place = Window(RowNumber(), partition_by="state", order_by=F("created_at").desc())
    rows = Document.objects.filter(organisation=organisation, state__in=URGENT, retired_at=None)
    newest = rows.select_related("order").annotate(place=place).filter(place__lte=MOST).order_by("place")
    found: dict[str, list[Document]] = {state: [] for state in URGENT}
    for document in newest:
        found[document.state].append(document)
    return [Pile(State(state), rows) for state, rows in found.items() if rows]


def effects(organisation: Organisation) -> Sequence[Effect]:
    """What should have followed from a document and did not."""
    waiting = Q(state=Effect.State.HELD) | Q(state=Effect.State.IN_DOUBT)
    rows = Effect.objects.filter(waiting, document__organisation=organisation).select_related("document")
    return list(rows.order_by("-created_at")[:MOST])


def einvoices(organisation: Organisation, now: datetime) -> Sequence[Shown]:
    """What the authority refused, the first to be late before all others; then what is stuck, or was turned down
    and is not credited yet."""
    troubled = Q(transmitted__stage__in=TROUBLED) & ~Q(
        transmitted__stage=Stage.DECLINED, retired_at__isnull=False
    )
    rows = Document.objects.filter(troubled, organisation=organisation, cancelled_at=None, gone_at=None)
    told = Cast("transmitted__told", JSONField())
    soonest = rows.annotate(again_by=KeyTextTransform("again_by", told)).order_by(
        F("again_by").asc(nulls_last=True), "-pk"
    )
    found = list(soonest.select_related("order", "company")[:MOST])
    return sorted(shown(found, now).values(), key=lambda one: (one.left is None, one.left or 0))


def alarms(organisation: Organisation) -> Sequence[Alarm]:
    """Open ones, the oldest first: those of the organisation and those of the whole installation."""
    mine = Q(organisation=organisation) | Q(organisation=None)
    return list(
        Alarm.objects.filter(mine, closed_at=None).exclude(code__in=_TOLD_APART).order_by("at")[:MOST]
    )


def _message(told: str | None) -> Message | None:
    return msgspec.json.decode(told, type=known(Message)) if told else None
