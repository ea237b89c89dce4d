"""What the shop says of an order, beside what will be sent for it (or was)."""

from collections.abc import Sequence
from dataclasses import dataclass

from facturier.drafting.decision import Decision, Outcome
from facturier.drafting.describe import Description, describe
from facturier.flows.env import Env
from facturier.flows.preview import Preview, preview
from facturier.model.draft import Draft
from facturier.model.finding import Severity
from facturier.model.money import total
from facturier.model.order import Order as OrderFacts
from facturier.ports.errors import Misconfigured
from facturier.store.models import EXISTS, UNSETTLED, Connection, CureRow, Document, Order, Route


@dataclass(frozen=True)
class ShopSide:
    """facts: as last heard, None where it cannot be read; then `trouble` says why. cures: people's corrections."""

    facts: OrderFacts | None
    trouble: str
    cures: Sequence[CureRow]

    @property
    def lines_total(self) -> str:
        """What the lines come to, which need not be what the buyer pays."""
        return str(total(line.gross for line in self.facts.lines)) if self.facts else ""


@dataclass(frozen=True)
class DraftSide:
    """sent: it left already, so it is what it is; else what would be sent now. draft: None where there is none.

    route, system: which way it goes, where a route takes it.
    """

    description: Description
    draft: Draft | None
    sent: bool
    route: Route | None
    system: Connection | None

    @property
    def holds(self) -> Sequence[object]:
        return [one for one in self.description.findings if one.severity is Severity.HOLD]

    @property
    def warnings(self) -> Sequence[object]:
        return [one for one in self.description.findings if one.severity is Severity.WARN]


def shop_side(order: Order) -> ShopSide:
    snapshot = order.snapshot
    return ShopSide(
        snapshot.facts if snapshot else None,
        snapshot.trouble if snapshot else "",
        list(order.cures.order_by("field")),
    )


def draft_side(env: Env, order: Order, document: Document | None) -> DraftSide:
    """Of the newest sale document where it left or may have left; else of the decision that would be taken now. Where
    the system's settings cannot be used, nobody can say how it computes."""
    try:
        if document is not None and document.state in (*EXISTS, *UNSETTLED):
            return of_document(env, document)
        return of_preview(env, preview(env, order))
    except Misconfigured as error:
        unknown = Description(Outcome.WAITING.value, error.message)
        return DraftSide(unknown, None, False, order.route, order.route.system if order.route else None)


def of_preview(env: Env, seen: Preview) -> DraftSide:
    """What would be sent now, or what was in its place already."""
    route, decision = seen.route, seen.decision
    if route is None or decision.draft is None:
        described = Description(decision.outcome.value, decision.reason, findings=decision.findings)
        return DraftSide(described, None, False, route, route.system if route else None)
    described = describe(decision, env.capabilities(route.system).arithmetic)
    return DraftSide(described, decision.draft, False, route, route.system)


def of_document(env: Env, document: Document) -> DraftSide:
    """A document as it was drafted and sent."""
    decision = Decision(Outcome.READY, draft=document.draft)
    described = describe(decision, env.capabilities(document.system).arithmetic)
    return DraftSide(described, document.draft, True, document.route, document.system)
