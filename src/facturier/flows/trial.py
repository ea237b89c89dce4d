"""What a route would do with the newest orders of its shop, before it is saved. Nothing is written."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from facturier.drafting.decide import decide as drafted
from facturier.drafting.decision import Decision, Outcome
from facturier.flows.context import context_of
from facturier.flows.env import Env
from facturier.model.finding import Severity
from facturier.model.message import Message
from facturier.store import sales
from facturier.store.models import Order, Route


@dataclass(frozen=True)
class Tried:
    """One order. taken_by: another route that is asked before this one and takes it; then `decision` is that one's.

    issued: the name of the document that its sale has already; whatever the route says, that one stands.
    """

    order: Order
    decision: Decision
    taken_by: Route | None = None
    issued: str = ""

    @property
    def why(self) -> Message | None:
        """What stops the order, in one sentence."""
        holds = (one.message for one in self.decision.findings if one.severity is Severity.HOLD)
        return self.decision.reason or next(holds, None)


@dataclass(frozen=True)
class Trial:
    rows: Sequence[Tried]

    @property
    def ready(self) -> int:
        return self._counted(Outcome.READY)

    @property
    def held(self) -> int:
        return self._counted(Outcome.HELD)

    @property
    def waiting(self) -> int:
        return self._counted(Outcome.WAITING)

    @property
    def closed(self) -> int:
        """Turned away: the next route is asked, or the order gets no document."""
        return self._counted(Outcome.CLOSED)

    @property
    def others(self) -> int:
        """Taken by a route that is asked before."""
        return sum(1 for one in self.rows if one.taken_by is not None)

    @property
    def reasons(self) -> Sequence[tuple[Message, int]]:
        """Why orders would be held, the most frequent reason first. Sentences that differ in facts alone are one."""
        held = [one for one in self.rows if one.taken_by is None and one.decision.outcome is Outcome.HELD]
        told = {one.why.text: one.why for one in reversed(held) if one.why is not None}
        counted = Counter(one.why.text for one in held if one.why is not None)
        return [(told[text], count) for text, count in counted.most_common()]

    def _counted(self, outcome: Outcome) -> int:
        return sum(1 for one in self.rows if one.taken_by is None and one.decision.outcome is outcome)


def try_route(env: Env, route: Route, newest: int = 20) -> Trial:
    """Ask `route` (saved or not) about the newest orders of its shop, beside the routes that go before it."""
    rows = Order.objects.filter(shop=route.shop, snapshot__isnull=False, closed_by="")
    found = rows.select_related("snapshot", "shop", "organisation").order_by("-placed_at", "-pk")[:newest]
    others = Route.objects.filter(shop=route.shop, active=True, rank__lt=route.rank).exclude(pk=route.pk)
    before = list(others.select_related("company", "system", "organisation").order_by("rank"))
    return Trial([tried for order in found if (tried := _try(env, order, route, before))])


def _try(env: Env, order: Order, route: Route, before: Sequence[Route]) -> Tried | None:
    """None where what the shop sent cannot be read: no route says anything about that."""
    facts = order.snapshot.facts if order.snapshot else None
    if facts is None:
        return None
    fresh = sales.Progress(())
    for other in before:
        decision = drafted(facts, context_of(env, order, facts, other, fresh, env.clock.now()))
        if decision.outcome is not Outcome.CLOSED:
            return Tried(order, decision, other, _issued(order))
    decision = drafted(facts, context_of(env, order, facts, route, fresh, env.clock.now()))
    return Tried(order, decision, None, _issued(order))


def _issued(order: Order) -> str:
    living = sales.living(order)
    return str(living[0]) if living and living[0].number else ""
