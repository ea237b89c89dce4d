"""A document that was deleted in the system by hand: only a look ends it, and then its sale may go on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import httpx
import msgspec
import pytest
from tests.support.world import World, order

from facturier.drafting.settings import PaymentMap
from facturier.flows import person, presence
from facturier.flows.env import Transport
from facturier.flows.reconcile import reconcile_system
from facturier.model.order import Payment
from facturier.ports.errors import Misconfigured, Refused
from facturier.sandbox.faults import Fault, Trouble
from facturier.sandbox.transport import InProcess
from facturier.store import leases, wishes
from facturier.store.models import Alarm, Connection, Document, Effect, Order, Outcome, Standing, State, Wish

CREATE = r"POST /SBORO/api/invoice/v2"


def issued(world: World, number: str = "1001") -> Document:
    world.hear(order(number))
    world.run()
    document = world.document(number)
    assert document.state == State.VERIFIED
    return document


def gone(world: World, document: Document) -> None:
    person.gone(world.env, document.pk, "Ana", "I do not see it in the list.")


def reissue(world: World, document: Document) -> None:
    wishes.wish(document.order, document, Wish.What.REISSUE, "click", "Ana", world.clock.now())
    world.run()


def cancel(world: World, document: Document) -> None:
    wishes.wish(document.order, document, Wish.What.CANCEL, "click", "Ana", world.clock.now())


def stopping(world: World) -> Callable[[Connection], Transport]:
    """After its first look at a paper the worker stops for longer than a lease; the number is another one's then."""

    class Stopping(InProcess):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            answer = super().handle_request(request)
            if request.url.path.endswith("/pdf") and not stopped:
                stopped.append(request)
                world.clock.advance(leases.DURATION + timedelta(seconds=1))
                world.sandbox.person.delete_last("FCT")
                world.sandbox.person.issue("FCT", "7.77")
            return answer

    stopped: list[httpx.Request] = []
    return lambda connection: lambda: Stopping(world.sandbox)


def standing(world: World) -> list[str]:
    return [entry.number for entry in world.sandbox.ledger.entries() if entry.stands]


def test_what_is_there_is_not_gone(world: World) -> None:
    document = issued(world)
    with pytest.raises(Refused, match="is there in the system"):
        gone(world, document)
    document.refresh_from_db()
    assert (document.gone_at, document.retired_at, document.lease_until) == (None, None, None)


def test_what_is_disputed_and_shows_no_mark_is_not_gone(world: World) -> None:
    """Under its number stands what the system said of it: it may be this one, whatever it was meant to cost."""
    world.hear(order("1001"))
    while not world.sandbox.company().documents:
        world.tick()
    made = world.sandbox.company().documents[0]
    made.net += 1
    world.run()
    made.mentions = ""
    with pytest.raises(Refused, match="may be this one"):
        gone(world, world.document())


def test_what_was_only_renumbered_is_found_by_the_next_walk(world: World) -> None:
    """It is not under its number, so it may be said to be gone; the first walk of the series begins there all the
    same (proof, seed 822)."""
    document = issued(world)
    world.sandbox.person.renumber("FCT", document.number, 3)
    gone(world, document)
    world.run()
    found = reconcile_system(world.env, world.system.pk)
    assert [("carries the mark of" in str(why)) for why in found.drift] == [True]
    assert Alarm.objects.filter(code="DUPLICATE", closed_at=None).exists()


def test_what_was_deleted_is_invoiced_again_when_somebody_asks(world: World) -> None:
    document = issued(world)
    world.sandbox.person.delete_last("FCT")
    gone(world, document)
    assert Order.objects.get().standing == Standing.CLOSED
    world.run()
    assert standing(world) == []
    reissue(world, document)
    assert len(standing(world)) == 1
    again = Document.objects.get(retired_at=None)
    assert (again.ordinal, again.state) == (2, State.VERIFIED)


