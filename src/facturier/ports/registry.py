"""Finds connectors by entry point, so that nobody imports one by name and third parties can add one."""

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from facturier.model.message import say
from facturier.ports.connector import Connector
from facturier.ports.errors import Misconfigured

SYSTEMS = "facturier.systems"
SHOPS = "facturier.shops"
TABLES = "facturier.tables"


@cache
def connectors(group: str) -> dict[str, Connector[Any]]:
    """Installed connectors of `group` (SYSTEMS or SHOPS) by name, in alphabetical order."""
    found = sorted(entry_points(group=group), key=lambda entry: entry.name)
    return {entry.name: entry.load() for entry in found}


def connector(group: str, name: str) -> Connector[Any]:
    """Raises Misconfigured with the names that are installed."""
    installed = connectors(group)
    if name not in installed:
        raise Misconfigured(
            say(
                "There is no connector named %(name)s. Installed: %(names)s.",
                name=name,
                names=", ".join(installed),
            )
        )
    return installed[name]


def tables() -> list[str]:
    """Django apps of the connectors that keep tables of their own in Facturier's database (TABLES)."""
    return sorted(entry.value for entry in entry_points(group=TABLES))


@cache
def loaded(path: str) -> Any:
    """What a connector names by its dotted path (`pkg.module:name`), imported when it is first wanted."""
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)
