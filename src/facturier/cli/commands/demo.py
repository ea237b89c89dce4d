"""`facturier demo`: everything at once, on simulators and in the embedded book, in a home of its own."""

import time
from dataclasses import asdict
from typing import Annotated, Any

import typer

from facturier.cli import pages
from facturier.cli.commands.up import Port
from facturier.cli.demo.ground import fresh, home_of
from facturier.cli.demo.play import SCALE, demo_env, play
from facturier.cli.demo.show import serve
from facturier.cli.demo.stage import simulated
from facturier.cli.exits import Exit
from facturier.cli.session import Session, session
from facturier.cli.show import ORDER_HEADS
from facturier.model.message import say


def add_to(app: typer.Typer) -> None:
    app.command("demo")(demo)


def demo(
    context: typer.Context,
    served: Annotated[bool, typer.Option("--serve", help="Leave the pages up until Ctrl-C.")] = False,
    port: Port = pages.PORT,
) -> Exit:
    """Issue the orders of a simulated shop in a simulated system, and those of a folder in the embedded book; lose
    some answers, and check the books of both sides.

    Ends with 0 only if every order has its document or a reason, and all books agree to the cent.
    """
    here = session(context)
    home = home_of(here.home, here.home_given)
    began = time.monotonic()
    with fresh(home, here.output.progress), simulated(SCALE) as stage:
        env = demo_env(home)
        verdict = play(here, home, env, stage)
        seconds = round(time.monotonic() - began, 1)
        told = {"passed": not verdict.wrong, "seconds": seconds, "files": home.files, **asdict(verdict)}
        _print(here, told)
        here.output.value(told)
        if served:
            serve(here.output, home, env, pages.HOST, port)
    return Exit.FAILED if verdict.wrong else Exit.DONE


def _print(here: Session, told: dict[str, Any]) -> None:
    out = here.output
    out.table(told["rows"], ORDER_HEADS)
    states = ", ".join(f"{count} {state}" for state, count in sorted(told["states"].items()))
    out.say(say("%(count)s orders: %(states)s.", count=len(told["rows"]), states=states))
    out.say(
        say(
            "%(lost)s answers were lost after the effect, %(found)s documents were found again and adopted.",
            **told,
        )
    )
    out.say(say("Duplicates in the system's own book: %(duplicates)s.", **told))
    out.say(
        say("Document total = order total = total in the system: %(totals_equal)s of %(documents)s.", **told)
    )
    out.say(say("%(pdfs)s PDFs are in %(files)s. It took %(seconds)s s.", **told))
    for message in told["wrong"]:
        out.say(message)
