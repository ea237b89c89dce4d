"""Effects: planned with the document's verification, run once (invariant I9)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from facturier.model.draft import PaymentLine
from facturier.model.kinds import DocumentKind
from facturier.model.message import Message
from facturier.prepared import execute
from facturier.store import journal, statements
from facturier.store.models import Document, Effect, Policy
from facturier.store.writes import Write, inserting, together, updating

ALARM = "EFFECT"
"""The alarm of what could not be done."""
PDF = "pdf"
RECORD = "record"
PAY = "pay"
RECORD_CANCELLED = "record-cancelled"
TRANSMIT = "transmit"
FOLLOW = "follow"
E_INVOICE = "E-INVOICE"
"""The alarm of an e-invoice that did not go through."""
DOUBT, LOST, LOOKED_UP = "doubt", "lost", "looked up"
"""A fact of what is held although it may have been done: what became of it is still to be looked up, or a person was
told what can be seen, and decides."""
SINCE = "since"
"""A fact of what is tried again and again: the moment since which that comes to nothing."""
RANKS = {PDF: 0, RECORD: 1, RECORD_CANCELLED: 1, PAY: 2, TRANSMIT: 3, FOLLOW: 4}
E_INVOICED = (DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE)

_POLICY = {
    PDF: Policy.IDEMPOTENT,
    RECORD: Policy.SETTLED,
    PAY: Policy.SETTLED,
    RECORD_CANCELLED: Policy.SETTLED,
    TRANSMIT: Policy.AT_MOST_ONCE,
    FOLLOW: Policy.IDEMPOTENT,
}


class Ending(NamedTuple):
    """What became of an effect for now; `then` is written with it. reason: what it waits for."""

    state: Effect.State = Effect.State.DONE
    facts: Mapping[str, str] = {}
    look_at: datetime | None = None
    then: Mapping[str, Write] = {}
    reason: Message | None = None


def planning(document: Document, now: datetime, pdf_link: str = "") -> dict[str, Write]:
    """Everything that the route wants done because of this document; planning twice changes nothing."""
    wanted = [_pdf(document, pdf_link, now)]
    settings = document.route.settings
    writes = settings.write_back
    if writes.comment or writes.status or writes.make_invoice:
        wanted.append(made(document, RECORD, str(document.order.shop_id), "verified", now))
    if settings.transmit and e_invoiced(document) and not document.draft.prepare_only:
        wanted.append(made(document, TRANSMIT, str(document.system_id), "verified", now))
    if document.draft.payment and document.kind != DocumentKind.CREDIT_NOTE:
        wanted.append(_payment(document, document.draft.payment, now))
    return {f"effect_{effect.what}": inserting(effect, unless_there=True) for effect in wanted}


def e_invoiced(document: Document) -> bool:
    """Whether an e-invoice can be sent of it: of a receipt there is none, nor of its credit note."""
    original = document.original
    return document.kind in E_INVOICED and (original is None or original.kind in E_INVOICED)


def _pdf(document: Document, link: str, now: datetime) -> Effect:
    effect = made(document, PDF, str(document.system_id), "verified", now)
    effect.facts = {"link": link} if link else {}
    return effect


def plan_payment(document: Document, payment: PaymentLine, now: datetime) -> None:
    """Record a payment with the document; once, whenever it becomes known."""
    statements.insert_new(_payment(document, payment, now))


def _payment(document: Document, payment: PaymentLine, now: datetime) -> Effect:
    effect = made(document, PAY, str(document.system_id), "paid", now)
    effect.facts = {
        "type": payment.type,
        "amount": str(payment.amount),
        "on": payment.on.isoformat() if payment.on else "",
        "account": payment.account,
    }
    return effect


def pays(document: Document) -> bool:
    """Whether a payment is, or is to be, recorded with it."""
    planned = document.effects.filter(what=PAY).exclude(state=Effect.State.DROPPED)
    return document.draft.payment is not None or planned.exists()


def plan_cancelled(document: Document, now: datetime, horizon: timedelta) -> None:
    """Tell the shop that a document it may know of was cancelled; drop what had not been done yet.

    Any try may have reached the shop, whatever it came to, and may do so until `horizon` after it: what is taken back
    before would be written after all.
    """
    record = document.effects.select_for_update().filter(what=RECORD).first()
    undone = document.effects.filter(state__in=[Effect.State.DUE, Effect.State.IN_DOUBT, Effect.State.HELD])
    undone.update(state=Effect.State.DROPPED, look_at=None)
    for dropped in document.effects.filter(state=Effect.State.DROPPED):
        journal.close_alarm(ALARM, dropped, now)
    journal.close_alarm(E_INVOICE, document, now)
    if record is not None and record.tries:
        effect = made(document, RECORD_CANCELLED, str(document.order.shop_id), "cancelled", now)
        if record.state != Effect.State.DONE:
            effect.look_at = (record.lease_until or now) + horizon
        statements.insert_new(effect)


def made(document: Document, what: str, target: str, cause: str, now: datetime) -> Effect:
    """One that is due, not stored yet."""
    return Effect(
        document=document,
        what=what,
        target=target,
        cause=cause,
        policy=_POLICY[what],
        order_of_work=RANKS[what],
        created_at=now,
        look_at=now,
    )


_WITH = (
    "document",
    "document__system",
    "document__route",
    "document__order",
    "document__order__shop",
    "document__order__snapshot",
    "document__company",
)
_TAKE = """
    UPDATE store_effect e SET fence = fence + 1, lease_until = %(until)s, state = 'running', tries = tries + 1
    FROM (SELECT id, state FROM store_effect WHERE id = %(id)s FOR UPDATE) before
    WHERE e.id = before.id AND before.state IN ('due', 'running', 'in_doubt')
    AND (e.lease_until IS NULL OR e.lease_until <= %(now)s)
    AND (before.state <> 'in_doubt' OR e.look_at IS NULL OR e.look_at <= %(now)s)
    RETURNING before.state
