"""`facturier demo`: everything at once, on simulators, in a home of its own."""

import time
from dataclasses import asdict
from typing import Any

import typer

from facturier.cli.demo.ground import fresh, home_of
from facturier.cli.demo.play import play
from facturier.cli.exits import Exit
from facturier.cli.session import Session, session
from facturier.cli.show import ORDER_HEADS
from facturier.model.message import say


def add_to(app: typer.Typer) -> None:
    app.command("demo")(demo)


def demo(context: typer.Context) -> Exit:
    """Issue the orders of a simulated shop in a simulated system, lose some answers, and check both books.

    Ends with 0 only if every order has its document or a reason, and both books agree to the cent.
    """
    here = session(context)
    home = home_of(here.home, here.home_given)
    began = time.monotonic()
    with fresh(home, here.output.progress):
        verdict = play(here, home)
    seconds = round(time.monotonic() - began, 1)
    told = {"passed": not verdict.wrong, "seconds": seconds, "files": home.files, **asdict(verdict)}
    _print(here, told)
    here.output.value(told)
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
