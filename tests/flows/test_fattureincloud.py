"""Orders through the flows into Fatture in Cloud, end to end, on its simulator."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from msgspec import structs
from tests.support.cloud import build, cloud, order
from tests.support.world import START, Died, World

from facturier.drafting.choices import Unasked
from facturier.drafting.settings import PaymentMap, Selection
from facturier.flows import person, recover
from facturier.flows.ask import ask
from facturier.flows.decide import decide
from facturier.flows.reconcile import reconcile_system
from facturier.flows.strangers import UNKNOWN
from facturier.flows.takeover import take_over
from facturier.model.message import say
from facturier.model.order import Order, Payment
from facturier.model.reference import Slot
from facturier.ports.errors import Refused
from facturier.ports.grants import Grant
from facturier.sandbox.faults import Trouble
from facturier.store import evidence, grants, installation, outcomes
from facturier.store.models import Alarm, Document, Effect, State, Wish
from facturier.systems.fattureincloud import documents

Make = Callable[..., World]
CARD = PaymentMap("card", type="PayPal MP08 [6]", record=True, account="PayPal [3]")


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def make_world(transactional_db: None, tmp_path: Path, asked: list[str]) -> Iterator[Make]:
    yield partial(build, tmp_path, asked)
    installation.identity.cache_clear()


def paid(number: str) -> Order:
    return order(number, payment=Payment(method="card", paid=Decimal("121.00"), paid_at=START))


def test_a_document_costs_one_call(make_world: Make, asked: list[str], tmp_path: Path) -> None:
    world = make_world()
    for number in range(1001, 1011):
        world.hear(order(str(number)))
    world.run()
    document = world.document("1005")
    assert (document.state, document.series, document.total) == (State.VERIFIED, "/A/2026", Decimal("121.00"))
    assert (tmp_path / document.pdf).read_bytes().startswith(b"%PDF")
    fetching = [one for one in asked if one.startswith("GET /doc/")]  # by the link in the answer, uncounted
    assert (len(asked) - len(fetching), len(fetching)) == (10, 10)


def test_a_link_that_died_is_asked_for(make_world: Make, asked: list[str], tmp_path: Path) -> None:
    """Whoever fetches the PDF was away for longer than its link lives."""

    def put_off(point: str) -> None:
        Effect.objects.update(look_at=None)

    world = make_world()
    world.env = replace(world.env, crash=put_off)
    world.hear(order("1001"))
    world.run()
    world.clock.advance(timedelta(days=8))
    asked.clear()
    Effect.objects.filter(what="pdf").update(look_at=world.clock.now())
    world.run()
    assert (tmp_path / world.document().pdf).read_bytes().startswith(b"%PDF")
    assert [one.split("/")[1] for one in asked] == ["doc", "c", "doc"]


def test_a_credit_note_costs_a_look_at_its_invoice(make_world: Make, asked: list[str]) -> None:
    """Its own total stands in the answer. Checked in a step of its own, it asks for the link to its PDF."""
    world = make_world()
    world.hear(order("1001"))
    world.run()
    asked.clear()
    ask(world.env, world.document(), Wish.What.CREDIT, "Ana", "a mistake", "1", whole=True)
    world.run()
    assert Document.objects.get(kind="credit_note").state == State.VERIFIED
    assert [one.split()[0] for one in asked if "/doc/" not in one] == ["GET", "POST", "GET"]


def test_what_was_asked_for_goes_first(make_world: Make) -> None:
    """An order document is not waited for by anybody; both are ready at the same moment."""
    world = make_world(unasked=Unasked.ORDER)
    for number in range(1001, 1005):
        decide(world.env, world.hear(order(str(number), invoice_asked=number % 2 == 0)).pk)
    world.run()
    made = sorted(Document.objects.all(), key=lambda one: int(one.remote_id))
    assert [one.kind for one in made] == ["invoice", "invoice", "order", "order"]


def test_what_nobody_asked_for_waits_where_calls_are_scarce(make_world: Make) -> None:
    world = make_world(unasked=Unasked.ORDER, switches={"hourly_limit": 40})
    for number in range(1001, 1041):
        world.hear(order(str(number), invoice_asked=number > 1030))
    world.run(timedelta(minutes=30))
    waiting = Document.objects.filter(state=State.READY)
    assert {one.kind for one in waiting} == {"order"}
    assert Document.objects.filter(kind="invoice", state=State.VERIFIED).count() == 10
    world.run(timedelta(hours=3))
    assert Document.objects.filter(state=State.VERIFIED).count() == 40


def test_comparing_the_books_costs_two_calls_for_each_series(make_world: Make, asked: list[str]) -> None:
    """All that the account offers is read once a day."""
    world = make_world(unasked=Unasked.ORDER)
    world.hear(order("1001", invoice_asked=True))
    world.hear(order("1002", invoice_asked=False))
    world.run()
    asked.clear()
    assert reconcile_system(world.env, world.system.pk).drift == []
    assert len(asked) > 4
    asked.clear()
    world.clock.advance(timedelta(hours=1))
    assert reconcile_system(world.env, world.system.pk).drift == []
    assert asked == ["GET /c/1234567/issued_documents"] * 4


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
    """Ours are known; what a person issued under the same suffix is foreign, and nothing is drift."""
    world = make_world()
    for number in ("1001", "1002"):
        world.hear(order(number))
    world.run()
    cloud(world).person.issue("30.00", numeration="/A")
    cloud(world).person.issue("40.00", numeration="/A", type="proforma")
    seen = reconcile_system(world.env, world.system.pk, look_back=10)
    assert (seen.foreign, seen.strays, seen.unread, seen.drift) == (2, 0, 0, [])


def test_what_a_person_says_it_is_bears_the_name_of_its_year(make_world: Make) -> None:
    """The route names a suffix alone; the document that was found stands in a numbering of this year."""
    world = make_world()
    cloud(world).faults.add(Trouble.LOST_ANSWER, "POST .*/issued_documents$", times=1)
    world.hear(order("1001"))
    world.run(until=timedelta())
    (made,) = cloud(world).company().documents.values()
    intent = evidence.open_intent(world.document())
    assert intent is not None
    outcomes.held_in_doubt(world.document(), intent, say("?"), "", START)
    person.this_is_it(world.env, world.document().pk, str(made["number"]), "Ana")
    document = world.document()
    assert (document.state, document.series) == (State.ISSUED, "/A/2026")


def test_after_a_restore_nothing_is_issued_twice(make_world: Make) -> None:
    """The book that came back knows no document of this year, and the route names its suffix alone."""
    world = make_world()
    recover.enter("older", world.env)
    world.hear(order("1001"))
    world.run()
    assert world.document().state == State.READY
    cloud(world).person.issue("121.00", numeration="/A", subject=world.document().reference)
    reconcile_system(world.env, world.system.pk)  # as it comes by every hour
    recover.recover(world.env)
    world.run()
    assert len(cloud(world).company().documents) == 1
    assert (world.document().state, world.document().series) == (State.VERIFIED, "/A/2026")


def test_one_of_ours_that_no_order_asks_for_is_told(make_world: Make) -> None:
    world = make_world()
    mark = Slot("IT01234567897", "shop/1", "fiscal", "", 1).reference(installation.identity())
    cloud(world).person.issue("121.00", numeration="/A", subject=mark)
    seen = reconcile_system(world.env, world.system.pk, look_back=10)
    assert (seen.strays, len(seen.drift)) == (1, 1)
    assert Alarm.objects.get(code=UNKNOWN, closed_at=None).subject.endswith(mark)


def credited(world: World) -> Document:
    """The credit note of the whole of the one invoice."""
    world.hear(order("1001"))
    world.run()
    ask(world.env, world.document(), Wish.What.CREDIT, "Ana", "a mistake", "1", whole=True)
    world.run()
    return Document.objects.get(kind="credit_note")


def test_a_credit_note_that_was_deleted_there_is_told(make_world: Make) -> None:
    world = make_world()
    note = credited(world)
    cloud(world).person.delete_last("/A", type="credit_note")
    seen = reconcile_system(world.env, world.system.pk)
    assert len(seen.drift) == 1
    assert str(note) in str(seen.drift[0])


def test_a_credit_note_of_more_than_the_invoice_is_not_accepted(
    make_world: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its answer did not tell its sum, and somebody changed it there before we had read it back."""
    world = make_world()
    whole = documents.issued
    monkeypatch.setattr(documents, "issued", lambda *parts: structs.replace(whole(*parts), stated=None))

    def dearer(point: str) -> None:
        made = list(cloud(world).company().documents.values())
        if point == "issued written" and made[-1]["type"] == "credit_note":
            made[-1]["amount_gross"] += 1
            made[-1]["amount_net"] += 1

    world.env = replace(world.env, crash=dearer)
    note = credited(world)
    assert note.state == State.DISPUTED
    with pytest.raises(Refused, match="more would be credited"):
        person.accept(world.env, note.pk, "Ana", "as it is")
    assert Document.objects.get(pk=note.pk).state == State.DISPUTED


def test_a_quota_waits_as_long_as_it_says(make_world: Make) -> None:
    world = make_world()
    cloud(world).switches.hourly_limit = 30
    for number in range(1001, 1021):
        world.hear(order(str(number)))
    world.run(timedelta(hours=5))
    assert len(cloud(world).company().documents) == 20
    assert {world.document(str(number)).state for number in range(1001, 1021)} == {State.VERIFIED}


def test_what_the_shop_s_old_module_wrote_is_taken_over(make_world: Make) -> None:
    """It names the order in the subject, which no paper shows."""
    world = make_world(selection=Selection(only_paid=True))
    number = cloud(world).person.issue("121.00", numeration="/A", subject="Ordine 1001")
    world.hear(order("1001"))
    world.run()
    found = take_over(world.env, world.route.pk, "/A", [number], "Ana")
    assert found.orders == {"1001": f"/A {number}"}
