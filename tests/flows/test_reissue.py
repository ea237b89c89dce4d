"""Issue again: what is undone for it is issued anew, or a person is told why not. No such wish waits for ever."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.support import cloud
from tests.support.world import START, World, line, order

from facturier.drafting.choices import Unasked
from facturier.drafting.kinds import ByHand
from facturier.drafting.settings import Selection
from facturier.flows import by_hand, person
from facturier.flows.ask import ask
from facturier.flows.kinds import wanted
from facturier.flows.options import Act, for_document
from facturier.model.kinds import DocumentKind
from facturier.model.order import OrderState, Payment, Quantities, Refund, RefundLine
from facturier.store import accounts, installation, orders
from facturier.store.models import Alarm, Company, Document, Order, Standing, State, Wish

INVOICE, PROFORMA = DocumentKind.INVOICE, DocumentKind.PROFORMA


@pytest.fixture
def invoices_on_request(transactional_db: None, tmp_path: Path) -> Iterator[World]:
    """A route that makes an order document for who wants no invoice."""
    yield cloud.build(tmp_path, [], unasked=Unasked.ORDER)
    installation.identity.cache_clear()


def issued(world: World, **parts: object) -> Document:
    world.hear(order("1001", **parts))
    world.run()
    document = Document.objects.get()
    assert document.state == State.VERIFIED
    return document


def invoiced_by_hand(world: World) -> Document:
    """Paid or not, whatever the route makes of it."""
    by_hand.send(world.env, Order.objects.get(), ByHand(INVOICE, "FCT"), "Ana")
    world.run()
    document = Document.objects.get(kind=INVOICE)
    assert document.state == State.VERIFIED
    return document


def reissue(world: World, document: Document) -> Wish:
    """Asked for, and not granted yet."""
    return ask(world.env, document, Wish.What.REISSUE, "Ana")


def became(world: World, wish: Wish) -> tuple[str, str]:
    """What the wish has come to, and why."""
    world.run()
    wish.refresh_from_db()
    return wish.state, str(wish.reason or "")


def standing(world: World) -> list[str]:
    """What stands in the account, proformas too."""
    return [f"{one.series} {one.number}" for one in world.sandbox.ledger.entries() if one.stands]


def alarms() -> list[str]:
    return sorted(Alarm.objects.filter(closed_at=None).values_list("code", flat=True))


def acts(world: World, document: Document) -> frozenset[Act]:
    return for_document(world.env, Document.objects.get(pk=document.pk))


def test_what_cannot_be_cancelled_first_stays_as_it_is(world: World) -> None:
    """The cancel alone was tried again a moment later, and granted."""
    document = issued(world)
    world.sandbox.refuse("Eroare temporara.", status=400, match="PUT .*/cancel")
    wish = reissue(world, document)
    state, why = became(world, wish)
    assert (state, alarms()) == (Wish.State.HELD, ["WISH"])
    assert why.startswith("SmartBill said no.")
    assert standing(world) == ["FCT 0001"]
    assert Order.objects.get().standing == Standing.VERIFIED
    assert became(world, reissue(world, document))[0] == Wish.State.DONE
    assert standing(world) == ["FCT 0002"]


@pytest.mark.parametrize("kind", [INVOICE, PROFORMA])
def test_an_unpaid_invoice_sent_by_hand_is_issued_again_where_the_route_waits_for_payment(
    world: World, kind: DocumentKind
) -> None:
    world.settings(kind=kind, series="FCT" if kind is INVOICE else "PF", selection=Selection(only_paid=True))
    world.hear(order("1001"))
    world.run()
    document = invoiced_by_hand(world)
    assert became(world, reissue(world, document)) == (Wish.State.DONE, "")
    assert standing(world) == ["FCT 0002"]
    world.hear(order("1001", note="news"))
    world.run(timedelta(days=1))
    assert standing(world) == ["FCT 0002"]
    assert alarms() == []


def test_an_invoice_that_followed_a_proforma_is_issued_again_as_an_invoice(world: World) -> None:
    world.settings(kind=PROFORMA, series="PF")
    issued(world)
    document = invoiced_by_hand(world)
    assert became(world, reissue(world, document)) == (Wish.State.DONE, "")
    assert standing(world) == ["PF 0001", "FCT 0002"]


def test_what_is_to_be_issued_again_stays_so_until_it_is_sent(world: World) -> None:
    """It is decided anew on the next day, and when the shop tells of the order."""
    world.settings(kind=PROFORMA, series="PF", selection=Selection(only_paid=True))
    world.hear(order("1001"))
    document = invoiced_by_hand(world)
    accounts.pause(world.route, None, "Ana", world.clock.now())
    assert became(world, reissue(world, document))[0] == Wish.State.DONE
    world.clock.advance(timedelta(days=2))
    world.hear(order("1001", note="news"))
    world.run()
    assert standing(world) == []
    accounts.resume(world.route, world.clock.now())
    world.run()
    assert standing(world) == ["FCT 0002"]


def test_the_series_is_the_one_that_the_route_has_by_now(world: World) -> None:
    document = issued(world)
    world.settings(series="FCTX")
    assert wanted(document.order, []) is None
    document.retired_at = world.clock.now()
    reissue(world, document)
    assert wanted(document.order, [document]) == ByHand(INVOICE)
    world.settings(kind=PROFORMA, series="PF")
    document = Document.objects.get()
    document.retired_at = world.clock.now()
    assert wanted(document.order, [document]) == ByHand(INVOICE, "FCT")


def test_an_invoice_is_issued_again_although_its_buyer_asks_for_none_by_now(
    invoices_on_request: World,
) -> None:
    world = invoices_on_request
    world.hear(cloud.order("1001", invoice_asked=True))
    world.run()
    document = Document.objects.get()
    world.hear(cloud.order("1001", invoice_asked=False))
    world.run()
    assert became(world, reissue(world, document)) == (Wish.State.DONE, "")
    kinds = [(one.kind, one.state) for one in Document.objects.filter(retired_at=None, original=None)]
    assert kinds == [(INVOICE, State.VERIFIED)]


def test_what_a_person_withdrew_before_it_was_issued_again_is_not_taken_by_the_route(world: World) -> None:
    world.settings(selection=Selection(only_paid=True))
    world.hear(order("1001"))
    document = invoiced_by_hand(world)
    accounts.pause(world.route, None, "Ana", world.clock.now())
    became(world, reissue(world, document))
    person.cancel_unsent(world.env, Document.objects.get(ordinal=2).pk, "Ana")
    accounts.resume(world.route, world.clock.now())
    world.hear(order("1001", payment=Payment(method="card", paid=Decimal("121.00"), paid_at=START)))
    world.run(timedelta(days=1))
    assert standing(world) == []
    assert Order.objects.get().standing == Standing.WITHDRAWN


def test_an_order_that_a_person_closed_is_not_issued_again(world: World) -> None:
    document = issued(world)
    ask(world.env, document, Wish.What.CANCEL, "Ana")
    world.run()
    person.close_order(world.env, Order.objects.get(), "Ana", "not wanted")
    assert Act.REISSUE not in acts(world, document)
    state, why = became(world, reissue(world, document))
    assert (state, why) == (Wish.State.HELD, "The order is closed. Open it again first.")
    assert alarms() == ["WISH"]
    orders.reopen(Order.objects.get(), "Ana", world.clock.now())
    assert Act.REISSUE in acts(world, document)
    assert became(world, reissue(world, document))[0] == Wish.State.DONE
    assert standing(world) == ["FCT 0002"]


def test_nothing_is_undone_to_be_issued_again_where_the_order_was_cancelled_in_the_shop(world: World) -> None:
    document = issued(world)
    world.hear(order("1001", state=OrderState.CANCELLED))
    world.run()
    assert Act.REISSUE not in acts(world, document)
    state, why = became(world, reissue(world, document))
    assert (state, why) == (Wish.State.HELD, "The order was cancelled in the shop.")
    assert standing(world) == ["FCT 0001"]


def test_an_order_that_is_cancelled_in_the_shop_while_it_is_to_be_issued_again(world: World) -> None:
    document = issued(world)
    ask(world.env, document, Wish.What.CANCEL, "Ana")
    world.run()
    wish = reissue(world, document)
    world.hear(order("1001", state=OrderState.CANCELLED))
    state, why = became(world, wish)
    assert (state, why) == (
        Wish.State.HELD,
        "The order was cancelled in the shop before a document was made.",
    )
    assert alarms() == ["WISH"]
    assert standing(world) == []


def test_an_order_that_no_route_takes_any_more_is_not_issued_again(world: World) -> None:
    document = issued(world)
    world.route.active = False
    world.route.save()
    state, why = became(world, reissue(world, document))
    assert (state, why) == (Wish.State.HELD, "No active route takes orders of this shop.")


def test_a_proforma_is_issued_again_as_one_although_the_route_makes_invoices_by_now(world: World) -> None:
    world.settings(kind=PROFORMA, series="PF")
    wish = reissue(world, issued(world))
    world.settings(kind=INVOICE, series="FCT")
    assert became(world, wish) == (Wish.State.DONE, "")
    made = [str(one) for one in Document.objects.filter(retired_at=None).order_by("pk")]
    assert made[0] == "PF 0002"


def test_a_proforma_that_has_its_invoice_is_neither_undone_nor_issued_again(world: World) -> None:
    world.settings(kind=PROFORMA, series="PF")
    proforma = issued(world)
    invoiced_by_hand(world)
    assert Act.REISSUE not in acts(world, proforma)
    state, why = became(world, reissue(world, proforma))
    assert state == Wish.State.HELD
    assert why.startswith("The order has its invoice already: FCT 0001.")
    assert standing(world) == ["PF 0001", "FCT 0001"]


def test_a_proforma_that_was_undone_is_not_issued_again_after_its_invoice(world: World) -> None:
    world.settings(kind=PROFORMA, series="PF")
    proforma = issued(world)
    ask(world.env, proforma, Wish.What.CANCEL, "Ana")
    world.run()
    invoiced_by_hand(world)
    assert Act.REISSUE not in acts(world, proforma)
    assert became(world, reissue(world, proforma))[0] == Wish.State.DONE
    assert standing(world) == ["FCT 0001"]


def credited_in_part(world: World) -> Document:
    """So it cannot be cancelled: the rest of it is to be credited first."""
    lines = (line("1", "242.00", quantity=Quantities(Decimal(2))), line("2", "11.10", "11"))
    world.hear(order("1001", *lines))
    world.run()
    back = Refund(
        "9", START, Decimal("11.10"), (RefundLine("2", Decimal(1), Decimal("11.10"), Decimal("1.10")),)
    )
    world.hear(order("1001", *lines, refunds=(back,)))
    world.run()
    return Document.objects.get(original=None)


def test_what_is_not_credited_is_not_issued_again_and_a_person_is_told(world: World) -> None:
    """It was looked at every quarter of an hour for ever, once somebody had withdrawn the credit note."""
    document = credited_in_part(world)
    world.sandbox.refuse("Client blocat.", status=400, match="POST .*/invoice")
    state, why = became(world, reissue(world, document))
    assert state == Wish.State.HELD
    assert why.startswith("The credit note of FCT 0001 was not issued, so that still stands. Withdraw")
    assert alarms() == ["CREDIT-REFUSED", "WISH"]
    person.cancel_unsent(world.env, Document.objects.filter(original=document).latest("pk").pk, "Ana")
    assert became(world, reissue(world, document)) == (Wish.State.DONE, "")
    assert Document.objects.get(ordinal=2, original=None).state == State.VERIFIED


def test_what_is_credited_by_less_than_its_total_is_not_issued_again(world: World) -> None:
    """The system made the credit note of a cent less, and somebody let it stand."""
    document = credited_in_part(world)
    wish = reissue(world, document)
    while not Document.objects.filter(original=document, state=State.ISSUED).exists():
        assert world.tick()
    world.sandbox.company().documents[-1].net += Decimal("0.01")
    world.run()
    credit = Document.objects.get(original=document, state=State.DISPUTED)
    assert became(world, wish)[0] == Wish.State.WAITING
    person.accept(world.env, credit.pk, "Ana", "a cent")
    state, why = became(world, wish)
    assert state == Wish.State.HELD
    assert why.startswith("FCT 0003 does not credit the whole of FCT 0001.")


def test_what_is_issued_again_by_another_company_is_issued_again(world: World) -> None:
    document = issued(world)
    wish = reissue(world, document)
    tax_id = "RO14399840"
    facts = replace(world.company.facts, tax_id=tax_id)
    world.route.company = Company.objects.create(organisation=world.organisation, issuer=tax_id, facts=facts)
    world.route.save()
    accounts.pause(world.route, None, "Ana", world.clock.now())  # the account is the first company's
    assert became(world, wish) == (Wish.State.DONE, "")
    assert Document.objects.get(retired_at=None).sale.issuer == tax_id
    assert Act.REISSUE not in acts(world, document)


def test_what_was_withdrawn_before_it_was_issued_again_may_be_issued_after_all(world: World) -> None:
    """The order's page had no button for it, and sending by hand pointed to that button."""
    document = issued(world)
    accounts.pause(world.route, None, "Ana", world.clock.now())
    became(world, reissue(world, document))
    assert Act.REISSUE not in acts(world, document), "it is under way"
    person.cancel_unsent(world.env, Document.objects.get(ordinal=2).pk, "Ana")
    assert Act.REISSUE in acts(world, document)
    accounts.resume(world.route, world.clock.now())
    world.run()
    assert standing(world) == []
    assert became(world, reissue(world, document)) == (Wish.State.DONE, "")
    assert standing(world) == ["FCT 0002"]
    assert Act.REISSUE not in acts(world, document)


