"""Take-over: the documents that another tool already made for old orders are found and respected.

A document belongs to an order when its PDF, or what its system tells of it, has the order's number as a word of its
own and its total is the order's. What fits only half is reported, never decided here. Nor is an order closed that has
a document here which was sent, or may be just now.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from facturier.flows.env import Env, Tape
from facturier.model.document import Issued, Statement
from facturier.model.kinds import DocumentClass, DocumentKind
from facturier.model.message import Message, say
from facturier.model.order import Order as OrderFacts
from facturier.model.paper import text_of
from facturier.ports.budget import Urgency
from facturier.ports.errors import Missing, NotNow, Refused
from facturier.ports.system import System
from facturier.store import sales, series, slots
from facturier.store.models import NOTHING_THERE, Connection, Document, Order, Route, Standing, State

PERMIT_WAITS = 1000
Read = tuple[Statement, str | None]
"""What the system says of a document, and what stands on its paper; None where that cannot be read."""


@dataclass
class TakenOver:
    """numbers read; orders closed by number of their document; what a person should look at."""

    read: int = 0
    orders: dict[str, str] = field(default_factory=dict)
    unclear: list[Message] = field(default_factory=list)


def take_over(
    env: Env,
    route_id: int,
    series: str,
    numbers: Iterable[str],
    by: str,
    progress: Callable[[int], None] = lambda read: None,
) -> TakenOver:
    """Read documents by number and close the orders of this route's shop that they stand for.

    numbers: as the system pads them. Raises RemoteError (other than a missing number) where reading stops.
    """
    route = Route.objects.select_related("shop", "system", "company").get(pk=route_id)
    system = env.system(route.system, Tape(), Urgency.READ)
    result = TakenOver()
    for number in numbers:
        found = Issued(DocumentKind.INVOICE, series, number)
        try:
            said, printed = _patiently(env, lambda found=found: _read(system, found))  # type: ignore[misc]
        except Missing:
            continue
        result.read += 1
        progress(result.read)
        if _is_ours(route, found, said):
            continue
        orders = _orders_named(route.shop, f"{said.words}\n{printed or ''}")
        for order in orders:
            _judge(env, route, order, found, said.total, by, result)
        if printed is None and not orders:
            result.unclear.append(_unreadable(found, said.total))
    return result


def _patiently(env: Env, read: Callable[[], Read]) -> Read:
    """Reads as fast as the system's limit allows; this is long work, so it waits its turn."""
    for _ in range(PERMIT_WAITS):
        try:
            return read()
        except NotNow as error:
            env.clock.sleep(max(0.0, (error.retry_at - env.clock.now()).total_seconds()))
    raise Refused(say("The system did not answer for too long; what was read so far is kept."))


def _read(system: System, found: Issued) -> Read:
    return system.statement(found), text_of(system.pdf(found))


def _is_ours(route: Route, found: Issued, said: Statement) -> bool:
    """Another connection may tell of the same sale, and our invoice bear the order's number. The series may have a
    shorter name than its documents."""
    names = {found.series, said.series or found.series}
    return any(series.is_ours(route, found.kind, name, found.number) for name in names)


def _orders_named(shop: Connection, text: str) -> list[Order]:
    """Orders of the shop whose number stands in the text as a word of its own."""
    words = set(re.findall(r"[\w/-]+", text))
    rows = Order.objects.filter(shop=shop, number__in=words)
    return list(rows.select_related("snapshot"))


def _judge(
    env: Env, route: Route, order: Order, found: Issued, total: Decimal, by: str, result: TakenOver
) -> None:
    name = f"{found.series} {found.number}"
    facts = order.snapshot.facts if order.snapshot else None
    if facts is None or facts.payable != total:
        if not order.documents.exclude(state__in=NOTHING_THERE).exists():
            result.unclear.append(_half(order, name, total))
    elif document := _close(env, route, order, facts, name, by):
        result.unclear.append(_beside(order, name, document))
    else:
        result.orders[order.number] = name


def _close(env: Env, route: Route, order: Order, facts: OrderFacts, name: str, by: str) -> Document | None:
    """Close the order, and withdraw what was ready for it. A document of its sale that was sent, or that a worker has
    just now, is what comes back: then nothing is changed."""
    reason = say("Issued elsewhere as %(name)s; taken over by %(by)s.", name=name, by=by)
    now = env.clock.now()
    with transaction.atomic():
        sales.withdraw_unsent(order, reason, now)
        left = _sent(order, route.company.issuer, str(facts.origin), now)
        if left is not None:
            transaction.set_rollback(True)
            return left
        slots.issued_elsewhere(
            route.company.issuer, str(facts.origin), DocumentClass.FISCAL, name, order.organisation_id
        )
        Order.objects.filter(pk=order.pk).update(
            standing=Standing.CLOSED, closed_by=by, reason=reason, look_at=None, decided_at=now
        )
    return None


def _sent(order: Order, issuer: str, origin: str, now: datetime) -> Document | None:
    """What is there of this order, or of the same sale through another connection, or may be in a moment."""
    sent = Document.objects.filter(original=None)
    if own := sent.filter(order=order).exclude(state=State.WITHDRAWN).first():
        return own
    twins = sent.filter(
        sale__issuer=issuer, sale__origin=origin, sale__document_class=DocumentClass.FISCAL.value
    )
    return twins.filter(~Q(state__in=NOTHING_THERE) | Q(lease_until__gt=now)).first()


def _unreadable(found: Issued, total: Decimal) -> Message:
    return say(
        "The PDF of %(name)s (%(total)s) cannot be read, so it is not known which order it is for. Look at it.",
        name=f"{found.series} {found.number}",
        total=total,
    )


def _half(order: Order, name: str, total: Decimal) -> Message:
    return say(
        "%(name)s names order %(number)s, but its total is %(total)s. Look at both.",
        name=name,
        number=order.number,
        total=total,
    )


def _beside(order: Order, name: str, document: Document) -> Message:
    return say(
        "%(name)s seems to be for order %(number)s, which has a document here that was sent, or is being sent: "
        "%(document)s. Look at both.",
        name=name,
        number=order.number,
        document=document,
    )
