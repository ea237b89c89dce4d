"""Orders: taking in what was heard, and writing down what was decided. Each function is one transaction."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, cast

from django.db import transaction

from facturier.model.finding import Finding
from facturier.model.message import Message, say
from facturier.model.order import Order as OrderFacts
from facturier.ports.shop import Heard
from facturier.prepared import execute
from facturier.store import journal, statements
from facturier.store.fields import ValueField
from facturier.store.models import Connection, CureRow, Order, Route, SentByHand, Snapshot, Standing

_CLAIM = """
    UPDATE store_order SET look_at = %(look_at)s
    WHERE id = %(id)s AND (NOT %(only_due)s OR look_at <= %(now)s)
"""
_FACTS = cast(ValueField, Snapshot._meta.get_field("facts"))
_WITH = ("snapshot", "shop", "organisation", "route")


@transaction.atomic
def take_in(shop: Connection, heard: Heard, now: datetime) -> Order | None:
    """Store what was heard. Returns the order when it must be decided anew, None when nothing changed.

    A snapshot older than the newest readable one is not stored: shops repeat themselves and hooks arrive late. The
    same payload that is understood otherwise than before (a setting says where a number stands) is news.
    """
    order = _order_of(shop, heard, now)
    newest = order.snapshot
    facts = heard.order
    if facts and order.changed_at and facts.changed_at < order.changed_at:
        return None
    if newest and _as_stored(newest.facts) == _as_stored(facts) and _raw(newest) == heard.raw:
        return None
    snapshot = Snapshot(
        order=order,
        revision=facts.revision() if facts else sha256(heard.raw).hexdigest()[:20],
        facts=facts,
        raw=heard.raw,
        trouble=heard.trouble,
        changed_at=facts.changed_at if facts else None,
        heard_at=now,
    )
    statements.insert(snapshot)
    news: dict[str, Any] = {"snapshot": snapshot, "heard_at": now, "look_at": now}
    if facts:
        news |= {"origin": str(facts.origin), "number": facts.number}
        news |= {"placed_at": facts.placed_at, "changed_at": facts.changed_at}
    statements.update(Order, {"pk": order.pk}, **news)
    for name, value in news.items():
        setattr(order, name, value)
    if facts and newest and newest.facts is None:
        journal.close_alarm("PAYLOAD", order, now)
    return order


def _raw(snapshot: Snapshot) -> bytes:
    found = execute("SELECT raw FROM store_snapshot WHERE id = %s", [snapshot.pk]).fetchone()
    return bytes(found[0])


def _as_stored(facts: OrderFacts | None) -> str | None:
    """So that what the database cannot hold makes no difference."""
    return _FACTS.get_prep_value(facts)


def _order_of(shop: Connection, heard: Heard, now: datetime) -> Order:
    """The row of this order, locked; made where it was not known."""
    key = {"shop": shop, "remote_id": heard.order.remote_id if heard.order else heard.remote_id}
    number = heard.order.number if heard.order else heard.number
    new = Order(
        **key,
        organisation_id=shop.organisation_id,
        origin=str(heard.order.origin) if heard.order else "",
        number=number,
        heard_at=now,
    )
    if statements.insert_new(new):
        return new
    (known,) = statements.rows(Order, key, lock=True)
    if known.snapshot_id:  # read by itself: what a row shows that was waited for is older than the row
        known.snapshot = statements.first(Snapshot, {"pk": known.snapshot_id})
    return known


def claim(order_id: int, now: datetime, pause: timedelta, only_due: bool = False) -> Order | None:
    """The order for one decision. It is looked at again after `pause`, should whoever decides die. None with
    `only_due`: somebody else decides it already.

    `look_at` marks the decision: whoever writes another moment there meanwhile (news, a cure, a document that
    moved on, another decider) wants the order decided anew, and then this decision is not written down.
    """
    facts = {"id": order_id, "look_at": now + pause, "now": now, "only_due": only_due}
    order = statements.written(Order, _CLAIM, facts, _WITH)
    if order is None and not only_due:
        raise Order.DoesNotExist(f"order {order_id}")
    return order


def cures_of(order: Order) -> dict[str, str]:
    return {cure.field: cure.value for cure in statements.rows(CureRow, {"order": order})}


@transaction.atomic
def cure(order: Order, field: str, value: str, by: str, now: datetime) -> None:
    """A person's value for one field; the order is decided anew with it."""
    CureRow.objects.update_or_create(order=order, field=field, defaults={"value": value, "by": by, "at": now})
    Order.objects.filter(pk=order.pk).update(look_at=now)
    journal.note(order, say("%(field)s was set to “%(value)s”.", field=field, value=value), now, by)


