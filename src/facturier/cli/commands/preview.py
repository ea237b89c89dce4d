"""`facturier preview`: the draft line by line, as the system will compute it, before anything is sent."""

from typing import Annotated, Any

import msgspec
import typer

from facturier.cli import find
from facturier.cli.commands.issue import As
from facturier.cli.commands.order import Shop
from facturier.cli.exits import Exit
from facturier.cli.session import Session, session
from facturier.cli.show import FINDING_HEADS, finding_rows
from facturier.drafting.decision import Outcome
from facturier.drafting.describe import Description, describe
from facturier.drafting.kinds import ByHand
from facturier.flows.env import Env
from facturier.flows.preview import Preview
from facturier.flows.preview import preview as previewed
from facturier.model.arithmetic import Arithmetic
from facturier.model.message import say
from facturier.store.models import Order

_LINES = {
    "code": say("Code"),
    "name": say("Name"),
    "quantity": say("Quantity"),
    "unit": say("Unit"),
    "price": say("Price"),
    "percent": say("VAT %"),
    "net": say("Net"),
    "vat": say("VAT"),
    "gross": say("Gross"),
}
_FOOT = {
    "series": say("Series"),
    "net": say("Net"),
    "vat": say("VAT"),
    "rounding": say("Rounding"),
    "payable": say("Payable"),
    "currency": say("Currency"),
    "fitting": say("Fitting"),
    "exchange": say("Exchange"),
    "notes": say("Notes"),
}


def add_to(app: typer.Typer) -> None:
    app.command("preview")(preview)


def preview(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="ORDER")],
    shop: Shop = "",
    kind: As = None,
) -> Exit:
    """Show what would be sent for an order, line by line. Ends with 3 when the order is held."""
    here = session(context)
    with here.world() as env:
        row = find.order(number, shop)
        seen = previewed(env, row, ByHand(kind) if kind is not None else None)
        told = preview_facts(env, row, seen)
        _print(here, told)
    here.output.value(told)
    return Exit.NEEDS_PERSON if seen.decision.outcome is Outcome.HELD else Exit.DONE


def preview_facts(env: Env, row: Order, seen: Preview) -> dict[str, Any]:
    described = _described(env, seen)
    told = {name: getattr(described, name) for name in Description.__struct_fields__}
    return {
        "order": row.number,
        "route": seen.route.label if seen.route else "",
        "document": str(seen.document) if seen.document else "",
        **told,
        "rows": [msgspec.structs.asdict(one) for one in described.rows],
        "step": seen.decision.draft.fitting if seen.decision.draft else "",
        "findings": finding_rows(described.findings),
    }


def _described(env: Env, seen: Preview) -> Description:
    if seen.route is None or seen.decision.draft is None:
        decision = seen.decision
        return Description(decision.outcome.value, decision.reason, findings=decision.findings)
    return describe(seen.decision, _arithmetic(env, seen))


def _arithmetic(env: Env, seen: Preview) -> Arithmetic:
    """Of the system that the document goes to."""
    if seen.route is None:
        raise ValueError("a draft without a route")
    return env.capabilities(seen.route.system).arithmetic


def _print(here: Session, told: dict[str, Any]) -> None:
    here.output.say(
        say("Order %(order)s, route %(route)s: %(outcome)s", **{**told, "route": told["route"] or "-"})
    )
    if told["reason"]:
        here.output.say(told["reason"])
    if told["document"]:
        here.output.say(say("Its document exists: %(document)s.", document=told["document"]))
    if told["rows"]:
        here.output.table(told["rows"], _LINES)
        here.output.facts(told, _FOOT)
    if told["findings"]:
        here.output.table(told["findings"], FINDING_HEADS, say("Findings"))
