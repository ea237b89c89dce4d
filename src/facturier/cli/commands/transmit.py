"""`facturier transmit`: send the e-invoice of a document, the first time or after the authority refused it."""

from typing import Annotated

import typer

from facturier.cli import find, guard
from facturier.cli.commands.issue import Patience
from facturier.cli.commands.settle import told
from facturier.cli.commands.wishes import Name
from facturier.cli.exits import Exit
from facturier.cli.session import By, session
from facturier.flows import transmit_asked


def add_to(app: typer.Typer) -> None:
    app.command("transmit")(transmit)


def transmit(
    context: typer.Context,
    name: Name,
    by: By,
    again: Annotated[bool, typer.Option("--again", help="After a refusal, under the same number.")] = False,
    corrected: Annotated[
        bool, typer.Option("--corrected", help="After a refusal, with the buyer as the order names them now.")
    ] = False,
    patience: Patience = 60,
) -> Exit:
    """Send a document's e-invoice to the authority; never twice."""
    here = session(context)
    with here.world() as env:
        document = find.document(name)
        guard.compare_witness(here, env)
        if again or corrected:
            transmit_asked.again(env, document, by, amended=corrected)
        else:
            transmit_asked.first(env, document, by)
        return told(here, env, document, patience)
