"""`facturier reconcile` and `takeover`: both books against each other, and other tools' documents respected."""

from dataclasses import asdict
from datetime import datetime
from math import ceil
from typing import Annotated, Any

import typer

from facturier.cli import find
from facturier.cli.exits import Exit, Stop
from facturier.cli.session import By, session
from facturier.embedded.witness import WitnessFile
from facturier.flows.env import Env
from facturier.flows.reconcile import reconcile_shop, reconcile_system
from facturier.flows.recover import last_attempt, recover
from facturier.flows.takeover import take_over
from facturier.model.message import Message, say
from facturier.store import installation
from facturier.store.models import Connection

_HEADS = {
    "connection": say("Connection"),
    "read": say("Numbers read"),
    "looked": say("Ours, looked at again"),
    "foreign": say("Made by others"),
    "strays": say("Ours, not known here"),
    "missed": say("Orders that had been missed"),
    "drift": say("What does not agree"),
}


def add_to(app: typer.Typer) -> None:
    app.command("reconcile")(reconcile)
    app.command("takeover")(takeover)


def reconcile(
    context: typer.Context,
    label: Annotated[
        str, typer.Argument(metavar="[CONNECTION]", help="One connection; none means all.")
    ] = "",
    recovering: Annotated[
        bool, typer.Option("--recover", help="After a restore: walk every account, then send again.")
    ] = False,
) -> Exit:
    """Compare both books. Ends with 3 where they do not agree."""
    here = session(context)
    if recovering and label:
        raise Stop(say("Recovery walks every account: name none."), Exit.USAGE)
    with here.world() as env:
        if recovering:
            walked = recover(env, lambda until: here.output.progress(_waits(env, until)))
            rows = [{"connection": name, **asdict(found)} for name, found in walked.items()]
            WitnessFile(here.home.witness).begin(installation.identity(), last_attempt())
        else:
            wanted = [find.connection(label)] if label else list(Connection.objects.order_by("pk"))
            rows = [_one(env, row) for row in wanted]
    here.output.table(rows, _HEADS)
    here.output.value(rows)
    return Exit.NEEDS_PERSON if any(row.get("drift") for row in rows) else Exit.DONE


def _waits(env: Env, until: datetime) -> Message:
    minutes = ceil((until - env.clock.now()).total_seconds() / 60)
    return say(
        "What was sent just before the stop may still arrive. Minutes until the accounts are read: %(minutes)s. "
        "Nothing is lost if you break this off and call it again later.",
        minutes=minutes,
    )


def _one(env: Env, row: Connection) -> dict[str, Any]:
    if row.role == Connection.Role.SHOP:
        return {"connection": row.label, "missed": reconcile_shop(env, row.pk)}
    return {"connection": row.label, **asdict(reconcile_system(env, row.pk))}


def takeover(
    context: typer.Context,
    by: By,
    series: Annotated[str, typer.Option(help="Series of the documents.")],
    first: Annotated[str, typer.Option("--from", help="First number, as the system writes it: 0001.")],
    last: Annotated[str, typer.Option("--to", help="Last number.")],
    label: Annotated[str, typer.Option("--route", help="The route whose orders they are for.")] = "",
) -> Exit:
    """Find the documents that another tool made for old orders, and close those orders."""
    if not (first.isdigit() and last.isdigit() and int(first) <= int(last)):
        raise Stop(say("--from and --to must be numbers, the first not above the last."), Exit.USAGE)
    numbers = [f"{number:0{len(first)}d}" for number in range(int(first), int(last) + 1)]
    here = session(context)
    with here.world() as env, here.output.bar(say("Reading")) as bar:
        found = take_over(
            env, find.route(label).pk, series, numbers, by, lambda read: bar.show(read, len(numbers))
        )
    rows = [{"order": number, "document": name} for number, name in found.orders.items()]
    here.output.table(rows, {"order": say("Order"), "document": say("Document")})
    for message in found.unclear:
        here.output.say(message)
    here.output.value(asdict(found))
    return Exit.NEEDS_PERSON if found.unclear else Exit.DONE
