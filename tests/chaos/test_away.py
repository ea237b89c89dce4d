"""The database goes away, a worker stands still: nothing is lost, and work goes on without anybody's help."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker
from tests.chaos.conftest import placed
from tests.chaos.place import CREATE
from tests.support.arrange import backlog

from facturier.cli import boot
from facturier.embedded.cluster import Cluster
from facturier.embedded.temporary import temporary_cluster
from facturier.flows.env import Pace
from facturier.sandbox.faults import Fault, Trouble
from facturier.store import installation, leases
from facturier.store.models import Document, State

SCALE = 60.0
AWAY = 3.0
WITHIN = 120.0


@pytest.fixture
def own_cluster(django_db_blocker: DjangoDbBlocker) -> Iterator[Cluster]:
    """A database that no other test uses, and that this process now speaks to."""
    with django_db_blocker.unblock(), temporary_cluster() as cluster, boot.aimed(cluster.home, cluster):
        boot.migrate()
        yield cluster
        installation.identity.cache_clear()


def test_the_database_goes_away_while_orders_flow(own_cluster: Cluster, tmp_path: Path) -> None:
    orders = 60
    with placed(SCALE, tmp_path) as place:
        place.sandbox.faults.add(Fault(Trouble.LOST_ANSWER, match=CREATE, share=0.2))
        backlog(place.route, range(1, orders + 1))
        worker = place.start_worker()
        place.wait_for(lambda: _verified() >= 5, WITHIN, "nothing is verified")
        own_cluster.stop()
        time.sleep(AWAY)
        own_cluster.start()
        connections.close_all()
        assert _verified() < orders
        place.wait_for(place.all_verified(orders), WITHIN, "not everything is verified")
        assert worker.alive
        worker.stop()
        place.assert_books_agree(orders)


def _verified() -> int:
    return Document.objects.filter(state=State.VERIFIED).count()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_stands_still_longer_than_its_lease(tmp_path: Path) -> None:
    """Frozen while it sends; another goes on with its document. When it thaws, both books still agree."""
    orders = 30
    lease = Pace(SCALE).of(leases.DURATION).total_seconds()
    with placed(SCALE, tmp_path) as place:
        place.sandbox.faults.add(Fault(Trouble.DELAY, match=CREATE, share=0.5, seconds=20))
        backlog(place.route, range(1, orders + 1))
        first = place.start_worker()
        for _ in range(3):
            place.wait_for(lambda: _sending() or _verified() == orders, WITHIN, "nothing is being sent")
            first.freeze()
            second = place.start_worker()
            time.sleep(1.5 * lease)
            first.thaw()
            first.stop()
            first = second
        place.wait_for(place.all_verified(orders), WITHIN, "not everything is verified")
        first.stop()
        place.assert_books_agree(orders)


def _sending() -> bool:
    now = datetime.now(UTC)
    return Document.objects.filter(state=State.SENDING, lease_until__gt=now).exists()
