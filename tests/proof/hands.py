"""Somebody with the database's password: what triggers forbid happens all the same, and is found."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from tests.proof.database import HOOKS

SUPERUSER = "postgres"
_ASIDE = "SET session_replication_role = replica; SET lock_timeout = '1s'"


@contextmanager
def other_hands() -> Iterator[None]:
    """On a connection of their own, past all triggers. Nobody else moves meanwhile, and in the end nothing of it has
    happened: who finds it out would put a backup back."""
    name, mine = threading.current_thread().name, connections["default"]
    hook = HOOKS.pop(name)
    theirs = connections.create_connection("default")
    theirs.settings_dict = {**mine.settings_dict, "USER": SUPERUSER}
    connections["default"] = theirs
    try:
        with theirs.cursor() as cursor:
            cursor.execute(_ASIDE)
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        theirs.close()
        connections["default"], HOOKS[name] = mine, hook
