"""`facturier backup`: a checked dump of the database, taken while everything goes on working."""

import os
from pathlib import Path
from typing import Annotated

import typer

from facturier import __version__
from facturier.cli import boot
from facturier.cli.exits import Exit
from facturier.cli.session import Session, session
from facturier.embedded.address import Address
from facturier.embedded.backup import make_backup
from facturier.embedded.cluster import Cluster
from facturier.model.message import say
from facturier.store import installation


def add_to(app: typer.Typer) -> None:
    app.command("backup")(backup)


def backup(
    context: typer.Context,
    into: Annotated[Path, typer.Argument(help="A directory; the backup gets one of its own in it.")],
) -> Exit:
    """Back the database up. The key file is not part of it: keep that elsewhere."""
    here = session(context)
    with boot.database(here.home, here.output.progress) as cluster:
        made = make_backup(
            address_of(cluster),
            into.absolute(),
            database_id=installation.identity(),
            app_version=__version__,
            made_at=boot.environment(here.home).clock.now(),
        )
    _tell(here, made.directory)
    here.output.value(
        {"backup": made.directory, "bytes": made.manifest.dump_bytes, "made_at": made.manifest.made_at}
    )
    return Exit.DONE


def address_of(cluster: Cluster | None) -> Address:
    """Of the embedded database, or of the one in DATABASE_URL."""
    return cluster.address() if cluster else Address.from_url(os.environ["DATABASE_URL"])


def _tell(here: Session, directory: Path) -> None:
    here.output.say(
        say(
            "The backup is %(directory)s. The key %(key)s is not in it; without the key stored credentials "
            "stay locked.",
            directory=directory,
            key=here.home.secret_key,
        )
    )
