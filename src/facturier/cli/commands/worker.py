"""`facturier worker`: one more worker, beside `facturier up` or against DATABASE_URL."""

import typer

from facturier.cli import boot
from facturier.cli.commands.up import Threads, start_log, stop_on_signals, work
from facturier.cli.exits import Exit
from facturier.cli.session import session
from facturier.embedded.errors import NotRunning
from facturier.embedded.installed import embedded
from facturier.model.message import say


def add_to(app: typer.Typer) -> None:
    app.command("worker")(worker)


def worker(context: typer.Context, threads: Threads = 8) -> Exit:
    """Work until told to stop, on the database in DATABASE_URL or on one that “facturier up” runs here."""
    here = session(context)
    start_log()
    stop = stop_on_signals()
    if boot.outside():
        boot.use_key(here.home)
        work(here, stop, threads)
        return Exit.DONE
    cluster = embedded(here.home)
    if not cluster.is_running():
        raise NotRunning(
            say("The database of this home does not run. Start it with “facturier up”, which also works.")
        )
    with boot.aimed(here.home, cluster):
        work(here, stop, threads)
    return Exit.DONE