def test_what_was_withdrawn_before_it_was_issued_again_is_not_issued_with_the_next_news(world: World) -> None:
    """The sale is off: its invoice was cancelled, and what was to take its place withdrawn."""
    document = issued(world)
    accounts.pause(world.route, None, "Ana", world.clock.now())
    became(world, reissue(world, document))
    person.cancel_unsent(world.env, Document.objects.get(ordinal=2).pk, "Ana")
    accounts.resume(world.route, world.clock.now())
    world.hear(order("1001", note="packed"))
    world.run()
    assert standing(world) == []
    assert Act.REISSUE in acts(world, document)


def test_a_proforma_that_was_sent_instead_and_cancelled_does_not_become_an_invoice_by_itself(
    world: World,
) -> None:
    """The sale is off. Whoever wants an invoice all the same sends it, or asks for one."""
    row = world.hear(order("1001"))
    by_hand.send(world.env, row, ByHand(DocumentKind.PROFORMA, "PF"), "Anna")
    world.run()
    ask(world.env, Document.objects.get(), Wish.What.CANCEL, "Anna", "the sale is off")
    world.run()
    world.hear(order("1001", note="packed"))
    world.run()
    assert [one.kind for one in Document.objects.all()] == [DocumentKind.PROFORMA]
    assert Order.objects.get().standing == Standing.CLOSED
    world.hear(order("1001", invoice_asked=True))
    world.run()
    assert Document.objects.filter(kind=DocumentKind.INVOICE, state=State.VERIFIED).count() == 1
