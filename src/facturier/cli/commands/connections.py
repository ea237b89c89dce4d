"""`facturier connections`: every connected account and how it is."""

import typer

from facturier.cli.exits import Exit
from facturier.cli.session import session
from facturier.flows.connections import trouble
from facturier.model.message import say
from facturier.store.models import Connection

_HEADS = {
    "label": say("Connection"),
    "role": say("Role"),
    "connector": say("Connector"),
    "read_at": say("Last read"),
    "paused": say("Paused"),
    "trouble": say("Trouble"),
}


def add_to(app: typer.Typer) -> None:
    app.command("connections")(connections)


def connections(context: typer.Context) -> Exit:
    """List connections, and what is wrong with any."""
    here = session(context)
    with here.world():
        rows = [facts(row) for row in Connection.objects.select_related("organisation").order_by("label")]
    here.output.table(rows, _HEADS)
    here.output.value(rows)
    troubled = any(row["trouble"] for row in rows)
    return Exit.NEEDS_PERSON if troubled else Exit.DONE


def facts(row: Connection) -> dict[str, object]:
    """What may be told of a connection: no setting, no secret."""
    return {
        "label": row.label,
        "role": row.role,
        "connector": row.connector,
        "organisation": row.organisation.name,
        "read_at": row.read_at or row.offers_at,
        "paused": row.paused_why or row.paused_at,
        "trouble": trouble(row),
    }
