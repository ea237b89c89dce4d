"""Finds connectors by entry point, so that nobody imports one by name and third parties can add one."""

from functools import cache
from importlib.metadata import entry_points
from typing import Any

from facturier.model.message import say
from facturier.ports.connector import Connector
from facturier.ports.errors import Misconfigured

SYSTEMS = "facturier.systems"
SHOPS = "facturier.shops"


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
