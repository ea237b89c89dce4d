"""Connected accounts with how they are. A list shows no setting and no secret."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.shortcuts import get_object_or_404

from facturier.flows import budgets
from facturier.flows.connections import trouble
from facturier.flows.env import Env
from facturier.model.message import Message
from facturier.ports.errors import Misconfigured
from facturier.store.models import Connection, Order, Organisation, Route
from facturier.web.reader import Reader

MANY = 10_000


@dataclass(frozen=True)
class Shown:
    """routes: by which orders go from or to it. budget: None where there is no limit. orders: known, at most MANY."""

    row: Connection
    trouble: Message | None
    budget: budgets.Left | None
    routes: Sequence[Route]
    orders: int


def connection_of(reader: Reader, pk: int) -> Connection:
    """Raises Http404 for one of somebody else."""
    return get_object_or_404(Connection, pk=pk, organisation__in=reader.ids)


def connections(env: Env, organisation: Organisation) -> Sequence[Shown]:
    """Shops first, then systems, by name."""
    rows = Connection.objects.filter(organisation=organisation).order_by("role", "label")
    return [_shown(env, row) for row in sorted(rows, key=lambda row: row.role != Connection.Role.SHOP)]


def _shown(env: Env, row: Connection) -> Shown:
    try:
        budget, found = budgets.left(env, row), trouble(row)
    except Misconfigured as error:
        budget, found = None, error.message
    routes = (
        Route.objects.filter(Q(shop=row) | Q(system=row)).select_related("shop", "system").order_by("rank")
    )
    return Shown(row, found, budget, list(routes), _known(row))


def _known(row: Connection) -> int:
    """How many orders of a shop are known, as far as anybody wants to count them."""
    return (
        Order.objects.filter(shop=row).values("pk")[:MANY].count() if row.role == Connection.Role.SHOP else 0
    )
