"""An order heard or changed -> waiting, held, closed, withdrawn, or a READY document in its sale slot."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from msgspec.structs import replace

from facturier.drafting.decide import decide as drafted
from facturier.drafting.decision import Decision, Outcome
from facturier.flows import after, again, claiming, kinds, replaced
from facturier.flows.claiming import SOON, Asked
from facturier.flows.context import context_of, routes_of
from facturier.flows.env import Env
from facturier.flows.preceding import preceding
from facturier.model.finding import Finding, Severity
from facturier.model.kinds import DocumentClass
from facturier.model.message import Message, say
from facturier.model.order import Order as OrderFacts
from facturier.model.order import OrderState
from facturier.ports.errors import Misconfigured
from facturier.store import journal, orders, sales, standing
from facturier.store.models import Document, Order, Route, Standing, State
from facturier.store.sales import Progress

WAIT_AGAIN = timedelta(hours=1)
LOST = timedelta(minutes=1)
SETTLING = timedelta(seconds=30)
CLOSED = say("The order is closed. Open it again first.")


def decide(env: Env, order_id: int, *, only_due: bool = False) -> None:
    """Decide one order on its newest snapshot. Safe to call at any time, by several at once. only_due: leave it
    to whoever has just begun to."""
    now = env.clock.now()
    order = orders.claim(order_id, now, env.pace.of(LOST), only_due)
    if order is None:
        return
    facts = order.snapshot.facts if order.snapshot else None
    if facts is None:
        _unreadable(env, order, now)
        return
    facts, standing_before = replaced.settled(order, facts)
    if order.closed_by:
        again.unmet(order, CLOSED, now)
        after.changed(env, order, facts)
    elif reason := sales.closed_with(order):
        _closed_with(env, order, reason, now)
    elif standing_before is not None:
        _wait(env, order, replaced.why(standing_before), now)
    else:
        try:
            _ask_routes(env, order, facts, now)
        except sales.Preceded as found:
            _after(env, order, facts, found.documents, now)
        except Misconfigured as error:
            _unusable(env, order, error, now)


def _wait(env: Env, order: Order, reason: Message, now: datetime) -> None:
    free = sales.hold_unsent(order, (), reason, now)
    later = now + env.pace.of(WAIT_AGAIN if free else SOON)
    orders.stand(order, Standing.WAITING, now, reason=reason, look_at=later)


def _closed_with(env: Env, order: Order, reason: Message, now: datetime) -> None:
    """Unless a worker is about to send it: then the order is looked at again when that is through."""
    if sales.withdraw_unsent(order, reason, now):
        orders.stand(order, Standing.CLOSED, now, reason=reason)
    else:
        orders.again(order, now + env.pace.of(SOON))


def _unusable(env: Env, order: Order, error: Misconfigured, now: datetime) -> None:
    """The settings of a connection cannot be used: what was sent stays as it is, all else waits until somebody has
    mended them, and is decided again at once then."""
    later = now + env.pace.of(WAIT_AGAIN)
    if sales.living(order):
        orders.again(order, later)
    else:
        orders.stand(order, Standing.WAITING, now, reason=error.message, look_at=later)


def _after(env: Env, order: Order, facts: OrderFacts, documents: Sequence[Document], now: datetime) -> None:
    """Decide on an invoice with the order documents and proformas that stand for the sale; not before it is known
    what became of each of them."""
    if not sales.settled(documents):
        orders.again(order, now + env.pace.of(SETTLING))
        return
    try:
        _ask_routes(env, order, facts, now, documents)
    except sales.Preceded:
        orders.again(order, now + env.pace.of(SOON))


def _unreadable(env: Env, order: Order, now: datetime) -> None:
    """Held, unless it has its document already: then only an alarm says that news of it cannot be read; or somebody
    closed it. What was not sent is held in each case."""
    why = order.snapshot.trouble if order.snapshot else ""
    told = say("What the shop sent for this order cannot be read: %(why)s", why=why)
    free = sales.hold_unsent(order, (), told, now)
    if order.closed_by:
        again.unmet(order, CLOSED, now)
    if living := sales.living(order):
        news = say("News of order %(number)s cannot be read: %(why)s", number=order.number, why=why)
        journal.raise_alarm("PAYLOAD", order, news, now, order.organisation_id)
    if living or order.closed_by:
        if free:
            orders.seen(order)
        else:
            orders.again(order, now + env.pace.of(SOON))
        return
    finding = Finding(Severity.HOLD, "PAYLOAD", "", told)
    look_at = None if free else now + env.pace.of(SOON)
    orders.stand(order, Standing.HELD, now, reason=told, findings=[finding], look_at=look_at)


def _ask_routes(
    env: Env, order: Order, facts: OrderFacts, now: datetime, before: Sequence[Document] = ()
) -> None:
    """Ask the shop's routes in their order; the first that does not close the order wins it. before: order documents
    and proformas that an invoice would follow."""
    reason = say("No active route takes orders of this shop.")
    documents = sales.of_order(order)
    wanted = kinds.wanted(order, documents)
    if wanted is None and (instead := kinds.stands_instead(order, documents, facts)):
        _only(order, instead, now)
        again.done(order, documents, now)
        after.changed(env, order, facts)
        return
    for route in routes_of(order):
        kind = wanted.kind if wanted else kinds.kind_by(route, order, facts)
        done = sales.progress(documents, kind.document_class)
        if kinds.is_done(kind, documents, done, wanted):
            _only(order, done, now)
            again.done(order, documents, now)
            after.changed(env, order, facts)
            return
        if facts.state is OrderState.CANCELLED:
            break
        follows = preceding(env, before, route, kind)
        context = context_of(env, order, facts, route, done, now, wanted, follows)
        decision = drafted(facts, context)
        if decision.outcome is not Outcome.CLOSED:
            _apply(env, Asked(order, facts, route, done, follows), decision, now)
            return
        reason = decision.reason or reason
    _nothing_more(env, order, facts, reason, now, meant=wanted is not None)


def _only(order: Order, done: Progress, now: datetime) -> None:
    """The order has what `done` tells of, or is past it; what was ready beside that was in doubt when it was made."""
    if not sales.give_up_beside(order, done, now):
        return
    reason, stands = None, Standing.CLOSED
    if sent := sales.living(order):
        stands = standing.BY_STATE[State(sent[-1].state)]
    elif done.undone:
        reason = standing.why_closed(done.undone)
    orders.stand(order, stands, now, reason=reason, look_at=order.look_at)


def _nothing_more(
    env: Env, order: Order, facts: OrderFacts, reason: Message, now: datetime, *, meant: bool
) -> None:
    """Cancelled in the shop, or taken by no route: what was not sent will not be; what was made stays.

    meant: although a person wants it sent.
    """
    cancelled = facts.state is OrderState.CANCELLED
    if cancelled:
        reason = say("The order was cancelled in the shop before a document was made.")
    if not sales.withdraw_unsent(order, reason, now):
        orders.again(order, now + env.pace.of(SOON))
        return
    if meant:
        again.unmet(order, reason, now)
    if sales.living(order):
        after.changed(env, order, facts)
    else:
        stands = Standing.WITHDRAWN if cancelled else Standing.CLOSED
        orders.stand(order, stands, now, reason=reason, route=_whose(env, order, facts, now))


def _whose(env: Env, order: Order, facts: OrderFacts, now: datetime) -> Route | None:
    """Where a shop sells for several companies: the route that would take it if its buyer asked for an invoice, for
    its takings are that company's."""
    routes = routes_of(order)
    if len({route.company_id for route in routes}) < 2:
        return None
    asked, done = replace(facts, invoice_asked=True), sales.progress((), DocumentClass.FISCAL)
    for route in routes:
        decision = drafted(asked, context_of(env, order, asked, route, done, now))
        if decision.outcome is not Outcome.CLOSED:
            return route
    return None


