"""What would become of an order now: the decision that the worker would take, with nothing written."""

from collections.abc import Sequence
from dataclasses import dataclass

from facturier.drafting.decide import decide as drafted
from facturier.drafting.decision import Decision, Outcome, closed, waiting
from facturier.drafting.kinds import ByHand
from facturier.flows import kinds, replaced
from facturier.flows.context import context_of, routes_of
from facturier.flows.env import Env
from facturier.flows.preceding import preceding
from facturier.model.kinds import DocumentClass
from facturier.model.message import say
from facturier.model.order import Order as OrderFacts
from facturier.model.order import OrderState
from facturier.store import sales
from facturier.store.models import NOTHING_THERE, Document, Order, Route


@dataclass(frozen=True)
class Preview:
    """document: the one that exists already or is on its way; then the decision shows that one's draft."""

    decision: Decision
    route: Route | None = None
    document: Document | None = None


def preview(env: Env, order: Order, by_hand: ByHand | None = None) -> Preview:
    """Ask the shop's routes as `decide` does. by_hand: as if a person sent it so now."""
    facts = order.snapshot.facts if order.snapshot else None
    if order.closed_by:
        return Preview(Decision(Outcome.CLOSED, reason=order.reason))
    if facts is None:
        why = order.snapshot.trouble if order.snapshot else ""
        reason = say("What the shop sent for this order cannot be read: %(why)s", why=why)
        return Preview(Decision(Outcome.HELD, reason=reason))
    if why_not := sales.closed_with(order):
        return Preview(closed(why_not))
    facts, standing = replaced.settled(order, facts)
    if standing is not None:
        return Preview(waiting(replaced.why(standing)))
    documents = sales.of_order(order)
    wanted = by_hand or kinds.wanted(order, documents)
    if wanted is None and (instead := kinds.stands_instead(order, documents, facts)):
        made = sales.living(order)[-1:] or [one for one in (instead.whole, instead.undone) if one]
        return _made(made[0])
    last = Preview(closed(say("No active route takes orders of this shop.")))
    for route in routes_of(order):
        last = _by_route(env, order, facts, route, documents, wanted)
        if last.decision.outcome is not Outcome.CLOSED or facts.state is OrderState.CANCELLED:
            return last
    return last


def _by_route(
    env: Env,
    order: Order,
    facts: OrderFacts,
    route: Route,
    documents: Sequence[Document],
    wanted: ByHand | None,
) -> Preview:
    """What one route does with it."""
    kind = wanted.kind if wanted else kinds.kind_by(route, order, facts)
    done = sales.progress(documents, kind.document_class)
    if kinds.is_done(kind, documents, done, wanted):
        made = done.whole or kinds.invoiced(documents) or done.retired or done.undone
        if made is not None:
            return _made(made)
    if facts.state is OrderState.CANCELLED:
        return Preview(closed(say("The order was cancelled in the shop.")), route)
    before: Sequence[Document] = ()
    if kind.document_class is DocumentClass.FISCAL:
        found = sales.before(route.company.issuer, str(facts.origin))
        before = [one for one in found if one.order_id != order.pk or one.state not in NOTHING_THERE]
    if not sales.settled(before):
        reason = say("%(name)s is not settled yet; the invoice follows it.", name=before[-1])
        return Preview(waiting(reason), route)
    follows = preceding(env, before, route, kind)
    context = context_of(env, order, facts, route, done, env.clock.now(), wanted, follows)
    return Preview(drafted(facts, context), route)


def _made(document: Document) -> Preview:
    decision = Decision(Outcome.READY, draft=document.draft, reason=document.reason)
    return Preview(decision, document.route, document)
