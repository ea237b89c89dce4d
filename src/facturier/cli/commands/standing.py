"""`facturier close` and `reopen`: a person says that an order gets no document, or that it may after all."""

from typing import Annotated

import typer

from facturier.cli import find
from facturier.cli.commands.order import Shop
from facturier.cli.exits import Exit, Stop
from facturier.cli.session import By, Session, Why, session
from facturier.cli.show import ORDER_HEADS, order_row
from facturier.flows import person
from facturier.flows.decide import decide
from facturier.model.message import say
from facturier.store import orders
from facturier.store.models import Order

Number = Annotated[str, typer.Argument(metavar="ORDER", help="Its number in the shop.")]


def add_to(app: typer.Typer) -> None:
    app.command("close")(close)
    app.command("reopen")(reopen)


def close(context: typer.Context, number: Number, by: By, why: Why = "", shop: Shop = "") -> Exit:
    """Close an order without a document."""
    if not why:
        raise Stop(say("--why is missing: say why this order gets no document."), Exit.USAGE)
    here = session(context)
    with here.world() as env:
        row = find.order(number, shop)
        person.close_order(env, row, by, why)
        return _tell(here, row)


def reopen(context: typer.Context, number: Number, by: By, shop: Shop = "") -> Exit:
    """Take a close back; the order is decided anew."""
    here = session(context)
    with here.world() as env:
        row = find.order(number, shop)
        if not row.closed_by:
            raise Stop(say("Order %(number)s was not closed by a person.", number=number))
        orders.reopen(row, by, env.clock.now())
        decide(env, row.pk)
        return _tell(here, row)


def _tell(here: Session, row: Order) -> Exit:
    told = order_row(find.order(row.number, row.shop.label))
    here.output.table([told], ORDER_HEADS)
    here.output.value(told)
    return Exit.DONE
