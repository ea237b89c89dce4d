"""`facturier issue`: decide and issue now, without waiting for a worker."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any

import typer

from facturier.cli import find, guard
from facturier.cli.carry import carry, work_off
from facturier.cli.commands.order import Shop
from facturier.cli.exits import Exit, Stop
from facturier.cli.session import By, Session, session
from facturier.cli.show import ORDER_HEADS, order_row
from facturier.drafting.kinds import ByHand
from facturier.flows import by_hand
from facturier.flows.env import Env
from facturier.flows.find import poll
from facturier.flows.hurry import hurry
from facturier.model.kinds import DocumentKind
from facturier.model.message import say
from facturier.store.models import Connection, Order, Standing

_FOR_A_PERSON = {Standing.HELD, Standing.DISPUTED, Standing.REFUSED}
_UNDER_WAY = {Standing.NEW, Standing.READY, Standing.SENDING, Standing.IN_DOUBT, Standing.ISSUED}
As = Annotated[
    DocumentKind | None,
    typer.Option(
        "--as", help="Send them by hand as this, paid or not, asked for or not.", show_default=False
    ),
]
Patience = Annotated[
    float,
    typer.Option("--patience", min=0, help="Seconds to wait for what must wait; a worker does the rest."),
]


def add_to(app: typer.Typer) -> None:
    app.command("issue")(issue)


def issue(
    context: typer.Context,
    by: By,
    numbers: Annotated[list[str] | None, typer.Argument(metavar="[ORDER]...")] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Everything that is due, polling shops first.")
    ] = False,
    patience: Patience = 60,
    threads: Annotated[int, typer.Option(min=1, max=64, help="With --all: how many at once.")] = 8,
    shop: Shop = "",
    kind: As = None,
    series: Annotated[str, typer.Option(help="With --as: another series than the route's.")] = "",
) -> Exit:
    """Decide and issue orders now. Ends with 3 where a person is needed, 4 where something is still under way."""
    if bool(numbers) == everything:
        raise Stop(say("Name orders, or give --all."), Exit.USAGE)
    if everything and kind is not None:
        raise Stop(say("--as sends the orders that are named, not --all."), Exit.USAGE)
    here = session(context)
    with here.world() as env:
        guard.compare_witness(here, env)
        wait = timedelta(seconds=patience)
        found = [find.order(number, shop) for number in numbers or ()]
        wanted = ByHand(kind, series) if kind is not None else None
        rows = _all(here, env, threads, wait) if everything else _named(here, env, found, wait, wanted, by)
    here.output.table(rows, ORDER_HEADS)
    here.output.value(rows)
    return verdict(rows)


def verdict(rows: Sequence[dict[str, Any]]) -> Exit:
    """The exit code that fits where orders stand now."""
    standings = {row["standing"] for row in rows}
    if standings & _FOR_A_PERSON:
        return Exit.NEEDS_PERSON
    return Exit.NOT_NOW if standings & _UNDER_WAY else Exit.DONE


def _named(
    here: Session, env: Env, found: list[Order], patience: timedelta, wanted: ByHand | None, by: str
) -> list[dict[str, Any]]:
    until = env.clock.now() + patience
    with here.output.bar(say("Issuing")) as bar:
        for done, order in enumerate(found):
            bar.show(done, len(found))
            if wanted is None:
                hurry(env, order.pk)
            else:
                by_hand.send(env, order, wanted, by)
            carry(env, order, until)
    return [order_row(find.order(order.number, order.shop.label)) for order in found]


def _all(here: Session, env: Env, threads: int, patience: timedelta) -> list[dict[str, Any]]:
    """Work everything off, and tell of the orders that were decided or whose document moved meanwhile."""
    began = env.clock.now()
    for shop in Connection.objects.filter(role=Connection.Role.SHOP, paused_at=None).order_by("pk"):
        poll(env, shop.pk)
    with here.output.bar(say("Issuing")) as bar:
        most = 0

        def tell(left: int) -> None:
            nonlocal most
            most = max(most, left)
            bar.show(most - left, most)

        work_off(env, threads, patience, tell)
    rows = Order.objects.select_related("snapshot", "shop").prefetch_related("documents")
    moved = rows.filter(decided_at__gte=began) | rows.filter(standing__in=_UNDER_WAY)
    return [order_row(order) for order in moved.order_by("placed_at", "pk")]
