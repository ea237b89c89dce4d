"""The commands as one program, and the one place where an error becomes a sentence and an exit code."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from facturier.cli import boot, rooms
from facturier.cli.exits import Exit
from facturier.cli.failures import expected
from facturier.cli.language import language
from facturier.cli.output import Output
from facturier.cli.session import Session
from facturier.embedded.home import Home, default_home

_FLAGS = ("--json",)
_WITH_VALUE = ("--home", "--language")


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


def program(names: Sequence[str]) -> typer.Typer:
    """The program with the commands of these rooms."""
    app = typer.Typer(
        name="facturier",
        help="Every sale in your shop becomes exactly one correct fiscal document in your invoicing system.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(start)
    rooms.furnish(app, names)
    return app


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code. Expected trouble is told, never raised."""
    ours, rest = hoisted(arguments)
    names = rooms.wanted(rest)
    try:
        if not rooms.BARE.issuperset(names):
            # The other rooms need Django's settings when they are imported.
            boot.prepare()
        code = program(names)(args=[*ours, *rest], prog_name="facturier", standalone_mode=False)
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
