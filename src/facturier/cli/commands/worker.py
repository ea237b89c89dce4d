"""`facturier worker`: one more worker, beside `facturier up` or against DATABASE_URL."""

import typer

from facturier.cli import boot
from facturier.cli.commands.up import Threads, start_log, stop_on_signals, work
from facturier.cli.exits import Exit
from facturier.cli.session import session


def add_to(app: typer.Typer) -> None:
    app.command("worker")(worker)


def worker(context: typer.Context, threads: Threads = 8) -> Exit:
    """Work until told to stop, on the database in DATABASE_URL or on one that “facturier up” runs here."""
    here = session(context)
    start_log()
    stop = stop_on_signals()
    cluster = boot.running(here.home)
    if cluster is None:
        boot.use_key(here.home)
        work(here, stop, threads)
        return Exit.DONE
    with boot.aimed(here.home, cluster):
        work(here, stop, threads)
    return Exit.DONE