"""


def lease(effect_id: int, now: datetime, duration: timedelta) -> Effect | None:
    """Take an effect that is due. It comes back in the state in which it was found: RUNNING means that its worker
    was lost in the middle. One in doubt is left alone until its moment, by whoever had it on a list before, too."""
    taken = execute(_TAKE, {"id": effect_id, "now": now, "until": now + duration}).fetchone()
    effect = statements.first(Effect, {"pk": effect_id}, _WITH) if taken else None
    if taken is None or effect is None:
        return None
    effect.state = taken[0]
    return effect


def due_again(effect: Effect, at: datetime, facts: Mapping[str, str] | None = None) -> bool:
    """A held effect is tried once more, at `at`, with these facts beside its own. Its tries begin anew, but for the
    one that closes its alarm. What must not be done twice is looked up first if that could not be done yet."""
    held = Effect.objects.filter(pk=effect.pk, state=Effect.State.HELD)
    known = {**effect.facts, **(facts or {})}
    doubted = effect.policy == Policy.AT_MOST_ONCE and known.get(DOUBT) == LOST
    state = Effect.State.IN_DOUBT if doubted else Effect.State.DUE
    return bool(held.update(state=state, tries=1, look_at=at, reason=None, words="", facts=known))


def follow_now(document: Document, now: datetime) -> None:
    """Where its e-invoice stands is asked now, if it is listened for at all or was given up."""
    following = Effect.objects.filter(document=document, what=FOLLOW, lease_until=None)
    following.filter(state=Effect.State.DUE, look_at__gt=now).update(look_at=now)
    for effect in following.filter(state=Effect.State.HELD):
        due_again(effect, now)


def conclude(
    effect: Effect,
    state: str,
    now: datetime,
    *,
    reason: Message | None = None,
    words: str = "",
    look_at: datetime | None = None,
    facts: Mapping[str, str] | None = None,
    then: Mapping[str, Write] | None = None,
) -> bool:
    """Write what became of it, under its fence, and in the same statement whatever is to be written `then`."""
    written = updating(
        Effect,
        {"pk": effect.pk, "fence": effect.fence},
        state=state,
        reason=reason,
        words=words,
        look_at=look_at,
        lease_until=None,
        done_at=now if state == Effect.State.DONE else None,
        facts={**effect.facts, **(facts or {})},
    )
    return together(written, then or {}) is not None
