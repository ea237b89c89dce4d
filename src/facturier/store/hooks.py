"""The lines on which shops call us, and what they told us to look at."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.db import transaction
from django.db.models import F

from facturier.store.models import Connection, HookLine, Knock, Order

_SECRET = "secret"  # noqa: S105 - the name of the value, not a value


def line(connection: int) -> HookLine | None:
    return HookLine.objects.select_related("connection").filter(connection=connection).first()


def secret_of(line: HookLine) -> str:
    return str(line.secret[_SECRET])


def open_line(connection: Connection, address: str) -> HookLine:
    """The line of a connection, made with a secret where there was none; its count of bad calls begins anew."""
    found, _ = HookLine.objects.get_or_create(
        connection=connection, defaults={"address": address, "secret": {_SECRET: token_urlsafe(32)}}
    )
    found.address, found.refused, found.refused_at = address, 0, None
    found.save(update_fields=["address", "refused", "refused_at"])
    return found


@transaction.atomic
def knock(line: HookLine, orders: Iterable[str], now: datetime, soon: timedelta) -> None:
    """Orders to look at, each once however often it is told. A shop that would be read `soon` is read at once; one
    that is being read just now, or rests since it could not answer, is not disturbed."""
    rows = [Knock(connection_id=line.connection_id, remote_id=order, at=now) for order in orders]
    Knock.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["connection", "remote_id"], update_fields=["at"]
    )
    HookLine.objects.filter(pk=line.pk).update(heard_at=now)
    waiting = Connection.objects.filter(pk=line.connection_id, look_at__lte=now + soon)
    waiting.update(look_at=now)


def refuse(line: HookLine, now: datetime) -> None:
    """Count a call with a bad signature. Nothing of it is kept."""
    HookLine.objects.filter(pk=line.pk).update(refused=F("refused") + 1, refused_at=now)


def knocks(connection: Connection) -> Sequence[Knock]:
    return list(Knock.objects.filter(connection=connection).order_by("at", "pk"))


def answered(knock: Knock) -> None:
    """Its order was read. One that came in meanwhile for the same order stays."""
    Knock.objects.filter(pk=knock.pk, at=knock.at).delete()


def is_known(connection: Connection, remote_id: str) -> bool:
    return Order.objects.filter(shop=connection, remote_id=remote_id).exists()


def to_check(connection: Connection, before: datetime) -> HookLine | None:
    """The line, if the shop was not asked about it since."""
    found = line(connection.pk)
    return found if found and (found.checked_at is None or found.checked_at <= before) else None


def checked(line: HookLine, now: datetime) -> None:
    HookLine.objects.filter(pk=line.pk).update(checked_at=now)