@transaction.atomic
def uncure(order: Order, field: str, by: str, now: datetime) -> None:
    """Take a person's value back; the order is decided anew with what the shop says."""
    taken, _ = CureRow.objects.filter(order=order, field=field).delete()
    if taken:
        Order.objects.filter(pk=order.pk).update(look_at=now)
        journal.note(order, say("The correction of %(field)s was taken back.", field=field), now, by)


def decide_again(shop: Connection, now: datetime) -> int:
    """Every order of a shop that has no document yet is decided anew: a route or its settings changed."""
    undecided = (Standing.NEW, Standing.WAITING, Standing.HELD, Standing.READY, Standing.CLOSED)
    rows = Order.objects.filter(shop=shop, closed_by="", standing__in=undecided)
    return rows.update(look_at=now)


def stand(
    order: Order,
    standing: Standing,
    now: datetime,
    *,
    reason: Message | None = None,
    findings: Sequence[Finding] = (),
    route: Route | None = None,
    look_at: datetime | None = None,
) -> bool:
    """Write where the order stands, unless it is to be decided anew (see `claim`) or was closed meanwhile.
    Returns whether it was written."""
    changed = (order.standing, order.reason) != (standing, reason)
    with transaction.atomic(savepoint=False):
        written = statements.update(
            Order,
            {**_undisturbed(order), "closed_by": ""},
            standing=standing,
            reason=reason,
            findings=tuple(findings),
            route=route or order.route,
            decided_at=now,
            look_at=look_at,
        )
        if written and changed:
            journal.note(order, reason or say("Now %(standing)s.", standing=standing), now)
    return bool(written)


@transaction.atomic
def close(order: Order, by: str, why: str, now: datetime) -> None:
    """A person says: no document for this order, nor for another connection's of the same sale."""
    reason = say("Closed by %(by)s: %(why)s", by=by, why=why)
    Order.objects.filter(pk=order.pk).update(
        standing=Standing.CLOSED, closed_by=by, reason=reason, look_at=None, decided_at=now
    )
    _same_sale_again(order, now)
    journal.note(order, reason, now, by)


@transaction.atomic
def send_by_hand(order: Order, wanted: SentByHand, told: Message, now: datetime) -> None:
    """A person wants it sent: it is decided anew, and a decision that is under way is not written down."""
    Order.objects.filter(pk=order.pk).update(by_hand=wanted, look_at=now)
    journal.note(order, told, now, wanted.by)


@transaction.atomic
def reopen(order: Order, by: str, now: datetime) -> None:
    """Take `close` back; the order is decided anew."""
    Order.objects.filter(pk=order.pk).update(closed_by="", look_at=now)
    _same_sale_again(order, now)
    journal.note(order, say("Opened again."), now, by)


def _same_sale_again(order: Order, now: datetime) -> None:
    """What a person says of a sale holds for each of its orders (`sales.closed_with`): the others are decided anew,
    and a decision that is under way is not written down."""
    same = Order.objects.filter(organisation=order.organisation_id, origin=order.origin).exclude(origin="")
    same.exclude(pk=order.pk).filter(closed_by="").update(look_at=now)


def seen(order: Order) -> None:
    """Nothing to decide until it changes again."""
    statements.update(Order, _undisturbed(order), look_at=None)


def again(order: Order, at: datetime) -> None:
    """Its documents are being worked on just now: decide it once more, at `at`."""
    statements.update(Order, _undisturbed(order), look_at=at)


def _undisturbed(order: Order) -> dict[str, object]:
    """Its row, as long as nobody asked for another decision since this one began."""
    return {"pk": order.pk, "snapshot": order.snapshot_id, "look_at": order.look_at}
