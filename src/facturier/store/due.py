"""The whole contract with the engine: what is due at this moment, and when is the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from facturier.prepared import execute
from facturier.store.models import UNSETTLED, Document, Effect, Order, Standing, State


@dataclass(frozen=True)
class Due:
    """One thing to look at. `account` is whose budget and fairness it falls under (a connection's id).

    sends: it may make a create call, of which one account has at most one at a time.
    document: the document that it is, or follows from; who works on that does this with it.
    can_wait: an order that is to be decided while documents enough wait to be sent.
    """

    what: str
    row: int
    account: int
    sends: bool = False
    document: int | None = None
    can_wait: bool = False


ENOUGH = 20
"""Documents that wait to be sent, from which on deciding can wait."""

# OFFSET 0 keeps to the index of what is leased, a few rows: by state the planner would read the whole backlog.
_LEASED = (
    "(SELECT system_id, state, look_at, lease_until FROM store_document WHERE lease_until > %(now)s OFFSET 0)"
)
# While one of an account's documents is being sent, by whatever process, the next has to wait for its room.
# Each selection goes along an index of its own: a backlog of READY documents hides nobody else's next step.
# What somebody asked for comes before all that nobody waits for.


def _ready(which: str) -> str:
    return f"""
        (SELECT id, true AS sends FROM store_document
        WHERE system_id = c.id AND look_at <= %(now)s AND (lease_until IS NULL OR lease_until <= %(now)s)
        AND state = 'ready' AND {which} AND (c.free OR NOT c.busy) ORDER BY look_at, id LIMIT %(limit)s)
    """  # noqa: S608


_DOCUMENTS = f"""
    SELECT 'document', d.id, c.id, d.sends AND NOT c.free, d.id, false FROM (
        SELECT id, connector = ANY(%(several)s) AS free, id IN (
            SELECT system_id FROM {_LEASED} leased WHERE look_at > %(now)s AND state IN ('ready', 'sending')
        ) AS busy FROM store_connection c WHERE role = 'system'
    ) c CROSS JOIN LATERAL (
        (SELECT id, false AS sends FROM store_document
        WHERE system_id = c.id AND look_at <= %(now)s AND (lease_until IS NULL OR lease_until <= %(now)s)
        AND state <> 'ready' ORDER BY look_at, id LIMIT %(limit)s)
        UNION ALL {_ready("asked")} UNION ALL {_ready("NOT asked")}
        LIMIT %(limit)s
    ) d
"""  # noqa: S608
_ORDERS = """
    SELECT 'order', o.id, c.id, false, NULL, (
        SELECT count(*) >= %(enough)s FROM (
            SELECT FROM store_document WHERE state = 'ready' AND look_at <= %(now)s LIMIT %(enough)s
        ) waiting
    ) FROM store_connection c CROSS JOIN LATERAL (
        SELECT id FROM store_order WHERE shop_id = c.id AND look_at <= %(now)s ORDER BY look_at, id LIMIT %(limit)s
    ) o WHERE c.role = 'shop'
"""
_EFFECTS = """
    SELECT 'effect', e.id, d.system_id, false, e.document_id, false FROM (
        SELECT id, document_id FROM store_effect
        WHERE look_at <= %(now)s AND (lease_until IS NULL OR lease_until <= %(now)s)
        ORDER BY look_at, order_of_work, id LIMIT 50
    ) e CROSS JOIN LATERAL (SELECT system_id FROM store_document WHERE id = e.document_id OFFSET 0) d
"""
# A shop is read by the minute, a system when its web hooks told of something.
_ACCOUNTS = """
    SELECT role, id, id, false, NULL, false FROM store_connection WHERE look_at <= %(now)s
"""
_DUE = f"({_DOCUMENTS}) UNION ALL ({_ORDERS}) UNION ALL ({_EFFECTS}) UNION ALL ({_ACCOUNTS})"
# Each probes the first entry of an index, however many rows wait. A row whose lease outlasts its moment is named
# early: who asks again then is told when the lease ends.
_NEXT = f"""
    SELECT least(
        (SELECT min(first) FROM store_connection c CROSS JOIN LATERAL (
            SELECT min(look_at) AS first FROM store_document
            WHERE system_id = c.id AND look_at > %(now)s AND state = 'ready' AND asked
            UNION ALL SELECT min(look_at) FROM store_document
            WHERE system_id = c.id AND look_at > %(now)s AND state = 'ready' AND NOT asked
            UNION ALL SELECT min(look_at) FROM store_document
            WHERE system_id = c.id AND look_at > %(now)s AND state <> 'ready'
            UNION ALL SELECT min(look_at) FROM store_order WHERE shop_id = c.id AND look_at > %(now)s
        ) waiting),
        (SELECT min(lease_until) FROM {_LEASED} leased WHERE look_at IS NOT NULL),
        (SELECT min(look_at) FROM store_effect WHERE look_at > %(now)s),
        (SELECT min(lease_until) FROM store_effect WHERE lease_until > %(now)s AND look_at IS NOT NULL),
        (SELECT min(look_at) FROM store_connection WHERE look_at > %(now)s)
    )
"""  # noqa: S608


def due(now: datetime, limit: int, several_at_once: Sequence[str] = ()) -> Sequence[Due]:
    """What is due, at most `limit` documents and orders of each account, the longest waiting first.

    Taken account by account, so that one shop's backlog never hides another's single order. several_at_once: the
    connectors whose accounts may send more than one document at a time.
    """
    asked = {"now": now, "limit": limit, "enough": ENOUGH, "several": list(several_at_once)}
    return [Due(*row) for row in execute(_DUE, asked).fetchall()]


_IS_DUE = "SELECT 1 FROM store_document WHERE id = %s AND look_at <= %s AND lease_until IS NULL"
_ITS_EFFECTS = """
    SELECT id FROM store_effect WHERE document_id = %s AND look_at <= %s AND lease_until IS NULL
    ORDER BY order_of_work, id
"""


def is_due(document: int, now: datetime) -> bool:
    """Whether there is something to do for a document that nobody holds."""
    return execute(_IS_DUE, [document, now]).fetchone() is not None


def due_effects(document: int, now: datetime) -> list[int]:
    """The effects of a document that wait for somebody, in the order in which they are to be done."""
    return [effect for (effect,) in execute(_ITS_EFFECTS, [document, now]).fetchall()]


def next_moment(now: datetime) -> datetime | None:
    """The earliest moment after `now` at which something may become due; None when nothing ever will.

    A row that is due but leased becomes due when its lease ends, unless its holder finishes before.
    """
    found: datetime | None = execute(_NEXT, {"now": now}).fetchone()[0]
    return found


def ahead(now: datetime, until: datetime) -> int:
    """How many rows are due before `until` or are being worked on just now; the shops' polls left out."""
    coming = Q(look_at__lte=until)
    leased = Q(lease_until__gt=now)
    return (
        Order.objects.filter(coming).count()
        + Document.objects.filter(coming | leased).count()
        + Effect.objects.filter(coming | leased).count()
    )


def recover_forgotten(now: datetime) -> int:
    """Rows that must move but have no moment: a lost worker, a restored backup, a bug. Returns how many."""
    moving = [State.READY, State.ISSUED, *UNSETTLED]
    documents = Document.objects.filter(look_at=None, state__in=moving).exclude(state=State.HELD_IN_DOUBT)
    effects = Effect.objects.filter(look_at=None, state__in=[Effect.State.DUE, Effect.State.RUNNING])
    orders = Order.objects.filter(look_at=None, standing=Standing.NEW)
    wished = Document.objects.filter(look_at=None, wishes__state="waiting").exclude(
        state__in=[*UNSETTLED, State.READY]
    )
    return sum(
        query.update(look_at=now)
        for query in (documents, effects, orders, Document.objects.filter(pk__in=wished.values("pk")))
    )
