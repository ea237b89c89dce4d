"""One run of the command line: where it works, how it speaks, and who sits at it."""

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from facturier.cli import boot
from facturier.cli.exits import Exit, Stop
from facturier.cli.output import Output
from facturier.embedded.home import Home
from facturier.model.message import Message, say

if TYPE_CHECKING:
    from facturier.flows.env import Env


@dataclass(frozen=True)
class Session:
    """home_given: whether --home named it, or it is the usual one."""

    home: Home
    output: Output
    home_given: bool = False

    @contextmanager
    def world(self) -> "Iterator[Env]":
        """The installed Facturier of this home, ready to work in."""
        with boot.opened(self.home, self.output.progress) as env:
            yield env

    def ask(self, label: Message, option: str, default: str = "", secret: bool = False) -> str:
        """A value from the person at the terminal. Without one, Stop names the option that is missing."""
        if not sys.stdin.isatty() or self.output.as_json:
            raise Stop(say("%(option)s is missing. (%(label)s)", option=option, label=label), Exit.USAGE)
        prompt = self.output.text(label)
        return str(typer.prompt(prompt, default=default or None, hide_input=secret, err=True)).strip()


def session(context: typer.Context) -> Session:
    """The session of a command's context."""
    found = context.obj
    if not isinstance(found, Session):
        raise TypeError("a command outside of the command line")
    return found


def login_name() -> str:
    """Who is logged in, as far as the machine knows."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "person"


By = Annotated[
    str,
    typer.Option(
        "--by", help="Your name, for the audit trail.", default_factory=login_name, show_default=False
    ),
]
Why = Annotated[str, typer.Option("--why", help="The reason, for the audit trail.")]
