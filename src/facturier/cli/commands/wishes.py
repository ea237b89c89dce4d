"""What a named person wants done to an issued document: accept, cancel, credit, reissue."""

from typing import Annotated, Any

import typer

from facturier.cli import find, guard
from facturier.cli.commands.issue import Patience
from facturier.cli.commands.settle import told
from facturier.cli.exits import Exit, Stop
from facturier.cli.lines import chosen_lines
from facturier.cli.session import By, Session, Why, session
from facturier.flows import person
from facturier.flows.ask import ask
from facturier.flows.env import Env
from facturier.model.message import say
from facturier.store.models import Document, State, Wish

Name = Annotated[
    str,
    typer.Argument(
        metavar="DOCUMENT", help="Its reference, series and number in quotes, or its order's number."
    ),
]
_UNSENT = (State.READY, State.HELD, State.REFUSED)


def add_to(app: typer.Typer) -> None:
    for command in (accept, cancel, credit, reissue):
        app.command(command.__name__)(command)


def accept(context: typer.Context, name: Name, by: By, why: Why = "", patience: Patience = 60) -> Exit:
    """Accept a disputed document as the system made it."""
    here = session(context)
    if not why:
        raise Stop(say("--why is missing: say why the system's figure is right."), Exit.USAGE)
    with here.world() as env:
        document = find.document(name)
        person.accept(env, document.pk, by, why)
        return told(here, env, document, patience)


def cancel(context: typer.Context, name: Name, by: By, why: Why = "", patience: Patience = 60) -> Exit:
    """Cancel a document in the system, or withdraw one that was not sent."""
    here = session(context)
    with here.world() as env:
        document = find.document(name)
        if document.state in _UNSENT:
            person.cancel_unsent(env, document.pk, by)
            return told(here, env, document, patience)
        return _wish(here, env, document, Wish.What.CANCEL, by, why, patience)


def credit(
    context: typer.Context,
    name: Name,
    by: By,
    refund: Annotated[str, typer.Option(help="The shop's id of a refund.")] = "",
    lines: Annotated[
        list[str] | None,
        typer.Option(
            "--line",
            metavar="LINE=QUANTITY[:AMOUNT]",
            help="A line; may be given again. Without an amount it is the quantity's share.",
        ),
    ] = None,
    whole: Annotated[bool, typer.Option("--whole", help="All that was not credited yet.")] = False,
    why: Why = "",
    patience: Patience = 60,
) -> Exit:
    """Credit an issued document: a refund of the shop, some lines, or the whole of it."""
    if bool(refund) + bool(lines) + whole != 1:
        raise Stop(say("Say what to credit: --refund ID, --line LINE=QUANTITY or --whole."), Exit.USAGE)
    here = session(context)
    with here.world() as env:
        document = find.document(name)
        facts: dict[str, Any] = {"refund": refund} if refund else {"whole": True}
        if lines:
            facts = chosen_lines(env, document, lines)
        token = f"refund:{refund}" if refund else ""
        return _wish(here, env, document, Wish.What.CREDIT, by, why, patience, token, **facts)


def reissue(context: typer.Context, name: Name, by: By, why: Why = "", patience: Patience = 60) -> Exit:
    """Undo a document and issue the order again as it is now."""
    here = session(context)
    with here.world() as env:
        return _wish(here, env, find.document(name), Wish.What.REISSUE, by, why, patience)


def _wish(
    here: Session,
    env: Env,
    document: Document,
    what: Wish.What,
    by: str,
    why: str,
    patience: float,
    token: str = "",
    **facts: Any,
) -> Exit:
    """Make the wish known and grant it now, if the document's state allows."""
    guard.compare_witness(here, env)
    made = ask(env, document, what, by, why, token, **facts)
    ended = told(here, env, document, patience)
    made.refresh_from_db()
    if made.state == Wish.State.HELD and made.reason:
        raise Stop(made.reason, Exit.NEEDS_PERSON)
    return ended if made.state == Wish.State.DONE else Exit.NOT_NOW
