"""Orders through the flows into Fatture in Cloud, end to end, on its simulator."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.support.italy import build, cloud, order
from tests.support.world import START, Died, World

from facturier.drafting.settings import PaymentMap
from facturier.flows.reconcile import reconcile_system
from facturier.model.order import Order, Payment
from facturier.ports.grants import Grant
from facturier.store import grants, installation
from facturier.store.models import State

Make = Callable[..., World]
CARD = PaymentMap("card", type="PayPal MP08 [6]", record=True, account="PayPal [3]")


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def make_world(transactional_db: None, tmp_path: Path, asked: list[str]) -> Iterator[Make]:
    def make(by_consent: bool = False, **settings: Any) -> World:
        return build(tmp_path, asked, by_consent=by_consent, **settings)

    yield make
    installation.identity.cache_clear()


def paid(number: str) -> Order:
    return order(number, payment=Payment(method="card", paid=Decimal("121.00"), paid_at=START))


def test_a_document_costs_one_call_beyond_its_pdf(make_world: Make, asked: list[str], tmp_path: Path) -> None:
    world = make_world()
    for number in range(1001, 1011):
        world.hear(order(str(number)))
    world.run()
    document = world.document("1005")
    assert (document.state, document.series, document.total) == (State.VERIFIED, "/A/2026", Decimal("121.00"))
    assert (tmp_path / document.pdf).read_bytes().startswith(b"%PDF")
    fetching = [one for one in asked if one.startswith("GET")]
    assert len(asked) - len(fetching) == 10
    assert len(fetching) == 20  # a fresh link, and what is behind it


def test_a_payment_lands_in_the_account_of_the_route(make_world: Make) -> None:
    """With the document, and afterwards where the order was paid later."""
    world = make_world(payments=(CARD,))
    world.hear(paid("1001"))
    world.hear(order("1002", payment=Payment(method="card")))
    world.run()
    world.hear(paid("1002"))
    world.run()
    entries = [one["payments_list"] for one in cloud(world).company().documents.values()]
    assert [[(one["status"], one["payment_account"]["id"]) for one in each] for each in entries] == [
        [("paid", 3)],
        [("paid", 3)],
    ]


def test_an_order_waits_until_its_account_is_chosen(make_world: Make) -> None:
    world = make_world(payments=(PaymentMap("card", type="PayPal MP08 [6]", record=True),))
    world.hear(paid("1001"))
    world.run()
    assert cloud(world).company().documents == {}
    world.settings(payments=(CARD,))
    world.hear(paid("1001"))
    world.run()
    assert world.document().state == State.VERIFIED


@pytest.mark.parametrize("point", ["position read", "intent committed", "answer read", "issued written"])
def test_a_worker_that_dies_makes_no_second_document(make_world: Make, point: str) -> None:
    world = make_world()
    world.hear(order("1001"))
    world.crash_at = point
    with pytest.raises(Died):
        world.run()
    world.run(timedelta(hours=3))
    assert world.document().state == State.VERIFIED
    assert len(cloud(world).company().documents) == 1


@pytest.mark.parametrize("trouble", ["lost_answer", "lost_request", "late_commit"])
def test_a_lost_answer_is_settled(make_world: Make, trouble: str) -> None:
    world = make_world()
    cloud(world).faults.add(trouble, "POST .*/issued_documents", times=1)
    world.hear(order("1001"))
    world.run(timedelta(hours=3))
    assert world.document().state == State.VERIFIED
    assert len(cloud(world).company().documents) == 1


def test_granted_access_is_renewed_while_documents_are_made(make_world: Make, asked: list[str]) -> None:
    world = make_world(by_consent=True)
    world.hear(order("1001"))
    world.run()
    world.clock.advance(timedelta(hours=30))
    for number in ("1002", "1003"):
        world.hear(order(number, placed_at=world.clock.now(), changed_at=world.clock.now()))
    world.run()
    assert world.document("1003").state == State.VERIFIED
    assert asked.count("POST /oauth/token") == 1
    assert grants.StoredGrants(world.system.pk).current() != Grant("a/first", "r/first", START)


def test_both_books_agree(make_world: Make) -> None:
    """Ours are known; what a person issued in the same numbering is foreign, and nothing is drift."""
    world = make_world()
    for number in ("1001", "1002"):
        world.hear(order(number))
    world.run()
    cloud(world).person.issue("30.00", numeration="/A")
    cloud(world).person.issue("40.00", numeration="/A", type="proforma")
    seen = reconcile_system(world.env, world.system.pk, look_back=10)
    assert (seen.foreign, seen.strays, seen.unread, seen.drift) == (1, 0, 0, [])


def test_a_quota_waits_as_long_as_it_says(make_world: Make) -> None:
    world = make_world()
    cloud(world).switches.hourly_limit = 30
    for number in range(1001, 1021):
        world.hear(order(str(number)))
    world.run(timedelta(hours=5))
    assert len(cloud(world).company().documents) == 20
    assert {world.document(str(number)).state for number in range(1001, 1021)} == {State.VERIFIED}
