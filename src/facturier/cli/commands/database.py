"""`facturier db`: the embedded database alone, for machines where workers are separate."""

import logging

import typer

from facturier.cli.commands.up import start_log, stop_on_signals, supervised
from facturier.cli.exits import Exit
from facturier.cli.session import session
from facturier.embedded.installed import embedded

log = logging.getLogger("facturier")


def add_to(app: typer.Typer) -> None:
    app.command("db")(database)


def database(context: typer.Context) -> Exit:
    """Run the embedded database alone, until it is told to stop (SIGTERM or Ctrl-C)."""
    here = session(context)
    start_log()
    stop = stop_on_signals()
    with supervised(embedded(here.home)):
        stop.wait()
    log.info("stopped")
    return Exit.DONE
