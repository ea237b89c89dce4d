"""`facturier page`: the pages alone, beside `facturier up` or against DATABASE_URL."""

from typing import Annotated

import typer

from facturier.cli import pages
from facturier.cli.commands.up import Host, Port, start_log
from facturier.cli.exits import Exit
from facturier.cli.session import session


def add_to(app: typer.Typer) -> None:
    app.command("page")(page)


def page(
    context: typer.Context,
    host: Host = pages.HOST,
    port: Port = pages.PORT,
    parent: Annotated[int, typer.Option(help="End when this process has ended.", hidden=True)] = 0,
) -> Exit:
    """Serve the pages until told to stop, from the database in DATABASE_URL or one that “facturier up” runs here."""
    here = session(context)
    start_log()
    if parent:
        pages.end_with(parent)
    pages.serve(here.home, host, port)
    return Exit.DONE
