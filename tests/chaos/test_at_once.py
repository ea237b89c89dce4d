"""Must show: a hundred times "issue" at the same moment, from threads and processes; one sale by two ways."""

import threading
import time

import pytest
from django.db import connection
from tests.chaos.conftest import MakePlace
from tests.chaos.place import Place
from tests.support.arrange import SETTINGS, backlog
from tests.support.clicks import click
from tests.support.processes import Process

from facturier.flows.env import Env, Pace
from facturier.ports.shop import Heard
from facturier.store import orders
from facturier.store.models import Connection, Document, Order, Route, Standing, State

SCALE = 60.0
PROCESSES = 5
THREADS = 10
WITHIN = 90.0


@pytest.mark.django_db(transaction=True)
def test_a_hundred_clicks_on_one_order_make_one_document(make_place: MakePlace) -> None:
    """Five processes of ten threads, and fifty threads here, all through the one gate of a moment."""
    place = make_place(SCALE)
    order = backlog(place.route, [1])[0]
    clickers = [_clicker(place, order, number) for number in range(PROCESSES)]
    for clicker in clickers:
        assert clicker.hear() == "ready\n"
    moment = time.time() + 1.0
    back: list[int] = []
    threads = [
        threading.Thread(target=_click, args=(place, order.pk, moment, back))
        for _ in range(PROCESSES * THREADS)
    ]
    for thread in threads:
        thread.start()
    assert [clicker.say(str(moment)) for clicker in clickers] == [f"{THREADS}\n"] * PROCESSES
    for thread in threads:
        thread.join()
    assert len(back) == PROCESSES * THREADS
    place.start_worker()
    place.wait_for(place.all_verified(1), WITHIN, "the document is not verified")
    place.assert_books_agree(1)


def _clicker(place: Place, order: Order, number: int) -> Process:
    arguments = [str(place.scale), str(order.pk), str(THREADS), str(place.files)]
    place.workers.append(Process("tests.support.clicks", arguments, place.files / f"clicks-{number}.log"))
    return place.workers[-1]


def _click(place: Place, order: int, moment: float, back: list[int]) -> None:
    try:
        click(Env(files=place.files, pace=Pace(place.scale)), order, moment)
        back.append(order)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_sale_told_by_two_connections_and_wanted_by_two_routes_makes_one_document(
    make_place: MakePlace,
) -> None:
    place = make_place(SCALE)
    route = place.route
    other = Connection.objects.create(
        organisation=route.organisation, role=Connection.Role.SHOP, connector="magento", label="Second eye"
    )
    for shop, rank, label in ((other, 0, "Second eye to SmartBill"), (route.shop, 1, "Once more")):
        Route.objects.create(
            organisation=route.organisation,
            label=label,
            shop=shop,
            system=route.system,
            company=route.company,
            settings=SETTINGS,
            rank=rank,
        )
    first = backlog(route, range(1, 21))
    workers = [place.start_worker() for _ in range(2)]
    for row in first:
        _heard_again(row, other)
    place.wait_for(lambda: _decided(40), WITHIN, "not every order is decided")
    place.wait_for(place.all_verified(20), WITHIN, "not every sale is invoiced")
    for worker in workers:
        worker.stop()
    place.assert_books_agree(20)
    assert Order.objects.filter(standing=Standing.VERIFIED).count() == 20
    closed = Order.objects.filter(standing=Standing.CLOSED)
    assert closed.count() == 20
    assert all("already has its document" in str(row.reason) for row in closed)
    assert Document.objects.exclude(state=State.VERIFIED).count() == 0


def _heard_again(row: Order, shop: Connection) -> None:
    facts = row.snapshot.facts if row.snapshot else None
    assert facts is not None
    orders.take_in(shop, Heard(raw=b"again", order=facts), facts.changed_at)


def _decided(count: int) -> bool:
    return Order.objects.exclude(standing=Standing.NEW).count() == count
