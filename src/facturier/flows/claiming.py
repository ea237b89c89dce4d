"""A draft that is ready -> a document in its sale's slot, or why the sale has one already."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from facturier.drafting.choices import QuantitySource, RefundsPolicy
from facturier.drafting.decision import Decision
from facturier.flows import again, kinds
from facturier.flows.env import Env
from facturier.flows.preceding import Preceding
from facturier.model.draft import Draft
from facturier.model.finding import Finding, Severity
from facturier.model.message import Message, say
from facturier.model.order import Order as OrderFacts
from facturier.store import orders, sales, wishes
from facturier.store.models import Division, Document, Order, Route, Standing
from facturier.store.sales import Progress
from facturier.store.slots import Claim, SlotTaken, open_slot, take_turn

SOON = timedelta(seconds=5)
_ZONES = timedelta(days=1)
"""That a moved shop may tell the same moment apart from before."""


@dataclass(frozen=True)
class Asked:
    """An order before the route that takes it.

    done: what there is of its sale. follows: what its document comes after.
    """

    order: Order
    facts: OrderFacts
    route: Route
    done: Progress
    follows: Preceding


def ready(env: Env, asked: Asked, decision: Decision, now: datetime) -> None:
    """Open the slot. What another was quicker with decides: the order is looked at anew, closed, or held."""
    draft = decision.draft
    if draft is None:
        raise ValueError("a ready decision without a draft")
    try:
        document = _open(asked, _claim(asked, decision, draft), decision, draft, now)
    except SlotTaken as taken:
        _elsewhere(env, asked.order, asked.route, taken, now)
    except sales.Moved:
        orders.again(asked.order, now + env.pace.of(SOON))
    else:
        env.nudge("document", document.pk)


def _claim(asked: Asked, decision: Decision, draft: Draft) -> Claim:
    route, facts, done = asked.route, asked.facts, asked.done
    parts = route.settings.quantity is not QuantitySource.ORDERED
    netted = route.settings.refunds is RefundsPolicy.NET and not (parts and done.claimed())
    return Claim(
        order=asked.order,
        route=route,
        kind=draft.kind,
        issuer=route.company.issuer,
        origin=str(facts.origin),
        part=done.next_part if parts else "",
        division=Division.PARTS if parts else Division.WHOLE,
        number_space=draft.kind.document_class.value,
        takes=decision.takes,
        netted=tuple(refund.id for refund in facts.refunds) if netted else (),
        last_part=decision.last_part,
        asked=kinds.is_asked_for(draft.kind, route, asked.order, facts),
        before=asked.follows.documents,
        made_from=asked.follows.made_from,
    )


@transaction.atomic
def _open(asked: Asked, claim: Claim, decision: Decision, draft: Draft, now: datetime) -> Document:
    """The slot's document and the order's standing in one: nobody sees the one without the other.

    What else was ready for this order (for another company, series or part) is given up with it.
    """
    turn = take_turn(claim)
    unsent = sales.unmoved(asked.order, asked.done, now)
    document = open_slot(claim, draft, now, turn)
    sales.give_up([other for other in unsent if other.pk != document.pk], now)
    if undone := [one for one in asked.done.documents if one.retired_at]:
        wishes.reissued(undone, now)
    if not orders.stand(asked.order, Standing.READY, now, findings=decision.findings, route=asked.route):
        raise sales.Moved(asked.order.number)
    return document


def _elsewhere(env: Env, order: Order, route: Route, taken: SlotTaken, now: datetime) -> None:
    """The sale already has its document, through another connection, another route, or another worker."""
    other = taken.document
    if other is not None and other.order_id == order.pk:
        orders.again(order, now + env.pace.of(SOON))
    elif other is None and not taken.elsewhere:
        _divided_otherwise(env, order, route, now)
    elif other is not None and _has_its_number(other.order, order):
        _hold(env, order, route, "SAME-NUMBER", _numbered_alike(order, other), now)
    else:
        reason = (
            say("Issued elsewhere as %(name)s.", name=taken.elsewhere)
            if other is None
            else say(
                "This sale already has its document: %(name)s, through %(route)s.",
                name=other,
                route=other.route,
            )
        )
        sales.withdraw_unsent(order, reason, now)
        again.unmet(order, reason, now)
        orders.stand(order, Standing.CLOSED, now, reason=reason, route=route)


def _has_its_number(one: Order, other: Order) -> bool:
    """Whether two orders of one shop only share a number, as where a plug-in begins anew every year: they were placed
    on other days, or cost something else. A shop that moved tells the same orders again, under other ids."""
    if one.shop_id != other.shop_id or one.snapshot is None or other.snapshot is None:
        return False
    was, now = one.snapshot.facts, other.snapshot.facts
    if was is None or now is None:
        return False
    return abs(now.placed_at - was.placed_at) > _ZONES or now.payable != was.payable


def _numbered_alike(order: Order, other: Document) -> Message:
    return say(
        "Another order of this shop has the number %(number)s, and its document is %(name)s. If this is another "
        "sale, give it a number of its own in the shop; if it is the same, close this one.",
        number=order.number,
        name=other,
    )


def _divided_otherwise(env: Env, order: Order, route: Route, now: datetime) -> None:
    reason = say(
        "This sale was begun in another way (whole, or in parts) than %(route)s says now. Invoice the rest by "
        "hand and close the order, or set the route back.",
        route=route,
    )
    _hold(env, order, route, "DIVIDED", reason, now)


def _hold(env: Env, order: Order, route: Route, code: str, reason: Message, now: datetime) -> None:
    free = sales.hold_unsent(order, (), reason, now)
    look_at = None if free else now + env.pace.of(SOON)
    finding = Finding(Severity.HOLD, code, "", reason)
    orders.stand(order, Standing.HELD, now, reason=reason, findings=[finding], route=route, look_at=look_at)
