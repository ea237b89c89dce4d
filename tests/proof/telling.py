"""A run as a story that can be read: what was drawn, who did what when, and what broke."""

from tests.proof.plan import Plan
from tests.proof.play import Played


def told(played: Played) -> str:
    ends = [f"BROKEN: {why}" for why in played.breaches] or ["Nothing broke."]
    return "\n".join([*_drawn(played.plan), "", *played.trace, "", *ends])


def _drawn(plan: Plan) -> list[str]:
    lines = [
        f"Seed {plan.seed}: {plan.orders} orders into {plan.system}, {plan.workers} workers, baton offered at every "
        f"{plan.grain} ({plan.restless:.0%}), {plan.lost:.0%} of nudges lost, "
        f"{plan.mortality.deaths} deaths and {plan.mortality.naps} stops at most.",
    ]
    lines += [f"  {host}: {switches}" for host, switches in plan.switches.items() if switches]
    if plan.settings:
        lines.append(f"  route: {plan.settings}")
    return lines
