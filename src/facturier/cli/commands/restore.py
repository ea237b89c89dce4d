"""`facturier restore`: a backup into a new home or an empty database. It ends with sending stopped."""

from pathlib import Path
from typing import Annotated

import typer

from facturier.cli import boot
from facturier.cli.commands.backup import address_of
from facturier.cli.commands.init import make_home
from facturier.cli.exits import Exit
from facturier.cli.session import session
from facturier.embedded.backup import open_backup
from facturier.embedded.restore import restore as replayed
from facturier.flows import recover
from facturier.model.message import say
from facturier.store import accounts, installation


def add_to(app: typer.Typer) -> None:
    app.command("restore")(restore)


def restore(
    context: typer.Context,
    directory: Annotated[Path, typer.Argument(metavar="BACKUP", help="The directory that backup made.")],
) -> Exit:
    """Restore a backup. Nothing is sent afterwards until “facturier reconcile --recover” has read every account."""
    here = session(context)
    backup = open_backup(directory.absolute())
    had_key = here.home.secret_key.exists()
    make_home(here.home)
    with boot.database(here.home, here.output.progress) as cluster:
        replayed(backup, address_of(cluster))
        boot.migrate()
        installation.identity.cache_clear()
        why = recover.restored(boot.environment(here.home))
        locked = accounts.locked()
    here.output.say(why)
    if locked:
        here.output.say(
            say(
                "The key %(key)s does not open what is stored of: %(names)s. Put the key of the backed-up "
                "installation in its place, or enter every password again with “facturier connect”.",
                key=here.home.secret_key,
                names=", ".join(locked),
            )
        )
    elif not had_key:
        here.output.say(
            say(
                "A new key was made. Put the key of the backed-up installation in its place (%(key)s), or enter "
                "every password again with “facturier connect”.",
                key=here.home.secret_key,
            )
        )
    made_at = backup.manifest.made_at
    here.output.value({"restored": directory, "made_at": made_at, "new_key": not had_key, "locked": locked})
    return Exit.NEEDS_PERSON
