"""From nothing to a world that flows can work in: database, key, witness.

Django reads its settings once per process, before it is known which home a command wants. So `prepare` starts
it as the environment says, and `opened` aims it at the embedded database of the home once that runs.
"""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, cast

from facturier.embedded.address import Address
from facturier.embedded.cluster import Cluster, Progress, silent
from facturier.embedded.disk import disk_room
from facturier.embedded.errors import EmbeddedError, NotRunning
from facturier.embedded.home import Home
from facturier.embedded.installed import embedded
from facturier.embedded.serving import serving
from facturier.embedded.witness import WitnessFile
from facturier.model.message import Message, say
from facturier.ports.errors import Misconfigured

if TYPE_CHECKING:
    from facturier.flows.env import Env


def prepare() -> None:
    """Let Django read its settings. No database is asked for yet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "facturier.settings")
    # httpx has a command line of its own; without it, it leaves what that needs (rich, pygments) unread.
    sys.modules.setdefault("httpx._main", cast(ModuleType, None))
    import django

    django.setup()


def outside() -> bool:
    """Whether DATABASE_URL names a database that is not ours to run."""
    return bool(os.environ.get("DATABASE_URL"))


@contextmanager
def database(home: Home, progress: Progress = silent) -> Iterator[Cluster | None]:
    """DATABASE_URL if it is set (then None), else the embedded cluster, running while this lasts.

    A cluster that another process of ours (`facturier up`) runs is used as it is; otherwise it is started,
    and stopped again at the end. Raises the clear errors of the embedded room.
    """
    if outside():
        use_key(home)
        yield None
        return
    with serving(embedded(home), progress) as cluster, aimed(home, cluster):
        yield cluster


@contextmanager
def aimed(home: Home, cluster: Cluster) -> Iterator[None]:
    """Django speaks to this running cluster for as long as this lasts."""
    from django.db import connections

    settings = connections.settings["default"]
    before = dict(settings)
    aim(cluster.address())
    use_key(home)
    try:
        yield
    finally:
        connections.close_all()
        settings.update(before)


def aim(address: Address) -> None:
    """Django speaks to the database at this address from now on."""
    from django.db import connections

    connections.close_all()
    connections.settings["default"].update(address.django())


def running(home: Home) -> Cluster | None:
    """The embedded cluster that runs already, None where DATABASE_URL names a database. Raises NotRunning."""
    if outside():
        return None
    cluster = embedded(home)
    if not cluster.is_running():
        raise NotRunning(
            say("The database of this home does not run. Start it with “facturier up”, which also works.")
        )
    return cluster


def use_key(home: Home) -> None:
    """The key files of the home, unless the environment names others."""
    from django.conf import settings

    if "FACTURIER_SECRET" not in os.environ:
        settings.FACTURIER_SECRET = home.secret_key
    if "FACTURIER_PAGE_SECRET" not in os.environ and home.page_key.exists():
        settings.SECRET_KEY = home.page_key.read_text(encoding="ascii").strip()


def make_page_key(home: Home) -> None:
    """The key that signs the sessions of the pages, made once."""
    try:
        handle = os.open(home.page_key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48) + "\n")


def migrate() -> None:
    """Bring the tables up to this version."""
    from django.core.management import call_command

    from facturier.cli.tables import up_to_date

    if up_to_date():
        return
    call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def opened(home: Home, progress: Progress = silent) -> "Iterator[Env]":
    """The world of an installed Facturier, for one command."""
    with database(home, progress):
        yield environment(home)


def environment(home: Home) -> "Env":
    """What flows need, with this machine's files and witness."""
    from facturier.engine.queue import wake_workers
    from facturier.engine.worker import working_env
    from facturier.flows.env import Env
    from facturier.store import installation

    witness = WitnessFile(home.witness)

    def note(attempt: int) -> None:
        try:
            witness.note(installation.identity(), attempt)
        except EmbeddedError as error:
            raise Misconfigured(error.message, error.words) from error
        except OSError as error:
            room = disk_room(home.root)
            if not room.low:
                raise
            raise Misconfigured(room.message, str(error)) from error

    def hindrance() -> Message | None:
        room = disk_room(home.root)
        return room.message if room.low else None

    env = Env(files=home.files, witness=note, nudge=lambda what, row: wake_workers(), hindrance=hindrance)
    return working_env(env)
