"""What is done with many chosen orders at once: each by itself, so that one that cannot be done stops no other."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from facturier.flows import person
from facturier.flows.env import Env
from facturier.flows.hurry import hurry
from facturier.model.message import Message
from facturier.ports.errors import RemoteError
from facturier.store.models import Order, Organisation
from facturier.web.reader import Reader

MOST = 500


@dataclass
class Done:
    """standings: where the orders are now. refused: why some of them stay as they were, by number."""

    standings: Counter[str] = field(default_factory=Counter)
    refused: list[tuple[str, Message]] = field(default_factory=list)


def issue(env: Env, reader: Reader, keys: Sequence[int]) -> Done:
    """Decide each order now, as `facturier issue` does; a worker sends what is ready."""
    done = Done()
    for order in _chosen(reader.chosen, keys).only("pk"):
        hurry(env, order.pk)
    done.standings.update(_chosen(reader.chosen, keys).values_list("standing", flat=True))
    return done


def close(env: Env, reader: Reader, keys: Sequence[int], why: str) -> Done:
    """No document for these orders. What has one, or is being sent, stays as it is and says so."""
    done = Done()
    for order in _chosen(reader.chosen, keys):
        try:
            person.close_order(env, order, reader.name, why)
        except RemoteError as error:
            done.refused.append((order.number, error.message))
    done.standings.update(_chosen(reader.chosen, keys).values_list("standing", flat=True))
    return done


def _chosen(organisation: Organisation, keys: Sequence[int]) -> QuerySet[Order]:
    return Order.objects.filter(organisation=organisation, pk__in=keys[:MOST]).order_by("pk")
