"""Which operating-system user runs the server. PostgreSQL refuses to run as root, and so do we."""

import os
import pwd
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from facturier.embedded.errors import NoAccount
from facturier.model.message import say

PREFERRED = ("facturier", "postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """An operating-system user, and whether programs must drop to it from root."""

    name: str
    uid: int
    gid: int
    dropped: bool

    @property
    def drop_to_uid(self) -> int | None:
        return self.uid if self.dropped else None

    @property
    def drop_to_gid(self) -> int | None:
        return self.gid if self.dropped else None

    @property
    def drop_groups(self) -> list[int] | None:
        """Root's supplementary groups are dropped too."""
        return [] if self.dropped else None


def own_account() -> Account:
    """The user that runs this process. Peer authentication needs it to have a name."""
    uid = os.geteuid()
    try:
        entry = pwd.getpwuid(uid)
    except KeyError as error:
        raise NoAccount(
            say(
                "The operating-system user with the number %(uid)s has no name, and PostgreSQL needs one. "
                "Add it to /etc/passwd, or run Facturier as a user that has a name.",
                uid=uid,
            )
        ) from error
    return Account(entry.pw_name, uid, entry.pw_gid, dropped=False)


def server_account(environ: Mapping[str, str] = os.environ) -> Account:
    """Who runs a new server: ourselves; for root FACTURIER_DB_USER, else the first of PREFERRED."""
    own = own_account()
    if own.uid != 0:
        return own
    chosen = environ.get("FACTURIER_DB_USER")
    for name in (chosen,) if chosen else PREFERRED:
        account = _named(name)
        if account:
            return account
    raise NoAccount(
        say(
            "The database must not run as root, and no other user was found (looked for: %(names)s). "
            "Create one with: useradd --system facturier. Or name one in FACTURIER_DB_USER.",
            names=chosen or ", ".join(PREFERRED),
        )
    )


def owner_account(data: Path) -> Account:
    """Who runs an existing server: always the owner of its data directory.

    Raises NoAccount when we are neither that user nor root, or when the directory belongs to root.
    """
    own = own_account()
    owner = data.stat().st_uid
    if owner == own.uid and owner != 0:
        return own
    if owner == 0:
        raise NoAccount(
            say(
                "The data directory %(data)s belongs to root, and the database must not run as root. "
                "Give it to the user that made it, with chown.",
                data=data,
            )
        )
    try:
        entry = pwd.getpwuid(owner)
    except KeyError as error:
        raise NoAccount(
            say(
                "The data directory %(data)s belongs to user number %(uid)s, which has no name here. "
                "Create that user again, or give the directory to an existing one with chown.",
                data=data,
                uid=owner,
            )
        ) from error
    if own.uid != 0:
        raise NoAccount(
            say(
                "The data directory %(data)s belongs to %(owner)s, and you are %(me)s. "
                "Run Facturier as %(owner)s.",
                data=data,
                owner=entry.pw_name,
                me=own.name,
            )
        )
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, dropped=True)


def _named(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    if entry.pw_uid == 0:
        raise NoAccount(
            say("FACTURIER_DB_USER names %(name)s, which is root. Name a user without rights.", name=name)
        )
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid, dropped=True)
