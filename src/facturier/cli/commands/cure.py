"""`facturier cure`: a person's value for one field of an order; it survives every later poll."""

from typing import Annotated

import typer

from facturier.cli import find
from facturier.cli.commands.order import Shop
from facturier.cli.exits import Exit, Stop
from facturier.cli.session import By, session
from facturier.cli.show import FINDING_HEADS, ORDER_HEADS, finding_rows, order_row
from facturier.flows.cure import cure as cured
from facturier.flows.cure import trouble
from facturier.model.message import say
from facturier.store.models import Standing


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
        if (unfit := trouble(row, field, value)) is not None:
            raise Stop(unfit, Exit.USAGE)
        cured(env, row, {field: value}, by)
        row = find.order(number, row.shop.label)
        told = {**order_row(row), "findings": finding_rows(row.findings)}
    here.output.table([told], ORDER_HEADS)
    if told["findings"]:
        here.output.table(told["findings"], FINDING_HEADS, say("Findings"))
    here.output.value(told)
    return Exit.NEEDS_PERSON if row.standing == Standing.HELD else Exit.DONE
