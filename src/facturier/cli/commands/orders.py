"""`facturier orders`: where orders stand."""

from typing import Annotated

import typer

from facturier.cli.exits import Exit, Stop
from facturier.cli.session import session
from facturier.cli.show import ORDER_HEADS, order_row
from facturier.model.message import say
from facturier.store.models import Order, Standing


def add_to(app: typer.Typer) -> None:
    app.command("orders")(orders)


def orders(
    context: typer.Context,
    standing: Annotated[
        list[str] | None, typer.Option(help="Only orders in this state, such as held.")
    ] = None,
    shop: Annotated[str, typer.Option(help="Only orders of this connection.")] = "",
    number: Annotated[str, typer.Option(help="Only orders whose number contains this.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most this many, the newest first.")] = 50,
) -> Exit:
    """List orders, the newest first."""
    here = session(context)
    with here.world():
        found = Order.objects.select_related("snapshot", "shop").prefetch_related("documents")
        if standing:
            found = found.filter(standing__in=[_known(each) for each in standing])
        if shop:
            found = found.filter(shop__label=shop)
        if number:
            found = found.filter(number__contains=number)
        count = found.count()
        rows = [order_row(order) for order in found.order_by("-placed_at", "-pk")[:limit]]
    here.output.table(rows, ORDER_HEADS)
    if count > len(rows):
        here.output.say(say("%(shown)s of %(count)s orders shown.", shown=len(rows), count=count))
    here.output.value(rows)
    return Exit.DONE


def _known(standing: str) -> Standing:
    try:
        return Standing(standing)
    except ValueError as error:
        raise Stop(
            say("%(given)s is no state. There are: %(all)s.", given=standing, all=", ".join(Standing.values)),
            Exit.USAGE,
        ) from error
