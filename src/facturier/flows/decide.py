"""An order heard or changed -> waiting, held, closed, withdrawn, or a READY document in its sale slot."""

from datetime import date, datetime, timedelta

from facturier.drafting.choices import QuantitySource
from facturier.drafting.company import Company
from facturier.drafting.context import Context, ExchangeRate
from facturier.drafting.decide import decide as drafted
from facturier.drafting.decision import Decision, Outcome
from facturier.drafting.exchange import source_of
from facturier.drafting.settings import RouteSettings
from facturier.flows import after
from facturier.flows.env import Env
from facturier.model.finding import Finding, Severity
from facturier.model.message import Message, say
from facturier.model.order import Order as OrderFacts
from facturier.model.order import OrderState
from facturier.ports.clock import business_date
from facturier.ports.offers import Offers
from facturier.store import journal, orders, rates, sales, wishes
from facturier.store.models import EXISTS, UNSETTLED, Division, Order, Route, Standing
from facturier.store.sales import Progress
from facturier.store.slots import Claim, SlotTaken, open_slot

WAIT_AGAIN = timedelta(hours=1)
OWN_CURRENCIES = {"RON", "EUR", "PLN"}


def decide(env: Env, order_id: int) -> None:
    """Decide one order on its newest snapshot. Safe to call at any time, by several at once."""
    order = Order.objects.select_related("snapshot", "shop", "organisation", "route").get(pk=order_id)
    now = env.clock.now()
    facts = order.snapshot.facts if order.snapshot else None
    if order.closed_by:
        orders.seen(order)
    elif facts is None:
        _unreadable(order, now)
    else:
        _ask_routes(env, order, facts, now)


def _unreadable(order: Order, now: datetime) -> None:
    """Held, unless it has its document already: then only an alarm says that news of it cannot be read."""
    why = order.snapshot.trouble if order.snapshot else ""
    if order.documents.filter(state__in=[*EXISTS, *UNSETTLED]).exists():
        told = say("News of order %(number)s cannot be read: %(why)s", number=order.number, why=why)
        journal.raise_alarm("PAYLOAD", order, told, now, order.organisation_id)
        orders.seen(order)
        return
    finding = Finding(
        Severity.HOLD,
        "PAYLOAD",
        "",
        say("What the shop sent for this order cannot be read: %(why)s", why=why),
    )
    orders.stand(order, Standing.HELD, now, reason=finding.message, findings=[finding])


def _ask_routes(env: Env, order: Order, facts: OrderFacts, now: datetime) -> None:
    """Ask the shop's routes in their order; the first that does not close the order wins it."""
    reason = say("No active route takes orders of this shop.")
    for route in routes_of(order):
        done = sales.progress(order, route.settings.kind.document_class)
        if done.whole or (done.retired and not wishes.reissue(order)):
            after.changed(env, order, facts, done, route)
            return
        if facts.state is OrderState.CANCELLED:
            _withdraw(env, order, facts, done, route, now)
            return
        decision = drafted(facts, context_of(env, order, facts, route, done, now))
        if decision.outcome is not Outcome.CLOSED:
            _apply(env, order, facts, route, done, decision, now)
            return
        reason = decision.reason or reason
    sales.withdraw_unsent(order, reason, now)
    orders.stand(order, Standing.CLOSED, now, reason=reason)


def routes_of(order: Order) -> list[Route]:
    routes = Route.objects.filter(shop_id=order.shop_id, active=True)
    return list(routes.select_related("company", "system", "organisation").order_by("rank"))


def _withdraw(env: Env, order: Order, facts: OrderFacts, done: Progress, route: Route, now: datetime) -> None:
    """Cancelled in the shop before (the rest of) it was sent: nothing more will be."""
    reason = say("The order was cancelled in the shop before a document was made.")
    sales.withdraw_unsent(order, reason, now)
    if done.alive:
        after.changed(env, order, facts, done, route)
    else:
        orders.stand(order, Standing.WITHDRAWN, now, reason=reason)