def test_its_number_may_be_given_again(world: World) -> None:
    """The way out for the order whose document got the number of one that was deleted."""
    first = issued(world)
    world.sandbox.person.delete_last("FCT")
    world.hear(order("1002"))
    world.run()
    second = world.document("1002")
    assert second.state == State.HELD_IN_DOUBT
    with pytest.raises(Refused):
        person.this_is_it(world.env, second.pk, first.number, "Ana")
    told = Alarm.objects.get(code="GONE", closed_at=None)
    assert told.subject == f"document:{first.pk}"
    assert "order 1002" in str(told.message)
    gone(world, first)
    assert not Alarm.objects.filter(code="GONE", closed_at=None).exists()
    person.this_is_it(world.env, second.pk, first.number, "Ana")
    world.run()
    second.refresh_from_db()
    assert (second.state, second.number) == (State.VERIFIED, first.number)
    reissue(world, first)
    assert len(standing(world)) == 2


def test_a_document_that_looks_like_it_is_not_taken_for_another(world: World) -> None:
    """Same number, same total, no mark: somebody may have edited it by hand."""
    document = issued(world)
    world.sandbox.person.delete_last("FCT")
    world.sandbox.person.issue("FCT", str(document.total))
    with pytest.raises(Refused, match="may be this one"):
        gone(world, document)


def test_another_document_under_its_number_proves_it_gone(world: World) -> None:
    document = issued(world)
    world.sandbox.person.delete_last("FCT")
    world.sandbox.person.issue("FCT", "7.77")
    gone(world, document)
    assert Document.objects.get().gone_at is not None


def test_nothing_is_undone_under_a_number_that_may_be_somebody_elses(world: World) -> None:
    document = issued(world)
    world.sandbox.person.delete_last("FCT")
    world.sandbox.person.issue("FCT", "7.77")
    gone(world, document)
    wish = wishes.wish(document.order, document, Wish.What.CANCEL, "click", "Ana", world.clock.now())
    world.run()
    wish.refresh_from_db()
    assert wish.state == Wish.State.HELD
    assert len(standing(world)) == 1


def test_the_alarm_ends_and_does_not_come_again(world: World) -> None:
    document = issued(world)
    world.sandbox.person.delete_last("FCT")
    reconcile_system(world.env, world.system.pk)
    assert Alarm.objects.filter(code="GONE", closed_at=None).exists()
    gone(world, document)
    reconcile_system(world.env, world.system.pk)
    assert not Alarm.objects.filter(code="GONE", closed_at=None).exists()


def test_the_shop_is_told(world: World) -> None:
    document = issued(world)
    world.sandbox.person.delete_last("FCT")
    gone(world, document)
    world.run(until=timedelta(minutes=5))
    told = Effect.objects.filter(document=document).values_list("what", "state")
    assert not [what for what, state in told if state == Effect.State.DUE]


class TestWhatIsUndoneIsLookedAtFirst:
    """A person deleted our newest document, and its number is somebody else's by now; nobody has told us."""

    @pytest.fixture
    def document(self, world: World) -> Document:
        document = issued(world)
        world.sandbox.person.delete_last("FCT")
        world.sandbox.person.issue("FCT", "7.77")
        return document

    @pytest.mark.parametrize("what", [Wish.What.CANCEL, Wish.What.CREDIT])
    def test_theirs_is_neither_cancelled_nor_reversed(
        self, world: World, document: Document, what: str
    ) -> None:
        wishes.wish(document.order, document, what, "click", "Ana", world.clock.now(), whole=True)
        world.run()
        assert standing(world) == [document.number]
        told = Alarm.objects.get(code="GONE", closed_at=None)
        assert told.subject == f"document:{document.pk}"
        gone(world, document)  # nothing of what was asked for stands in the way

    def test_nor_where_its_paper_cannot_be_read(self, world: World, document: Document) -> None:
        world.sandbox.faults.add(Fault(Trouble.ERROR_502_HTML, match="GET /SBORO/api/invoice/pdf"))
        cancel(world, document)
        world.run()
        assert standing(world) == [document.number]
        with pytest.raises(Refused, match="once it can be read"):
            gone(world, document)

    def test_nor_is_a_payment_of_ours_recorded_on_it(self, world: World) -> None:
        world.settings(payments=(PaymentMap("banktransfer", type="Ordin plata", record=True),))
        document = issued(world)
        world.sandbox.person.delete_last("FCT")
        world.sandbox.person.issue("FCT", "500.00")
        world.hear(order("1001", payment=Payment(method="banktransfer", paid=Decimal("121.00"))))
        world.run()
        assert Effect.objects.get(what="pay").state == Effect.State.HELD
        assert world.sandbox.company().payments == []
        assert Alarm.objects.get(code="GONE", closed_at=None).subject == f"document:{document.pk}"

    def test_a_look_that_outlasts_the_lease_is_taken_again(self, world: World) -> None:
        """Its worker stopped between look and call, and the number was given to somebody else meanwhile."""
        document = issued(world)
        world.env = replace(world.env, transport=stopping(world))
        cancel(world, document)
        world.run()
        assert standing(world) == [document.number]

    def test_one_who_is_quicker_than_the_look_is_told_of(self, world: World) -> None:
        """Deleted and given again between the look and the call: the total of what was reversed tells."""
        document = issued(world)
        world.env = replace(world.env, crash=lambda point: self._replace(world, point))
        wishes.wish(document.order, document, Wish.What.CREDIT, "click", "Ana", world.clock.now(), whole=True)
        world.run()
        credit = Document.objects.get(original=document)
        assert credit.state == State.DISPUTED
        about = Alarm.objects.filter(closed_at=None).values_list("code", "subject")
        assert {("GONE", f"document:{document.pk}"), ("DISPUTED", f"document:{credit.pk}")} <= set(about)

    def _replace(self, world: World, point: str) -> None:
        if point != "intent committed":
            return
        world.sandbox.person.delete_last("FCT")
        world.sandbox.person.issue("FCT", "7.77")


