"""A run as a story that can be read: what was drawn, who did what when, and what broke."""

from tests.proof.plan import Fault, Plan
from tests.proof.play import Played


def told(played: Played) -> str:
    ends = [f"BROKEN: {why}" for why in played.breaches] or ["Nothing broke."]
    return "\n".join([*_drawn(played.plan), "", *played.trace, "", *ends])


def _drawn(plan: Plan) -> list[str]:
    placed = sum(event.deed == "place" for event in plan.events)
    lines = [
        f"Seed {plan.seed}: {placed} orders of {plan.shop} into {plan.system}, {plan.workers} workers, baton "
        f"offered at every {plan.grain} ({plan.restless:.0%}), {plan.lost:.0%} of nudges lost, "
        f"{plan.mortality.deaths} deaths and {plan.mortality.naps} stops at most.",
    ]
    lines += [f"  {host}: {switches}" for host, switches in plan.switches.items() if switches]
    lines += [f"  trouble: {_trouble(fault)}" for fault in plan.faults]
    if plan.restored:
        lines.append("  backup at {:.0f} s, restored at {:.0f} s".format(*plan.restored))
    if plan.ways:
        lines.append(f"  ways: {', '.join(plan.ways)} {plan.account or ''}".rstrip())
    if plan.settings:
        lines.append(f"  route: {plan.settings}")
    return lines


def _trouble(fault: Fault) -> str:
    times = "" if fault.times is None else f", {fault.times} times at most"
    called = f" on {fault.match}" if fault.match else ""
    lasts = f" ({fault.seconds:.0f} s)" if fault.seconds else ""
    window = f"from {fault.begins:.0f} to {fault.ends:.0f} s"
    return f"{fault.name}{lasts} at {fault.host}{called}, {window}, {fault.share:.0%} of calls{times}"
