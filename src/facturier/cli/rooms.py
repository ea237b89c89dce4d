"""Which module holds which command, so that a command imports no more than its own: `facturier up` is ready in half
the time when it does not read what `facturier demo` and every connector's errands need."""

from collections.abc import Sequence
from importlib import import_module

import typer

ROOMS = (
    "init",
    "demo",
    "up",
    "worker",
    "page",
    "user",
    "database",
    "connect",
    "connections",
    "route",
    "orders",
    "order",
    "preview",
    "cure",
    "issue",
    "settle",
    "wishes",
    "transmit",
    "standing",
    "pause",
    "rates",
    "reconcile",
    "takings",
    "doctor",
    "backup",
    "restore",
    "sandbox",
    "errands",
)
"""In the order of the help. A room's command has its name, unless it stands below."""
OTHERS = {
    "database": ("db",),
    "wishes": ("accept", "cancel", "credit", "reissue"),
    "standing": ("close", "reopen"),
    "pause": ("pause", "resume"),
    "reconcile": ("reconcile", "takeover"),
    "errands": (),
}
"""What connectors can be asked is known only when all are loaded."""
_ROOM_OF = {command: room for room in ROOMS for command in OTHERS.get(room, (room,))}
BARE = frozenset(("up", "page", "database"))
"""Rooms that are imported without Django: they start it themselves, beside the database or in another process."""


def wanted(words: Sequence[str]) -> Sequence[str]:
    """The room of the command that these words begin with; all rooms for help, a slip and a connector's errand."""
    room = _ROOM_OF.get(words[0]) if words else None
    return (room,) if room else ROOMS


def furnish(app: typer.Typer, rooms: Sequence[str]) -> None:
    """Give the program the commands of these rooms."""
    for room in rooms:
        import_module(f"facturier.cli.commands.{room}").add_to(app)
