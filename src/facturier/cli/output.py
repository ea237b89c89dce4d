"""What a command prints: tables and sentences for people, one JSON value for scripts."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from gettext import translation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from facturier.cli.exits import Stop
from facturier.cli.plain import plain
from facturier.model.message import Message, say

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

LOCALES = Path(__file__).parent.parent / "locale"
WIDTH_OF_FILES = 140


class Output:
    """as_json: print one JSON value on standard output and nothing else there.

    language: `en`, `ro`, ...; texts that have no translation stay English.
    """

    def __init__(self, as_json: bool = False, language: str = "en") -> None:
        self.as_json = as_json
        self.language = language
        self._language = translation("django", LOCALES, languages=[language], fallback=True)

    @cached_property
    def console(self) -> "Console":
        return _console(to_errors=self.as_json)

    @cached_property
    def errors(self) -> "Console":
        return _console(to_errors=True)

    def text(self, message: Message | None) -> str:
        """A message in the user's language."""
        return message.render(self._language) if message else ""

    def say(self, message: Message) -> None:
        """A sentence for a person; silent where JSON is wanted."""
        if not self.as_json:
            self._print(self.console, self.text(message))

    def progress(self, message: Message) -> None:
        """How long work is coming on: beside the result, on standard error."""
        if not self.as_json:
            self._print(self.errors, self.text(message))

    def value(self, value: Any) -> None:
        """The JSON result of the command; silent where a person reads."""
        if self.as_json:
            sys.stdout.write(msgspec.json.encode(plain(value, self.text)).decode() + "\n")

    def table(
        self, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Message], title: Message | None = None
    ) -> None:
        """Rows for a person, by column key; `columns` gives the heads in order."""
        if self.as_json:
            return
        from rich.markup import escape
        from rich.table import Table

        table = Table(title=self.text(title) or None, title_justify="left")
        for head in columns.values():
            table.add_column(escape(self.text(head)), overflow="fold")
        for row in rows:
            table.add_row(*(escape(self._cell(row.get(key))) for key in columns))
        self.console.print(table)

    def facts(self, facts: Mapping[str, Any], labels: Mapping[str, Message]) -> None:
        """One thing's facts, one beneath the other; empty ones are left out."""
        rows = [{"label": label, "value": facts[key]} for key, label in labels.items() if facts.get(key)]
        if self.as_json or not rows:
            return
        from rich.markup import escape
        from rich.table import Table

        table = Table(show_header=False, box=None)
        for row in rows:
            table.add_row(escape(self.text(row["label"])), escape(self._cell(row["value"])))
        self.console.print(table)

    def stopped(self, stop: Stop) -> None:
        """Say why the command ended."""
        if self.as_json:
            self.value({"error": stop.message, "words": stop.words, "code": int(stop.code)})
            return
        words = f"\n{stop.words}" if stop.words else ""
        self.errors.print(
            self.text(stop.message) + words, style="red", markup=False, highlight=False, soft_wrap=True
        )

    @contextmanager
    def bar(self, what: Message) -> "Iterator[Bar]":
        """A progress bar while this lasts, on standard error; nothing with JSON or without a terminal."""
        from rich.markup import escape
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        shown = self.errors.is_terminal and not self.as_json
        with Progress(*columns, console=self.errors, transient=True, disable=not shown) as progress:
            yield Bar(progress, escape(self.text(what)))

    def _print(self, console: "Console", text: str) -> None:
        console.print(text, markup=False, highlight=False, soft_wrap=True)

    def _cell(self, value: Any) -> str:
        shown = plain(value, self.text)
        match shown:
            case None:
                return ""
            case bool():
                return self.text(say("yes") if shown else say("no"))
            case list():
                return ", ".join(str(each) for each in shown)
        return str(shown)


def _console(*, to_errors: bool) -> "Console":
    """As wide as its terminal; in a file or a pipe wide enough for every table."""
    # Only now: a program that has nothing to say starts without it.
    from rich.console import Console

    console = Console(stderr=to_errors)
    if not console.is_terminal:
        console.width = WIDTH_OF_FILES
    return console


class Bar:
    """One line of progress whose end may move."""

    def __init__(self, progress: "Progress", what: str) -> None:
        self._progress = progress
        self._task = progress.add_task(what, total=None)

    def show(self, done: int, total: int) -> None:
        self._progress.update(self._task, completed=done, total=total)