def test_who_looked_for_longer_than_the_lease_is_told_and_nothing_has_happened(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another worker has the document by then; it is as that one leaves it (proof, seed 1453)."""
    document = issued(world)

    def slowly(*_: object) -> None:
        world.clock.advance(leases.DURATION + timedelta(seconds=1))
        now = world.clock.now()
        assert leases.lease(document.pk, now, leases.DURATION) is not None

    monkeypatch.setattr(presence, "still_there", slowly)
    with pytest.raises(Refused, match="being worked on"):
        gone(world, document)
    document.refresh_from_db()
    assert (document.state, document.gone_at, document.retired_at) == (State.VERIFIED, None, None)


@pytest.mark.parametrize("next", ["a person's", "ours"])
def test_the_paper_of_what_has_the_number_by_now_is_not_kept(world: World, next: str) -> None:
    """It would be sent to the first one's buyer."""
    world.sandbox.faults.add(Fault(Trouble.ERROR_502_HTML, match="GET /SBORO/api/invoice/pdf", times=1))
    world.hear(order("1001"))
    world.run(until=timedelta())
    first = world.document()
    assert (first.state, first.pdf) == (State.VERIFIED, "")
    world.sandbox.person.delete_last("FCT")
    if next == "ours":
        world.hear(order("1002"))
        world.run(until=timedelta())
    else:
        world.sandbox.person.issue("FCT", "7.77")
    world.run()
    first.refresh_from_db()
    assert first.pdf == ""
    assert Alarm.objects.get(code="GONE", closed_at=None).subject == f"document:{first.pk}"


def test_nothing_is_gone_that_is_in_another_account(world: World) -> None:
    """Somebody turned the connection to another company: its numbers are others'."""
    document = issued(world)
    right = world.system.settings
    Connection.objects.filter(pk=world.system.pk).update(settings={**right, "company": "87654329"})
    for look in (lambda: gone(world, document), lambda: reconcile_system(world.env, world.system.pk)):
        with pytest.raises(Misconfigured, match="was sent to another account"):
            look()
    cancel(world, document)
    world.run()
    assert not Alarm.objects.filter(code="GONE").exists()
    assert "was sent to another account" in str(Wish.objects.get().reason)


def test_what_another_account_refused_does_not_tell_where_the_documents_are(world: World) -> None:
    """The last thing that was sent is not in any account."""
    document = issued(world)
    sent = document.intents.get()
    elsewhere = msgspec.structs.replace(sent.position, account="smartbill:87654329")
    sent.pk, sent.position, sent.outcome = None, elsewhere, Outcome.REFUSED
    sent.save(force_insert=True)
    assert reconcile_system(world.env, world.system.pk).looked == 1
