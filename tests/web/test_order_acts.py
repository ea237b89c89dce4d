"""What people do on the order page: through the flows, once for each click, with their reason kept."""

import re
from typing import Any

import msgspec
import pytest
from django.test import Client
from tests.support.world import PERSON, World, line, order
from tests.web.test_order_page import key, make_disputed, make_doubted, shown

from facturier.flows.ask import ask
from facturier.model.kinds import LineKind
from facturier.store.models import AuditEvent, CureRow, Document, Effect, Order, Standing, State, Wish

CLICK = "0" * 32


@pytest.fixture
def issued(world: World) -> World:
    world.hear(order("1001", line("1", "242.00", quantity=_two()), line("2", "11.10", "11")))
    world.run()
    return world


def _two() -> Any:
    from decimal import Decimal

    from facturier.model.order import Quantities

    return Quantities(Decimal(2))


def post(client: Client, world: World, act: str, /, **fields: str) -> Any:
    """A click on a button of the order's page, or of its newest sale document."""
    document = world.document().pk if "documents" in act else 0
    place = f"/orders/{key(world)}/{act.format(document=document)}/"
    return client.post(place, {"click": CLICK, **fields}, follow=True)


def test_issue_sends_it_at_once(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    world.tick()
    answer = post(ana, world, "issue")
    assert "it is ready and is sent next" in answer.text
    world.run()
    assert world.document().state == State.VERIFIED


def test_a_refused_document_is_tried_again(ana: Client, world: World) -> None:
    world.settings(series="NOPE")
    world.hear(order("1001"))
    world.run()
    assert Order.objects.get().standing != Standing.VERIFIED
    world.settings(series="FCT")
    post(ana, world, "issue")
    world.run()
    assert Order.objects.get().standing == Standing.VERIFIED


def test_close_wants_a_reason_and_reopen_takes_it_back(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    world.tick()
    assert "Say why" in post(ana, world, "close").text
    assert Order.objects.get().closed_by == ""
    post(ana, world, "close", why="a gift")
    assert (Order.objects.get().standing, Order.objects.get().closed_by) == (Standing.CLOSED, "ana")
    ana.post(f"/orders/{key(world)}/reopen/", {"click": "1" * 32})
    assert Order.objects.get().standing == Standing.READY


def test_an_order_with_a_document_is_not_closed(ana: Client, issued: World) -> None:
    assert "FCT 0001" in post(ana, issued, "close", why="x").text
    assert Order.objects.get().standing == Standing.VERIFIED


def test_withdraw(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    world.tick()
    post(ana, world, "documents/{document}/withdraw")
    world.run()
    assert world.document().state == State.WITHDRAWN
    assert not world.sandbox.ledger.entries()


def test_cancel_with_its_reason(ana: Client, issued: World) -> None:
    assert "Say why" in post(ana, issued, "documents/{document}/cancel").text
    assert not Wish.objects.exists()
    post(ana, issued, "documents/{document}/cancel", why="bought twice")
    issued.run()
    assert issued.document().cancelled_at is not None
    assert Wish.objects.get().why == "bought twice"
    assert "was cancelled in SmartBill" in shown(ana, issued)


def test_a_hundred_clicks_are_one(ana: Client, issued: World) -> None:
    for _ in range(5):
        post(ana, issued, "documents/{document}/reissue", why="wrong address")
    issued.run()
    assert Wish.objects.filter(what="reissue").count() == 1
    assert Document.objects.count() == 2


def test_what_the_state_does_not_allow_is_said(ana: Client, issued: World) -> None:
    post(ana, issued, "documents/{document}/cancel", why="bought twice")
    issued.run()
    answer = ana.post(
        f"/orders/{key(issued)}/documents/{issued.document().pk}/cancel/",
        {"why": "again", "click": "2" * 32},
        follow=True,
    )
    assert "not in a state for this any more" in answer.text
    assert Wish.objects.count() == 1


def test_a_correction_is_kept_and_what_became_of_it_is_said(ana: Client, world: World) -> None:
    world.hear(order("1001", line("1", "121.00", kind=LineKind.UNKNOWN)))
    world.run()
    answer = post(ana, world, "correct", **{"field-1": "lines.1.kind", "value-1": "goods"})
    assert "it is ready" in answer.text
    assert (CureRow.objects.get().value, CureRow.objects.get().by) == ("goods", "ana")
    assert "Corrected by hand" in answer.text
    ana.post(f"/orders/{key(world)}/uncorrect/", {"field": "lines.1.kind", "click": "3" * 32})
    assert not CureRow.objects.exists()
    assert Order.objects.get().standing == Standing.HELD


def test_a_correction_that_is_not_enough_says_so(ana: Client, world: World) -> None:
    world.hear(order("1001", line("1", kind=LineKind.UNKNOWN), line("2", kind=LineKind.UNKNOWN)))
    world.run()
    sent = {"field-1": "lines.1.kind", "value-1": "goods", "field-2": "lines.2.kind", "value-2": ""}
    assert "still held" in post(ana, world, "correct", **sent).text


def test_several_corrections_are_one_click(ana: Client, world: World) -> None:
    world.hear(order("1001", line("1", kind=LineKind.UNKNOWN), line("2", kind=LineKind.UNKNOWN)))
    world.run()
    sent = {"field-1": "lines.1.kind", "value-1": "goods", "field-2": "lines.2.kind", "value-2": "service"}
    assert "it is ready" in post(ana, world, "correct", **sent).text
    assert CureRow.objects.count() == 2


def test_hundreds_of_lines_are_corrected_with_one_click(ana: Client, world: World) -> None:
    lines = [line(str(place), "12.10", kind=LineKind.UNKNOWN) for place in range(300)]
    world.hear(order("1001", *lines))
    world.run()
    html = shown(ana, world)
    sent = dict(re.findall(r'name="((?:field|now|value|proposed)-\d+)"(?: value="([^"]*)")?', html))
    sent |= {name: "goods" for name in sent if name.startswith("value-")}
    del sent["field-0"]  # of the form beside it
    assert "it is ready" in post(ana, world, "correct", **sent).text
    assert CureRow.objects.count() == 300


def test_a_proposal_is_taken_with_one_click_and_nothing_else(ana: Client, world: World) -> None:
    nowhere = msgspec.structs.replace(PERSON.address, subdivision="", region="Clju")
    buyer = msgspec.structs.replace(PERSON, address=nowhere)
    world.hear(order("1001", line("1", kind=LineKind.UNKNOWN), buyer=buyer))
    world.run()
    html = shown(ana, world)
    place = html.split('name="take" value="', 1)[1].split('"', 1)[0]
    proposed = html.split(f'name="proposed-{place}" value="', 1)[1].split('"', 1)[0]
    sent = {
        "take": place,
        f"field-{place}": "buyer.address.subdivision",
        f"proposed-{place}": proposed,
        "field-9": "lines.1.kind",
        "value-9": "goods",
    }
    post(ana, world, "correct", **sent)
    assert list(CureRow.objects.values_list("field", "value")) == [("buyer.address.subdivision", "RO-CJ")]


def test_what_an_old_page_shows_of_other_fields_is_no_correction(ana: Client, world: World) -> None:
    wrong = (line("1", percent="17"), line("2", percent="17"))
    world.hear(order("1001", *wrong))
    world.run()
    sent = dict(re.findall(r'name="((?:field|now|value)-\d+)" value="([^"]*)"', shown(ana, world)))
    [first] = [name for name, value in sent.items() if value == "lines.1.vat_percent"]
    world.hear(order("1001", wrong[0], line("2", "121.00", "21")))
    post(ana, world, "correct", **{**sent, first.replace("field", "value"): "21"})
    assert list(CureRow.objects.values_list("field", "value")) == [("lines.1.vat_percent", "21")]
    world.run()
    assert world.document().state == State.VERIFIED


def test_what_stands_there_already_is_no_correction(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    world.tick()
    answer = post(ana, world, "correct", **{"field-0": "buyer.name", "value-0": "Ana Exemplu"})
    assert (answer.status_code, CureRow.objects.count()) == (422, 0)
    assert "enter a value first" in answer.text


def test_any_field_may_be_corrected_before_it_is_sent(ana: Client, world: World) -> None:
    world.hear(order("1001"))
    world.tick()
    assert "Produs 1: Code" in shown(ana, world)
    post(ana, world, "correct", **{"field-0": "buyer.name", "value-0": "Ana Exemplu-Popa"})
    world.run()
    assert world.document().draft.buyer.name == "Ana Exemplu-Popa"
    assert "Buyer: name" in shown(ana, world)


def test_a_value_that_cannot_stand_there_is_shown_again_as_typed(ana: Client, world: World) -> None:
    world.hear(order("1001", line("1", percent="17")))
    world.run()
    answer = post(ana, world, "correct", **{"field-1": "lines.1.vat_percent", "value-1": "<b>twenty</b>"})
    assert answer.status_code == 422
    assert "cannot be the value" in answer.text
    assert "&lt;b&gt;twenty&lt;/b&gt;" in answer.text
    assert not CureRow.objects.exists()


def test_this_is_it(ana: Client, world: World) -> None:
    make_doubted(world)
    assert "another document" in post(ana, world, "documents/{document}/this-is-it", number="0002").text
    world.sandbox.faults.clear()
    fields = {"number": "0001", "click": "4" * 32}
    place = f"/orders/{key(world)}/documents/{world.document().pk}/this-is-it/"
    assert "FCT 0001" in ana.post(place, fields, follow=True).text
    world.run()
    assert (world.document().number, world.document().state) == ("0001", State.VERIFIED)
    assert AuditEvent.objects.filter(actor="ana").exists()


def test_it_does_not_exist_wants_a_reason_and_looks_once_more(ana: Client, world: World) -> None:
    make_doubted(world)
    assert "Say why" in post(ana, world, "documents/{document}/does-not-exist").text
    world.sandbox.faults.clear()
    place = f"/orders/{key(world)}/documents/{world.document().pk}/does-not-exist/"
    answer = ana.post(place, {"why": "I looked", "click": "5" * 32}, follow=True)
    assert "found after all" in answer.text
    world.run()
    assert world.document().state == State.VERIFIED


def test_a_dispute_is_accepted_with_a_reason(ana: Client, world: World) -> None:
    make_disputed(world)
    assert "Say why" in post(ana, world, "documents/{document}/accept").text
    assert world.document().state == State.DISPUTED
    post(ana, world, "documents/{document}/accept", why="agreed with the buyer")
    world.run()
    assert (world.document().state, world.document().accepted_by) == (State.VERIFIED, "ana")
    assert "accepted by ana" in shown(ana, world)


def test_what_was_deleted_there_is_called_so_only_if_it_is_gone(ana: Client, issued: World) -> None:
    assert "is there in the system" in post(ana, issued, "documents/{document}/gone", why="so I heard").text
    issued.sandbox.person.delete_last("FCT")
    place = f"/orders/{key(issued)}/documents/{issued.document().pk}/gone/"
    ana.post(place, {"why": "I deleted it", "click": "6" * 32})
    assert issued.document().gone_at is not None
    assert "was deleted in SmartBill by hand" in shown(ana, issued)


def test_a_credit_note_that_was_deleted_there_is_called_so_too(ana: Client, issued: World) -> None:
    invoice = issued.document()
    ask(issued.env, invoice, Wish.What.CREDIT, "ana", whole=True)
    issued.run()
    credit = Document.objects.get(original=invoice)
    issued.sandbox.person.delete_last("FCT")
    assert f"what it credited of {invoice} stands again" in shown(ana, issued)
    place = f"/orders/{key(issued)}/documents/{credit.pk}/gone/"
    told = ana.post(place, {"why": "the buyer keeps it", "click": "7" * 32}, follow=True)
    assert f"credits nothing of {invoice}" in told.content.decode()
    assert Document.objects.get(pk=invoice.pk).retired_at is None


def test_what_was_not_done_afterwards_is_tried_again(ana: Client, issued: World) -> None:
    effect = Effect.objects.get(what="pdf")
    assert "Try it again" not in shown(ana, issued)
    Effect.objects.filter(pk=effect.pk).update(state=Effect.State.HELD, look_at=None)
    assert "Try it again" in shown(ana, issued)
    post(ana, issued, f"effects/{effect.pk}")
    issued.run()
    effect.refresh_from_db()
    assert effect.state == Effect.State.DONE


def test_nothing_is_done_by_looking(ana: Client, issued: World) -> None:
    for act in ("issue", "close", "reopen", "correct", "uncorrect"):
        assert ana.get(f"/orders/{key(issued)}/{act}/").status_code == 405
    for act in ("withdraw", "cancel", "reissue", "accept", "gone", "this-is-it", "does-not-exist"):
        assert ana.get(f"/orders/{key(issued)}/documents/{issued.document().pk}/{act}/").status_code == 405
