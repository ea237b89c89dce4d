"""`facturier sandbox`: one simulator on this machine, to practise with or to try a client against."""

import sys
from typing import Annotated

import msgspec
import typer

from facturier.cli import simulators
from facturier.cli.commands.up import stop_on_signals
from facturier.cli.exits import Exit, Stop
from facturier.model.message import say


def add_to(app: typer.Typer) -> None:
    app.command("sandbox")(sandbox)


def sandbox(
    name: Annotated[str, typer.Argument(help="A connector, such as smartbill or magento.")],
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any free one.")] = 0,
    seed: Annotated[int, typer.Option(help="The same seed gives the same account.")] = 0,
    fault: Annotated[
        list[str] | None, typer.Option(help="NAME[:MATCH][:SHARE], such as “lost_answer:POST /invoice:0.1”.")
    ] = None,
    scale: Annotated[
        float, typer.Option(min=0.001, help="How much faster the vendor's durations pass.")
    ] = 1.0,
) -> Exit:
    """Serve a simulator on loopback until Ctrl-C. Prints address and account as one line of JSON."""
    made = simulators.make(name, seed, scale)
    from facturier.sandbox.faults import parse
    from facturier.sandbox.serve import serve

    for text in fault or ():
        try:
            made.faults.add(parse(text))
        except (ValueError, ArithmeticError) as error:
            raise Stop(say("%(text)s is no fault.", text=text), Exit.USAGE, str(error)) from error
    stop = stop_on_signals()
    with simulators.ground(name), serve(made, port) as served:
        told = {
            "name": name,
            "url": served.url,
            "account": made.account,
            "settings": made.settings(served.url),
        }
        sys.stdout.write(msgspec.json.encode(told).decode() + "\n")
        sys.stdout.flush()
        stop.wait()
    return Exit.DONE
