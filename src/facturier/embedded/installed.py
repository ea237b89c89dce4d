"""Which cluster a data home holds, and making the first one."""

import os
import shutil
from collections.abc import Mapping

from facturier.embedded import binaries, creation
from facturier.embedded.account import Account, owner_account, server_account
from facturier.embedded.cluster import Cluster
from facturier.embedded.errors import ClusterExists, NoCluster
from facturier.embedded.home import Home
from facturier.embedded.ownership import Ownership
from facturier.embedded.reach import reachable
from facturier.embedded.settings import Tuning
from facturier.model.message import say

PLAIN = Tuning()


def embedded(home: Home, tuning: Tuning = PLAIN, environ: Mapping[str, str] = os.environ) -> Cluster:
    """The cluster of this home: its highest major version. Never makes one.

    Raises NoCluster, NoAccount (not ours to run), NoPrograms (its major version is not here).
    """
    majors = majors_present(home)
    if not majors:
        raise NoCluster(
            say(
                "There is no database in %(home)s. New here? Run `facturier init`. If there should be one, "
                "check FACTURIER_HOME and that the disk is mounted, or restore a backup.",
                home=home.root,
            )
        )
    data = home.postgres / str(majors[-1])
    account = owner_account(data)
    programs = reachable(binaries.for_major(majors[-1]), account, home.programs)
    return Cluster(home, data, account, programs, ownership_of(home), tuning, environ)


def create(home: Home, tuning: Tuning = PLAIN, environ: Mapping[str, str] = os.environ) -> Cluster:
    """Make the cluster of a new home, stopped, with an empty database. Only `facturier init` calls this.

    Raises ClusterExists, AlreadyOwned, NoAccount, ProgramFailed.
    """
    return create_as(server_account(environ), home, tuning, environ)


def create_as(account: Account, home: Home, tuning: Tuning, environ: Mapping[str, str]) -> Cluster:
    """As `create`, for a given account: a major upgrade keeps the one that runs the old cluster."""
    home.create()
    ownership = ownership_of(home)
    ownership.take()
    try:
        if majors_present(home):
            raise ClusterExists(
                say(
                    "There is a database in %(home)s already. It was left as it is; "
                    "use it with `facturier up`.",
                    home=home.root,
                )
            )
        programs = reachable(binaries.newest(), account, home.programs)
        data = home.postgres / str(programs.major)
        creation.build(data, account, programs, throwaway=tuning.throwaway)
    finally:
        ownership.release()
    return Cluster(home, data, account, programs, ownership, tuning, environ)


def discard(home: Home) -> None:
    """Stop what may still run in a home that was only temporary, and remove it. Raises AlreadyOwned."""
    if majors_present(home):
        cluster = embedded(home)
        cluster.ownership.take()
        cluster.stop()
        if cluster.socket_directory.is_dir():
            shutil.rmtree(cluster.socket_directory)
    if home.root.is_dir():
        shutil.rmtree(home.root)


def majors_present(home: Home) -> list[int]:
    """The major versions that have a complete data directory here, lowest first."""
    if not home.postgres.is_dir():
        return []
    return sorted(int(entry.name) for entry in home.postgres.iterdir() if entry.name.isdecimal())


def ownership_of(home: Home) -> Ownership:
    return Ownership(home.run / "database.lock")
