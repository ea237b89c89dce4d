"""Connections: what is wrong with one, what it offers, how far it was read; routes and brakes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from facturier.model.message import Message, say
from facturier.ports.errors import Misconfigured, NotNow, RemoteError
from facturier.ports.offers import Offers
from facturier.ports.shop import Trouble
from facturier.store import journal, statements
from facturier.store.models import Connection, Document, Order, Organisation, Route, Standing, State

Level = Route | Connection | Organisation
WORTH_IT = timedelta(seconds=30)
WELL = ["trouble", "silent_since"]
"""What says on a connection whether it is well."""
TROUBLE = "SHOP"
"""The alarm for what a shop wants a person to mend."""


def locked() -> list[str]:
    """The labels of the connections whose secrets this installation's key does not open."""
    return [row.label for row in Connection.objects.defer("secrets").order_by("label") if not _opens(row)]


def _opens(row: Connection) -> bool:
    try:
        row.refresh_from_db(fields=["secrets"])
    except Misconfigured:
        return False
    return True


def trouble(connection: Connection, error: RemoteError, now: datetime) -> timedelta:
    """Say on the connection what a person must mend. Returns for how long something had to be already."""
    since = str((connection.trouble or {}).get("since") or now.isoformat())
    facts = {
        "text": error.message.text,
        "facts": error.message.facts,
        "words": error.words,
        "at": now.isoformat(),
        "since": since,
    }
    Connection.objects.filter(pk=connection.pk).update(trouble=facts)
    journal.raise_alarm("CONNECTION", connection, error.message, now, connection.organisation_id)
    return now - datetime.fromisoformat(since)


def well(connection: Connection, now: datetime) -> None:
    """The connection answered as it should."""
    if connection.trouble is not None or connection.silent_since is not None:
        Connection.objects.filter(pk=connection.pk).update(trouble=None, silent_since=None)
        journal.close_alarm("CONNECTION", connection, now)


def readable(connection: Connection, now: datetime) -> None:
    """The account can be read. While a document waits for a reason, that may be the very trouble, and is not over:
    making one takes more than reading. Who makes it says `well`."""
    tried = (State.READY, State.ISSUED, State.IN_DOUBT)
    if not Document.objects.filter(system=connection, state__in=tried).exclude(reason=None).exists():
        well(connection, now)


def silent(connection: Connection, error: NotNow, now: datetime, patience: timedelta) -> None:
    """The remote could not serve us. For longer than `patience`, that is a trouble for a person to see."""
    if connection.silent_since is None:
        Connection.objects.filter(pk=connection.pk, silent_since=None).update(silent_since=now)
    elif now - connection.silent_since >= patience and connection.trouble is None:
        since = say(
            "%(name)s has not answered since %(since)s UTC: %(why)s It is tried again and again; see whether it is "
            "down, or whether its address has changed.",
            name=connection,
            since=f"{connection.silent_since:%Y-%m-%d %H:%M}",
            why=error.message,
        )
        trouble(connection, NotNow(since, error.retry_at, error.words), now)


def troubled_by(connection: Connection, troubles: Sequence[Trouble], now: datetime) -> None:
    """An alarm is open for each trouble that the shop tells of now, and for no other of this connection."""
    abouts = {trouble.about: trouble.message for trouble in troubles}
    for about, message in abouts.items():
        journal.raise_alarm(TROUBLE, connection, message, now, connection.organisation_id, about)
    journal.close_alarms(TROUBLE, connection, now, but=abouts)


def read(connection: Connection, cursor: str, now: datetime) -> None:
    """A page of a shop is stored: the cursor may move."""
    statements.update(Connection, {"pk": connection.pk}, cursor=cursor, read_at=now)


def read_again(connection: Connection, at: datetime | None) -> None:
    statements.update(Connection, {"pk": connection.pk}, look_at=at)


def offered(connection: Connection, offers: Offers, now: datetime) -> None:
    Connection.objects.filter(pk=connection.pk).update(offers=offers, offers_at=now)


def unprove(connection: Connection) -> None:
    """The declared arithmetic gave another total than the system's own."""
    Connection.objects.filter(pk=connection.pk).update(arithmetic_proved=False)


def pause(level: Level, why: Message | None, by: str, now: datetime) -> None:
    """Stop issuing at this level. Pausing what is paused keeps the first reason."""
    type(level).objects.filter(pk=level.pk, paused_at=None).update(
        paused_at=now, paused_by=by, paused_why=why
    )


def resume(level: Level, now: datetime) -> None:
    """Issue again at this level; what waited for it is due at once."""
    type(level).objects.filter(pk=level.pk).update(paused_at=None, paused_by="", paused_why=None)
    send_now(level, now)


def send_now(level: Level, now: datetime) -> None:
    """What waits to be sent at this level is due at once: what hindered it may be mended."""
    of_level = {
        Route: Q(route=level.pk),
        Connection: Q(system=level.pk) | Q(order__shop=level.pk),
        Organisation: Q(organisation=level.pk),
    }
    Document.objects.filter(of_level[type(level)], state=State.READY).update(look_at=now)


def decide_now(system: Connection, now: datetime) -> None:
    """Orders that wait and may become documents there are decided at once: what was in their way may be mended."""
    selling = Route.objects.filter(system=system, active=True).values("shop")
    waiting = Order.objects.filter(standing=Standing.WAITING, shop__in=selling)
    waiting.exclude(look_at=None).update(look_at=now)


def wait(document: Document, until: datetime, now: datetime) -> None:
    """There are no calls for it before `until`, so there are none for what is not more urgent either: nobody need
    try, document by document. What comes up shortly is not worth it."""
    if until - now < WORTH_IT:
        return
    others = Document.objects.filter(system=document.system_id, state=State.READY, lease_until=None)
    if not document.asked:
        others = others.filter(asked=False)
    others.filter(look_at__lt=until).update(look_at=until)


def recent(route: Route, state: State, now: datetime, within: timedelta) -> int:
    """How many documents of the route got into `state` lately."""
    return Document.objects.filter(route=route, state=state, created_at__gt=now - within).count()
