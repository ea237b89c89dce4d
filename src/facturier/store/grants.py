"""What connections were granted: in their encrypted secrets, beside what was typed in."""

import msgspec
from django.db import transaction

from facturier.model.shapes import known
from facturier.ports.errors import Misconfigured
from facturier.ports.grants import Grant, Renew
from facturier.store.models import Connection

GRANT = "_grant"


class StoredGrants:
    """The `Grants` of one connection. Whoever renews holds the connection's row until the new grant is written."""

    def __init__(self, connection: int) -> None:
        self._connection = connection

    def current(self) -> Grant | None:
        return _of(_secrets(self._connection))

    def renewed(self, spent: Grant, renew: Renew) -> Grant:
        with transaction.atomic():
            row = Connection.objects.select_for_update(no_key=True).get(pk=self._connection)
            held = _of(row.secrets)
            if held is not None and held.access != spent.access:
                return held
            fresh = renew(held or spent)
            _write(row, fresh)
        return fresh


def keep(connection: int, grant: Grant) -> None:
    """What a person has just granted, in the place of any earlier grant."""
    with transaction.atomic():
        _write(Connection.objects.select_for_update(no_key=True).get(pk=connection), grant)


def carry_over(row: Connection) -> None:
    """Into the secrets of a row that is about to be saved: the form knows nothing of it, and it may be newer."""
    stored = _secrets(row.pk)
    if GRANT in stored:
        row.secrets = {**row.secrets, GRANT: stored[GRANT]}


def _secrets(connection: int) -> dict[str, object]:
    """None where another key locked them (it was lost): what was granted is to be granted anew."""
    try:
        found: dict[str, object] = Connection.objects.only("secrets").get(pk=connection).secrets
    except Misconfigured:
        return {}
    return found


def _write(row: Connection, grant: Grant) -> None:
    row.secrets = {**row.secrets, GRANT: msgspec.to_builtins(grant)}
    row.save(update_fields=["secrets"])


def _of(secrets: dict[str, object]) -> Grant | None:
    told = secrets.get(GRANT)
    return None if told is None else msgspec.convert(told, known(Grant))
