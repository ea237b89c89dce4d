"""`facturier pause` and `resume`: the brake, at every level (DESIGN 5.15)."""

from enum import StrEnum
from typing import Annotated

import typer

from facturier.cli import find
from facturier.cli.exits import Exit, Stop
from facturier.cli.session import By, Session, session
from facturier.flows import pausing
from facturier.model.message import say
from facturier.store.models import Connection, Installation, Organisation, Route


class Level(StrEnum):
    ALL = "all"
    ORGANISATION = "organisation"
    CONNECTION = "connection"
    ROUTE = "route"


At = Annotated[Level, typer.Argument(help="What to pause.")]
Name = Annotated[str, typer.Argument(help="Its name; not for all.")]


def add_to(app: typer.Typer) -> None:
    app.command("pause")(pause)
    app.command("resume")(resume)


def pause(
    context: typer.Context,
    by: By,
    level: At = Level.ALL,
    name: Name = "",
    why: Annotated[str, typer.Option(help="The reason, shown wherever something waits.")] = "",
) -> Exit:
    """Stop issuing. What is under way is finished; orders are still read and decided."""
    here = session(context)
    with here.world() as env:
        pausing.pause(env, _row(level, name), by, why)
    here.output.say(say("Paused: %(what)s.", what=name or level.value))
    return _tell(here, level, name, paused=True)


def resume(context: typer.Context, level: At = Level.ALL, name: Name = "") -> Exit:
    """Take a pause back. Recovery mode ends with “facturier reconcile --recover” alone."""
    here = session(context)
    with here.world() as env:
        pausing.resume(env, _row(level, name))
        still = Installation.objects.get(pk=1).recovery
    if still is not None:
        raise Stop(still, Exit.NEEDS_PERSON)
    here.output.say(say("Goes on: %(what)s.", what=name or level.value))
    return _tell(here, level, name, paused=False)


def _row(level: Level, name: str) -> Organisation | Connection | Route | None:
    """What is to be paused; None for everything."""
    if level is Level.ALL:
        return None
    if not name:
        raise Stop(say("Name the %(level)s.", level=level.value), Exit.USAGE)
    match level:
        case Level.ORGANISATION:
            return find.organisation(name)
        case Level.CONNECTION:
            return find.connection(name)
    return find.route(name)


def _tell(here: Session, level: Level, name: str, *, paused: bool) -> Exit:
    here.output.value({"level": level, "name": name, "paused": paused})
    return Exit.DONE
