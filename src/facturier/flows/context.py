"""What a decision is made from: the routes of a shop in their order, and all that counts beside the order itself."""

from datetime import date, datetime

from facturier.drafting.choices import QuantitySource
from facturier.drafting.company import Company
from facturier.drafting.context import Context, ExchangeRate
from facturier.drafting.exchange import source_of
from facturier.drafting.kinds import ByHand
from facturier.drafting.settings import RouteSettings
from facturier.flows.env import Env
from facturier.flows.preceding import NOTHING, Preceding
from facturier.model.order import Order as OrderFacts
from facturier.ports.clock import business_date
from facturier.ports.offers import Offers
from facturier.store import orders, rates, statements
from facturier.store.models import Order, Route
from facturier.store.sales import Progress

OWN_CURRENCIES = {"RON", "EUR", "PLN"}


def routes_of(order: Order) -> list[Route]:
    joins = ["company", "system", "organisation"]
    return statements.rows(Route, {"shop": order.shop_id, "active": True}, joins, order="rank")


def context_of(
    env: Env,
    order: Order,
    facts: OrderFacts,
    route: Route,
    done: Progress,
    now: datetime,
    by_hand: ByHand | None = None,
    follows: Preceding = NOTHING,
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
        netted=done.netted(),
        part=done.next_part if parts else "",
        by_hand=by_hand,
        before=follows.facts,
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
