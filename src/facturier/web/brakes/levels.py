"""What can be paused: everything, an organisation, a connection, a route."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from facturier.model.message import Message, say
from facturier.store import installation
from facturier.store.accounts import Level
from facturier.store.models import Connection, Organisation, Route
from facturier.web.reader import Reader

ALL = "all"
_MODELS: dict[str, type[Level]] = {"organisation": Organisation, "connection": Connection, "route": Route}


@dataclass(frozen=True)
class Brake:
    """name: how a form names it (`route:3`). recovery: stands still for a reason that no resume takes away."""

    name: str
    label: str
    kind: Message
    paused_at: datetime | None
    why: Message | None
    recovery: bool = False

    @property
    def since(self) -> str:
        """Tells one pause from the next, as a form names it."""
        return self.paused_at.isoformat() if self.paused_at else ""


def brakes(reader: Reader) -> Sequence[Brake]:
    """All that this reader may pause, from the widest to the narrowest."""
    organisation = reader.chosen
    connections = Connection.objects.filter(organisation=organisation).order_by("role", "label")
    routes = Route.objects.filter(organisation=organisation).order_by("rank", "label")
    return [
        *([_everything()] if reader.everything else []),
        _brake(organisation, say("Organisation")),
        *(_brake(row, say("Route")) for row in routes),
        *(_brake(row, _ROLES[Connection.Role(row.role)]) for row in connections),
    ]


def level(reader: Reader, name: str) -> Level | None:
    """What a form names; None is everything. Raises LookupError for what is not this reader's."""
    kind, _, key = name.partition(":")
    if name == ALL and reader.everything:
        return None
    model = _MODELS.get(kind)
    if model is None or not key.isdecimal():
        raise LookupError(name)
    field = "pk__in" if model is Organisation else "organisation__in"
    row = model.objects.filter(pk=int(key), **{field: reader.ids}).first()
    if row is None:
        raise LookupError(name)
    return row


def paused_at(level: Level | None) -> datetime | None:
    """None stands for everything."""
    return (level or installation.row()).paused_at


_ROLES = {Connection.Role.SHOP: say("Shop"), Connection.Role.SYSTEM: say("Invoicing system")}


def _everything() -> Brake:
    row = installation.row()
    why = row.recovery or row.paused_why
    return Brake(ALL, "", say("Everything"), row.paused_at, why, recovery=row.recovery is not None)


def _brake(row: Level, kind: Message) -> Brake:
    return Brake(f"{type(row).__name__.lower()}:{row.pk}", str(row), kind, row.paused_at, row.paused_why)
