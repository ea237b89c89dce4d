"""What connectors can be asked by name, each a command beneath its connector's: `facturier book verify`."""

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated, Any

import typer

from facturier.cli.exits import Exit
from facturier.cli.session import Session, session
from facturier.flows.env import settings_of
from facturier.ports.connector import Connector
from facturier.ports.errands import Asked, Errand, Report
from facturier.ports.registry import SHOPS, SYSTEMS, connectors, loaded
from facturier.store.models import Connection


def add_to(app: typer.Typer) -> None:
    for group in (SYSTEMS, SHOPS):
        for connector in connectors(group).values():
            if connector.errands:
                app.add_typer(_room(connector), name=connector.name)


def _room(connector: Connector[Any]) -> typer.Typer:
    room = typer.Typer(help=f"What {connector.title} can be asked.", no_args_is_help=True)
    errands: Sequence[Errand] = loaded(connector.errands)
    for errand in errands:
        room.command(errand.name, help=errand.help)(_command(connector, errand))
    return room


def _command(connector: Connector[Any], errand: Errand) -> Callable[..., Exit]:
    """A function with the parameters that the errand takes, as Typer reads them."""

    def command(context: typer.Context, **words: str) -> Exit:
        here = session(context)
        if errand.offline:
            return _told(here, errand.run({}, words))
        with here.world():
            return _told(here, errand.run(_settings(connector), words))

    context = inspect.Parameter("context", inspect.Parameter.POSITIONAL_ONLY, annotation=typer.Context)
    asked = [_parameter(one) for one in errand.asks]
    command.__signature__ = inspect.Signature([context, *asked])  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in (context, *asked)}
    return command


def _parameter(asked: Asked) -> inspect.Parameter:
    name = asked.name.replace("-", "_")
    if asked.required:
        shape = Annotated[str, typer.Argument(help=asked.help)]
        return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=shape)
    option = Annotated[str, typer.Option(f"--{asked.name}", help=asked.help)]
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=option, default="")


def _settings(connector: Connector[Any]) -> dict[str, Any]:
    """The settings of every connection of this connector, by label. Raises Misconfigured."""
    rows = Connection.objects.filter(connector=connector.name).order_by("label")
    return {row.label: settings_of(connector, row) for row in rows}


def _told(here: Session, report: Report) -> Exit:
    if report.said:
        here.output.say(report.said)
    if report.columns:
        here.output.table(report.rows, report.columns)
    if report.text and not here.output.as_json:
        typer.echo(report.text)
    here.output.value({"said": report.said, "rows": report.rows, "text": report.text, "good": report.good})
    return Exit.DONE if report.good else Exit.NEEDS_PERSON
