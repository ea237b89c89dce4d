"""A person does not want to wait: this order is decided now, and what is ready of it is sent at once."""

from facturier.flows.decide import decide
from facturier.flows.env import Env
from facturier.store.models import Document, State


def hurry(env: Env, order_id: int) -> None:
    """Decide the order, also where that was put off to later. A worker (or whoever carries it on) sends what is
    ready, also where it would have waited; the remote's limits still hold."""
    decide(env, order_id)
    ready = Document.objects.filter(order=order_id, state=State.READY, lease_until=None)
    if ready.update(look_at=env.clock.now(), asked=True):
        env.nudge("order", order_id)
