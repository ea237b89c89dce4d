"""A person corrects fields of an order: their values survive every later poll, the shop's data stays as it is."""

from collections.abc import Mapping

from django.db import transaction

from facturier.drafting import cures
from facturier.flows.decide import decide
from facturier.flows.env import Env
from facturier.model.message import Message, say
from facturier.ports.errors import Refused
from facturier.store import orders
from facturier.store.models import Order


def trouble(order: Order, field: str, value: str) -> Message | None:
    """Why this value cannot stand there: a path that leads nowhere, or a value of another shape."""
    facts = order.snapshot.facts if order.snapshot else None
    if facts is None:
        return say("What the shop sent for this order cannot be read, so nothing in it can be cured.")
    for finding in cures.apply(facts, {field: value}).findings:
        if finding.code == "CURE-PATH":
            return say("The order has no field %(field)s.", field=field)
        return finding.message
    return None


def cure(env: Env, order: Order, values: Mapping[str, str], by: str) -> None:
    """Put values where their paths say, all of them or none, and decide the order anew. Raises Refused where one
    cannot stand there."""
    for field, value in values.items():
        if (why := trouble(order, field, value)) is not None:
            raise Refused(why)
    with transaction.atomic():
        for field, value in values.items():
            orders.cure(order, field, value.strip(), by, env.clock.now())
    decide(env, order.pk)


def take_back(env: Env, order: Order, field: str, by: str) -> None:
    """Forget a correction: what the shop says counts again. The order is decided anew."""
    orders.uncure(order, field, by, env.clock.now())
    decide(env, order.pk)
