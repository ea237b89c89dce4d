"""The lines on which remotes call us, and what they told us to look at."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from facturier.ports.hooks import About
from facturier.store import statements
from facturier.store.models import EXISTS, Connection, Document, HookLine, Knock, Order, Route

_SECRET = "secret"  # noqa: S105 - the name of the value, not a value
_WIDEST = 12
"""Digits of a number that is padded with zeros."""


def line(connection: int) -> HookLine | None:
    return statements.first(HookLine, {"connection": connection}, ("connection",))


def secret_of(line: HookLine) -> str:
    return str(line.secret[_SECRET])


def open_line(connection: Connection, address: str, now: datetime) -> HookLine:
    """The line of a connection, made with a secret where there was none; its counts begin anew."""
    found, _ = HookLine.objects.get_or_create(
        connection=connection, defaults={"address": address, "secret": {_SECRET: token_urlsafe(32)}}
    )
    found.address, found.opened_at, found.checked_at = address, now, None
    found.refused, found.refused_at, found.unknown = 0, None, 0
    found.save(update_fields=["address", "opened_at", "checked_at", "refused", "refused_at", "unknown"])
    return found


@transaction.atomic
def close_line(line: HookLine) -> None:
    """Nobody listens there any more; what was told is found by the poll."""
    Knock.objects.filter(connection=line.connection_id).delete()
    line.delete()


def heard(line: HookLine, now: datetime, unknown: int = 0) -> None:
    """A good call came; `unknown`: how many of what it told of are none of ours."""
    HookLine.objects.filter(pk=line.pk).update(heard_at=now, unknown=F("unknown") + unknown)


@transaction.atomic
def knock(line: HookLine, orders: Iterable[str], now: datetime, soon: timedelta) -> None:
    """Orders to look at, each once however often it is told. A shop that would be read `soon` is read at once; one
    that is being read just now, or rests since it could not answer, is not disturbed."""
    _mark([Knock(connection_id=line.connection_id, remote_id=order, at=now) for order in orders])
    heard(line, now)
    waiting = Connection.objects.filter(pk=line.connection_id, look_at__lte=now + soon)
    waiting.update(look_at=now)


@transaction.atomic
def knock_at(line: HookLine, documents: Iterable[Document], now: datetime) -> None:
    """The same of documents. A system is looked at only while something is marked: see `rest`."""
    _mark(
        [
            Knock(connection_id=line.connection_id, remote_id=str(one.pk), document=one, at=now)
            for one in documents
        ]
    )
    # Its row is written in any case, so that `rest` waits for us, or we for it.
    Connection.objects.filter(pk=line.connection_id).update(look_at=Coalesce("look_at", Value(now)))


def _mark(rows: Sequence[Knock]) -> None:
    Knock.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["connection", "remote_id"], update_fields=["at"]
    )


def document_told(connection: Connection, about: About) -> Document | None:
    """The document of ours that a system tells of; None where it is none of ours, or not there (any more)."""
    ours = Document.objects.filter(system=connection, state__in=EXISTS, gone_at=None)
    if about.remote_id:
        return ours.filter(remote_id=about.remote_id).first()
    if not (about.number.isascii() and about.number.isdecimal()) or len(about.number) > _WIDEST:
        return None
    bare = about.number.lstrip("0") or "0"
    spelled = [bare.zfill(width) for width in range(len(bare), _WIDEST + 1)]
    companies = Route.objects.filter(system=connection).values("company")
    numbered = Q(
        company__in=companies, connector=connection.connector, series=about.series, number__in=spelled
    )
    return ours.filter(numbered).order_by("-pk").first()


def refuse(line: HookLine, now: datetime) -> None:
    """Count a call with a bad signature. Nothing of it is kept."""
    HookLine.objects.filter(pk=line.pk).update(refused=F("refused") + 1, refused_at=now)


def knocks(connection: Connection) -> Sequence[Knock]:
    """In the order in which they came."""
    found = statements.rows(Knock, {"connection": connection}, ("document", "document__order"))
    return sorted(found, key=lambda one: (one.at, one.pk))


def answered(knock: Knock) -> None:
    """It was looked at. One that came in meanwhile for the same stays."""
    Knock.objects.filter(pk=knock.pk, at=knock.at).delete()


@transaction.atomic
def rest(system: Connection, now: datetime) -> None:
    """All that was marked was looked at: nothing more is to be done, unless something was marked meanwhile."""
    row = Connection.objects.filter(pk=system.pk)
    row.select_for_update(no_key=True).values_list("pk").get()
    row.update(look_at=now if Knock.objects.filter(connection=system).exists() else None)


def is_known(connection: Connection, remote_id: str) -> bool:
    return Order.objects.filter(shop=connection, remote_id=remote_id).exists()


def unknown(connection: Connection, told: Sequence[str]) -> None:
    """Count what a shop told of and did not bring although it was read since."""
    known = Order.objects.filter(shop=connection, remote_id__in=told).count() if told else 0
    if len(told) > known:
        HookLine.objects.filter(connection=connection).update(unknown=F("unknown") + len(told) - known)


def to_check(connection: Connection, before: datetime) -> HookLine | None:
    """The line, if the remote was not asked about it since."""
    found = line(connection.pk)
    return found if found and (found.checked_at is None or found.checked_at <= before) else None


def checked(line: HookLine, now: datetime) -> None:
    HookLine.objects.filter(pk=line.pk).update(checked_at=now)
