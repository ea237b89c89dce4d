"""What would become of an order now: the decision that the worker would take, with nothing written."""

from dataclasses import dataclass

from facturier.drafting.decide import decide as drafted
from facturier.drafting.decision import Decision, Outcome, closed
from facturier.flows.decide import context_of, routes_of
from facturier.flows.env import Env
from facturier.model.message import say
from facturier.model.order import OrderState
from facturier.store import sales, wishes
from facturier.store.models import Document, Order, Route


@dataclass(frozen=True)
class Preview:
    """document: the one that exists already or is on its way; then the decision shows that one's draft."""

    decision: Decision
    route: Route | None = None
    document: Document | None = None


def preview(env: Env, order: Order) -> Preview:
    """Ask the shop's routes as `decide` does."""
    facts = order.snapshot.facts if order.snapshot else None
    if order.closed_by:
        return Preview(Decision(Outcome.CLOSED, reason=order.reason))
    if facts is None:
        why = order.snapshot.trouble if order.snapshot else ""
        reason = say("What the shop sent for this order cannot be read: %(why)s", why=why)
        return Preview(Decision(Outcome.HELD, reason=reason))
    last = Preview(closed(say("No active route takes orders of this shop.")))
    for route in routes_of(order):
        done = sales.progress(order, route.settings.kind.document_class)
        made = done.whole or (done.retired if done.retired and not wishes.reissue(done.retired) else None)
        if made is not None:
            return Preview(Decision(Outcome.READY, draft=made.draft, reason=made.reason), made.route, made)
        if facts.state is OrderState.CANCELLED:
            return Preview(closed(say("The order was cancelled in the shop.")), route)
        decision = drafted(facts, context_of(env, order, facts, route, done, env.clock.now()))
        last = Preview(decision, route)
        if decision.outcome is not Outcome.CLOSED:
            return last
    return last
