"""`facturier connect`: a shop or a system, by the connector's own form; tested before it is kept."""

import os
from enum import StrEnum
from typing import Annotated, Any

import typer

from facturier.cli import find, form
from facturier.cli.exits import Exit, Stop
from facturier.cli.session import Session, session
from facturier.flows.connections import keep, put, test
from facturier.flows.env import GROUPS
from facturier.model.message import say
from facturier.ports.connector import Connector
from facturier.ports.errors import Misconfigured
from facturier.ports.offers import Check
from facturier.ports.registry import connector
from facturier.store.models import Connection, Organisation


class Role(StrEnum):
    SHOP = "shop"
    SYSTEM = "system"


def add_to(app: typer.Typer) -> None:
    app.command("connect")(connect)


def connect(
    context: typer.Context,
    role: Annotated[Role, typer.Argument(help="Where orders come from, or where documents are made.")],
    name: Annotated[str, typer.Argument(metavar="CONNECTOR", help="Such as magento or smartbill.")],
    label: Annotated[str, typer.Option(help="What to call this connection.")] = "",
    given: Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="A setting.")] = None,
    organisation: Annotated[str, typer.Option(help="Whose it is, where there are several.")] = "",
    anyway: Annotated[bool, typer.Option(help="Keep it although not everything works.")] = False,
) -> Exit:
    """Connect an account, or change a connection. Asks for what is not given with --set.

    A secret may also come from the environment: FACTURIER_SMARTBILL_TOKEN, and so on.
    """
    here = session(context)
    found = connector(GROUPS[Connection.Role(role)], name)
    with here.world() as env:
        row = _row(find.organisation(organisation), role, found, label or found.title)
        wanted = form.filled(here, found, form.pairs(given or []), _stored(row), os.environ)
        put(row, found, wanted)
        checks = test(env, row)
        works = all(check.ok for check in checks)
        _show(here, row, checks)
        if not (works or anyway):
            raise Stop(
                say("Nothing was kept. Correct what is marked, or keep it as it is with --anyway."),
                Exit.MISCONFIGURED,
                "; ".join(
                    f"{here.output.text(one.what)}: {_found(here, one)}" for one in checks if not one.ok
                ),
            )
        keep(env, row)
    here.output.say(say("%(label)s is connected.", label=row.label))
    here.output.value({"connection": row.label, "works": works, "checks": checks, "offers": row.offers})
    return Exit.DONE


def _row(owner: Organisation, role: Role, found: Connector[Any], label: str) -> Connection:
    row = Connection.objects.defer("secrets").filter(organisation=owner, label=label).first()
    if row is None:
        return Connection(organisation=owner, role=role.value, connector=found.name, label=label)
    if (row.role, row.connector) != (role.value, found.name):
        raise Stop(
            say("%(label)s is a connection of another kind. Choose another --label.", label=label), Exit.USAGE
        )
    return row


def _stored(row: Connection) -> dict[str, object]:
    """What was entered before; without secrets that another key locked (it was lost), which are entered again."""
    try:
        return {**row.settings, **row.secrets}
    except Misconfigured:
        return {**row.settings}


def _show(here: Session, row: Connection, checks: tuple[Check, ...]) -> None:
    rows = [{"ok": "✓" if one.ok else "✗", "what": one.what, "detail": _found(here, one)} for one in checks]
    heads = {"ok": say(""), "what": say("Checked"), "detail": say("Found")}
    here.output.table(rows, heads, say("%(label)s", label=row.label))


def _found(here: Session, one: Check) -> str:
    """What was found, and the remote's own words unless they are quoted in it."""
    text = here.output.text(one.detail)
    return text if one.words in text else f"{text} {one.words}"