def _apply(env: Env, asked: Asked, decision: Decision, now: datetime) -> None:
    if decision.outcome is Outcome.READY:
        claiming.ready(env, asked, decision, now)
        return
    order = asked.order
    reason = decision.reason or _first_hold(decision)
    if decision.outcome is Outcome.WAITING and asked.done.alive:
        _nothing_new(env, asked, reason, now)
        return
    held = decision.outcome is Outcome.HELD
    look_at = None if held else now + env.pace.of(WAIT_AGAIN)
    if not sales.hold_unsent(order, decision.findings, reason, now):
        look_at = now + env.pace.of(SOON)
    orders.stand(
        order,
        Standing.HELD if held else Standing.WAITING,
        now,
        reason=reason,
        findings=decision.findings,
        route=asked.route,
        look_at=look_at,
    )


def _nothing_new(env: Env, asked: Asked, reason: Message | None, now: datetime) -> None:
    """What was sent is all that is wanted by now: a part that was ready and is not due any more is not sent."""
    order, unsent = asked.order, asked.done.unsent
    if unsent is not None and unsent.state != State.WITHDRAWN and not _taken_back(order, reason, now):
        orders.again(order, now + env.pace.of(SOON))
    else:
        after.changed(env, order, asked.facts)


@transaction.atomic
def _taken_back(order: Order, reason: Message | None, now: datetime) -> bool:
    """The order stands as the newest of its documents that was sent. False where a worker has the other just now."""
    if not sales.hold_unsent(order, (), reason, now, State.WITHDRAWN):
        return False
    if sent := sales.living(order):
        orders.stand(order, standing.BY_STATE[State(sent[-1].state)], now)
    return True


def _first_hold(decision: Decision) -> Message | None:
    """What stops the order, not what is merely worth knowing about it."""
    holds = (one.message for one in decision.findings if one.severity is Severity.HOLD)
    return next(holds, None)
