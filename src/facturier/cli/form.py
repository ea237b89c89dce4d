"""A connector's settings form on the command line: by options, from the environment, or asked for."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from facturier.cli.exits import Exit, Stop
from facturier.cli.session import Session
from facturier.model.message import say
from facturier.ports.connector import Connector, SettingField, describe


def pairs(given: Iterable[str]) -> dict[str, str]:
    """`name=value` texts as a dictionary."""
    found = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise Stop(say("Write it as NAME=VALUE: %(text)s.", text=name), Exit.USAGE)
        found[name.strip()] = value
    return found


def filled(
    here: Session,
    connector: Connector[Any],
    given: Mapping[str, str],
    stored: Mapping[str, object],
    environ: Mapping[str, str],
) -> dict[str, object]:
    """Values of the form that differ from its defaults, checked together.

    In this order: given, from the environment (FACTURIER_<CONNECTOR>_<FIELD>), stored, and asked for where
    a field is required. Raises Stop with the field that is unknown, missing or wrong.
    """
    fields = describe(connector.settings)
    _refuse_unknown(given, fields)
    values: dict[str, object] = dict(stored)
    for field in fields:
        variable = f"FACTURIER_{connector.name}_{field.name}".upper()
        if field.name in given:
            values[field.name] = given[field.name]
        elif variable in environ:
            values[field.name] = environ[variable]
        elif field.required and field.name not in values:
            values[field.name] = here.ask(field.label, f"--set {field.name}=...", secret=field.secret)
    _ask_alternatives(here, connector, fields, values)
    _check(connector, values)
    return values


def _refuse_unknown(given: Mapping[str, str], fields: Iterable[SettingField]) -> None:
    names = [field.name for field in fields]
    for name in given:
        if name not in names:
            raise Stop(
                say("There is no setting %(name)s. There are: %(names)s.", name=name, names=", ".join(names)),
                Exit.USAGE,
            )


def _ask_alternatives(
    here: Session, connector: Connector[Any], fields: Iterable[SettingField], values: dict[str, object]
) -> None:
    """Secrets that are not required one by one (either of two ways to log in) are asked for when none is there."""
    secret = [field for field in fields if field.secret]
    if any(values.get(field.name) for field in secret) or _fits(connector, values):
        return
    for field in secret:
        if not field.required:
            values[field.name] = here.ask(field.label, f"--set {field.name}=...", " ", secret=True)


def _fits(connector: Connector[Any], values: dict[str, object]) -> bool:
    try:
        connector.read(values)
    except msgspec.ValidationError:
        return False
    return True


def _check(connector: Connector[Any], values: dict[str, object]) -> None:
    try:
        connector.read(values)
    except msgspec.ValidationError as error:
        raise Stop(
            say("The settings for %(title)s do not fit.", title=connector.title), Exit.USAGE, str(error)
        ) from error
