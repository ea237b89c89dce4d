"""`facturier demo`: everything at once, on simulators and in the embedded book, in a home of its own."""

import time
from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Annotated, Any

import typer

from facturier.cli import pages
from facturier.cli.commands.up import Port
from facturier.cli.demo.cast import Cast
from facturier.cli.demo.casts import CASTS
from facturier.cli.demo.ground import fresh, home_of
from facturier.cli.demo.play import SCALE, demo_env, play
from facturier.cli.demo.show import serve
from facturier.cli.demo.stage import simulated
from facturier.cli.exits import Exit, Stop
from facturier.cli.session import Session, session
from facturier.cli.show import ORDER_HEADS
from facturier.model.message import say

_BOOK_HEADS = {
    "system": say("System"),
    "documents": say("Documents"),
    "totals_equal": say("Totals equal"),
    "lost": say("Answers lost"),
    "found": say("Found again"),
    "duplicates": say("Duplicates"),
}


def add_to(app: typer.Typer) -> None:
    app.command("demo")(demo)


def demo(
    context: typer.Context,
    country: Annotated[str, typer.Option(help=f"{' or '.join(CASTS)}; all of them without.")] = "",
    served: Annotated[bool, typer.Option("--serve", help="Leave the pages up until Ctrl-C.")] = False,
    port: Port = pages.PORT,
) -> Exit:
    """Issue the orders of a country's simulated shops in its simulated systems; lose some answers of each, and
    check the books of both sides.

    Ends with 0 only if every order has its document or a reason, and all books agree to the cent.
    """
    here = session(context)
    casts = _chosen(country)
    home = home_of(here.home, here.home_given)
    began = time.monotonic()
    with fresh(home, here.output.progress), simulated(casts, SCALE) as stage:
        env = demo_env(home, stage)
        verdict = play(here, home, env, stage)
        seconds = round(time.monotonic() - began, 1)
        told = {"passed": not verdict.wrong, "seconds": seconds, "files": home.files, **asdict(verdict)}
        _print(here, told)
        here.output.value(told)
        if served:
            serve(here.output, home, env, pages.HOST, port)
    return Exit.FAILED if verdict.wrong else Exit.DONE


def _chosen(country: str) -> Sequence[Cast]:
    """The cast of a country, or every one. Raises Stop for a country that has none."""
    if not country:
        return tuple(CASTS.values())
    if country.lower() not in CASTS:
        raise Stop(
            say(
                "There is no demonstration for %(country)s. There is: %(names)s.",
                country=country,
                names=", ".join(CASTS),
            ),
            Exit.USAGE,
        )
    return (CASTS[country.lower()],)


def _print(here: Session, told: dict[str, Any]) -> None:
    out = here.output
    for shop, rows in groupby(told["rows"], lambda row: row["shop"]):
        out.table(list(rows), ORDER_HEADS, say("%(label)s", label=shop))
    out.table(told["books"], _BOOK_HEADS)
    states = ", ".join(f"{count} {state}" for state, count in sorted(told["states"].items()))
    out.say(say("%(count)s orders: %(states)s.", count=len(told["rows"]), states=states))
    out.say(
        say(
            "%(lost)s answers were lost after the effect, %(found)s documents were found again and adopted.",
            **told,
        )
    )
    out.say(say("Duplicates in the systems' own books: %(duplicates)s.", **told))
    out.say(
        say("Document total = order total = total in the system: %(totals_equal)s of %(documents)s.", **told)
    )
    for register in [one for one in told["registers"] if not one["wrong"]]:
        out.say(
            say(
                "Register of daily takings of %(company)s: %(orders)s orders without an invoice, %(written)s "
                "%(currency)s in all; %(invoiced)s orders are in invoices, and none in both.",
                **register,
            )
        )
    out.say(say("%(pdfs)s PDFs are in %(files)s. It took %(seconds)s s.", **told))
    for message in told["wrong"]:
        out.say(message)