def context_of(
    env: Env, order: Order, facts: OrderFacts, route: Route, done: Progress, now: datetime
) -> Context:
    company, settings = route.company.facts, route.settings
    today = business_date(now, company.zone)
    parts = settings.quantity is not QuantitySource.ORDERED
    return Context(
        settings=settings,
        company=company,
        capabilities=env.capabilities(route.system),
        offers=route.system.offers or Offers(),
        today=today,
        rates=_rates(facts, settings, company, today),
        cures=orders.cures_of(order),
        claimed=done.claimed(),
        part=done.next_part if parts else "",
    )


def _rates(
    facts: OrderFacts, settings: RouteSettings, company: Company, today: date
) -> tuple[ExchangeRate, ...]:
    """The rates that may count, from the day of the order on; through the source's own currency too."""
    named = {facts.currency, settings.price_currency, settings.document_currency, company.currency} - {""}
    if len(named) < 2:
        return ()
    source = source_of(settings.rate_source, company)
    since = min(business_date(facts.placed_at, company.zone), today)
    return rates.between(source, named | OWN_CURRENCIES, since, today)


def _apply(
    env: Env,
    order: Order,
    facts: OrderFacts,
    route: Route,
    done: Progress,
    decision: Decision,
    now: datetime,
) -> None:
    if decision.outcome is Outcome.READY:
        _ready(env, order, facts, route, done, decision, now)
        return
    reason = decision.reason or _first_hold(decision)
    if decision.outcome is Outcome.WAITING and done.alive:
        after.changed(env, order, facts, done, route)
        return
    sales.hold_unsent(order, decision.findings, reason, now)
    held = decision.outcome is Outcome.HELD
    orders.stand(
        order,
        Standing.HELD if held else Standing.WAITING,
        now,
        reason=reason,
        findings=decision.findings,
        route=route,
        look_at=None if held else now + env.pace.of(WAIT_AGAIN),
    )


def _first_hold(decision: Decision) -> Message | None:
    """What stops the order, not what is merely worth knowing about it."""
    holds = (one.message for one in decision.findings if one.severity is Severity.HOLD)
    return next(holds, None)


def _ready(
    env: Env,
    order: Order,
    facts: OrderFacts,
    route: Route,
    done: Progress,
    decision: Decision,
    now: datetime,
) -> None:
    draft = decision.draft
    if draft is None:
        raise ValueError("a ready decision without a draft")
    parts = route.settings.quantity is not QuantitySource.ORDERED
    claim = Claim(
        order=order,
        route=route,
        kind=draft.kind,
        issuer=route.company.issuer,
        origin=str(facts.origin),
        part=done.next_part if parts else "",
        division=Division.PARTS if parts else Division.WHOLE,
        number_space=draft.kind.document_class.value,
        takes=decision.takes,
        last_part=decision.last_part,
    )
    try:
        document = open_slot(claim, draft, now)
    except SlotTaken as taken:
        _elsewhere(order, route, taken, now)
        return
    wishes.reissued(order, document, now)
    orders.stand(order, Standing.READY, now, findings=decision.findings, route=route)
    env.nudge("document", document.pk)


def _elsewhere(order: Order, route: Route, taken: SlotTaken, now: datetime) -> None:
    """The sale already has its document, through another connection, another route, or another worker."""
    other = taken.document
    if other is not None and other.order_id == order.pk:
        orders.seen(order)
        return
    if taken.elsewhere:
        reason = say("Issued elsewhere as %(name)s.", name=taken.elsewhere)
    elif other is None:
        reason = say("This sale is already invoiced in another way (whole or in parts); it stays so.")
    else:
        reason = say(
            "This sale already has its document: %(name)s, through %(route)s.", name=other, route=other.route
        )
    orders.stand(order, Standing.CLOSED, now, reason=reason, route=route)
