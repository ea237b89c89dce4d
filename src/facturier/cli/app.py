"""All commands in one program, and the one place where an error becomes a sentence and an exit code."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from facturier.cli.commands import (
    backup,
    connect,
    connections,
    cure,
    database,
    demo,
    doctor,
    errands,
    init,
    issue,
    order,
    orders,
    page,
    pause,
    preview,
    rates,
    reconcile,
    restore,
    route,
    sandbox,
    settle,
    standing,
    up,
    user,
    wishes,
    worker,
)
from facturier.cli.exits import Exit
from facturier.cli.failures import expected
from facturier.cli.language import language
from facturier.cli.output import Output
from facturier.cli.session import Session
from facturier.embedded.home import Home, default_home

app = typer.Typer(
    name="facturier",
    help="Every sale in your shop becomes exactly one correct fiscal document in your invoicing system.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
_ROOMS = (
    init,
    demo,
    up,
    worker,
    page,
    user,
    database,
    connect,
    connections,
    route,
    orders,
    order,
    preview,
    cure,
    issue,
    settle,
    wishes,
    standing,
    pause,
    rates,
    reconcile,
    doctor,
    backup,
    restore,
    sandbox,
    errands,
)
for _room in _ROOMS:
    _room.add_to(app)

_FLAGS = ("--json",)
_WITH_VALUE = ("--home", "--language")


@app.callback()
def start(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON value, for scripts.")] = False,
    home: Annotated[
        Path | None,
        typer.Option("--home", help="Where data is kept. Default: FACTURIER_HOME, or the usual place."),
    ] = None,
    tongue: Annotated[
        str, typer.Option("--language", help="Such as en or ro. Default: that of the terminal.")
    ] = "",
) -> None:
    """The options here may also stand after the command."""
    place = Home(home.expanduser().absolute()) if home else default_home()
    context.obj = Session(place, Output(as_json, language(tongue)), home is not None)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code. Expected trouble is told, never raised."""
    ours, rest = hoisted(arguments)
    try:
        code = app(args=[*ours, *rest], prog_name="facturier", standalone_mode=False)
    except BaseException as error:
        stop = expected(error)
        if stop is None:
            raise
        Output("--json" in ours, language(_value(ours, "--language"))).stopped(stop)
        return int(stop.code)
    return int(code or Exit.DONE)


def hoisted(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """The global options, wherever they stand before a `--`, and the rest in its order."""
    ours: list[str] = []
    rest: list[str] = []
    left = list(arguments)
    while left:
        word = left.pop(0)
        if word == "--":
            return ours, [*rest, word, *left]
        if word in _FLAGS or (word.partition("=")[0] in _WITH_VALUE and "=" in word):
            ours.append(word)
        elif word in _WITH_VALUE:
            ours += [word, *left[:1]]
            del left[:1]
        else:
            rest.append(word)
    return ours, rest


def _value(ours: list[str], option: str) -> str:
    """The value of a global option among the hoisted ones."""
    for place, word in enumerate(ours):
        if word == option:
            return "".join(ours[place + 1 : place + 2])
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
    return ""
