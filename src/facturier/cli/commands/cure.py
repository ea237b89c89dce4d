"""`facturier cure`: a person's value for one field of an order; it survives every later poll."""

from typing import Annotated

import typer

from facturier.cli import find
from facturier.cli.commands.order import Shop
from facturier.cli.exits import Exit, Stop
from facturier.cli.session import By, session
from facturier.cli.show import FINDING_HEADS, ORDER_HEADS, finding_rows, order_row
from facturier.drafting import cures
from facturier.flows.decide import decide
from facturier.model.message import say
from facturier.store import orders
from facturier.store.models import Order, Standing


def add_to(app: typer.Typer) -> None:
    app.command("cure")(cure)


def cure(
    context: typer.Context,
    number: Annotated[str, typer.Argument(metavar="ORDER")],
    field: Annotated[str, typer.Argument(help="A path such as buyer.address.city, as findings name it.")],
    value: Annotated[str, typer.Argument(help="What to put there.")],
    by: By,
    shop: Shop = "",
) -> Exit:
    """Correct one field of an order and decide it anew. The shop's own data stays as it is."""
    here = session(context)
    with here.world() as env:
        row = find.order(number, shop)
        _refuse_unfit(row, field, value)
        orders.cure(row, field, value, by, env.clock.now())
        decide(env, row.pk)
        row = find.order(number, row.shop.label)
        told = {**order_row(row), "findings": finding_rows(row.findings)}
    here.output.table([told], ORDER_HEADS)
    if told["findings"]:
        here.output.table(told["findings"], FINDING_HEADS, say("Findings"))
    here.output.value(told)
    return Exit.NEEDS_PERSON if row.standing == Standing.HELD else Exit.DONE


def _refuse_unfit(row: Order, field: str, value: str) -> None:
    """A path that leads nowhere, or a value that cannot stand there, is a slip of the hand."""
    facts = row.snapshot.facts if row.snapshot else None
    if facts is None:
        raise Stop(say("What the shop sent for this order cannot be read, so nothing in it can be cured."))
    for finding in cures.apply(facts, {field: value}).findings:
        if finding.code == "CURE-PATH":
            raise Stop(say("The order has no field %(field)s.", field=field), Exit.USAGE)
        raise Stop(finding.message, Exit.USAGE)
