"""A person credits lines and amounts of an issued document: what they chose, and never above it (invariant I8)."""

from decimal import Decimal

import pytest
from tests.support.world import World, line, order

from facturier.drafting.context import ClaimedLine
from facturier.flows import credit, person
from facturier.flows.ask import ask
from facturier.model.order import Quantities, Refund, RefundLine
from facturier.ports.errors import Refused
from facturier.sandbox.faults import Fault, Trouble
from facturier.store.models import Document, State, Wish

LINES = (line("1", "242.00", quantity=Quantities(Decimal(2))), line("2", "11.10", "11"))


@pytest.fixture
def issued(world: World) -> World:
    world.hear(order("1001", *LINES))
    world.run()
    assert world.document().state == State.VERIFIED
    return world


def take(line: str, quantity: str, gross: str) -> ClaimedLine:
    return ClaimedLine(line, Decimal(quantity), Decimal(gross))


def credited(world: World, *lines: ClaimedLine, click: str = "click") -> Wish:
    wish = ask(
        world.env, world.document(), Wish.What.CREDIT, "Ana", "came back", click, **credit.chosen(lines)
    )
    world.run()
    wish.refresh_from_db()
    return wish


def notes(world: World) -> list[Document]:
    return list(Document.objects.filter(kind="credit_note").order_by("pk"))


def test_one_of_two_things_goes_back(issued: World) -> None:
    assert credited(issued, take("1", "1", "121.00")).state == Wish.State.DONE
    (note,) = notes(issued)
    assert (note.state, note.total) == (State.VERIFIED, Decimal("-121.00"))
    assert [(each.quantity, each.price) for each in note.draft.lines] == [(Decimal(-1), Decimal("121.00"))]
    assert issued.document().credited == Decimal("121.00")
    assert issued.document().retired_at is None


def test_money_alone_goes_back_without_things(issued: World) -> None:
    credited(issued, take("2", "0", "1.11"))
    (note,) = notes(issued)
    assert note.total == Decimal("-1.11")
    assert note.draft.lines[0].vat.percent == 11
    assert credit.left(issued.env, issued.document())["2"].quantity == 1


def test_all_of_it_line_by_line_retires_the_document(issued: World) -> None:
    credited(issued, take("1", "1", "121.00"), click="first")
    credited(issued, take("1", "1", "121.00"), take("2", "1", "11.10"), click="second")
    assert sum(note.total for note in notes(issued)) == Decimal("-253.10")
    assert issued.document().retired_at is not None


@pytest.mark.parametrize(
    "lines",
    [
        (take("1", "3", "242.00"),),
        (take("1", "2", "242.01"),),
        (take("1", "-1", "10.00"),),
        (take("1", "1", "-10.00"),),
        (take("1", "1", "0"),),
        (take("1", "1", "10.005"),),
        (take("nowhere", "1", "1.00"),),
        (take("1", "2", "242.00"), take("2", "1", "11.11")),
    ],
)
def test_never_above_what_was_issued(issued: World, lines: tuple[ClaimedLine, ...]) -> None:
    with pytest.raises(Refused):
        credit.proposed(issued.env, issued.document(), credit.chosen(lines))
    wish = credited(issued, *lines)
    assert wish.state == Wish.State.HELD
    assert wish.reason is not None
    assert not notes(issued)


def test_what_one_click_took_is_not_taken_by_the_next(issued: World) -> None:
    assert credited(issued, take("1", "2", "242.00"), click="first").state == Wish.State.DONE
    assert credited(issued, take("1", "1", "121.00"), click="second").state == Wish.State.HELD
    assert len(notes(issued)) == 1


def test_what_a_credit_in_doubt_may_have_taken_is_not_offered_again(issued: World) -> None:
    issued.sandbox.faults.add(
        Fault(Trouble.LATE_COMMIT, match=r"POST /SBORO/api/invoice/v2", times=1, seconds=300)
    )
    ask(
        issued.env,
        issued.document(),
        Wish.What.CREDIT,
        "Ana",
        click="first",
        **credit.chosen([take("1", "1", "121.00")]),
    )
    for _ in range(3):
        issued.tick()
    assert notes(issued)[0].state in (State.SENDING, State.IN_DOUBT)
    assert credit.left(issued.env, issued.document())["1"].gross == Decimal("121.00")


def test_the_same_click_twice_is_one_credit(issued: World) -> None:
    for _ in range(3):
        credited(issued, take("1", "1", "121.00"))
    assert [note.total for note in notes(issued)] == [Decimal("-121.00")]


def test_a_refund_of_the_shop_finds_less_left_after_it(issued: World) -> None:
    credited(issued, take("1", "1", "121.00"))
    lines = (RefundLine("1", Decimal(2), Decimal("242.00"), Decimal("42.00")),)
    refund = Refund(id="9", at=issued.clock.now(), gross=Decimal("242.00"), lines=lines)
    issued.hear(order("1001", *LINES, refunds=(refund,)))
    issued.run()
    assert len(notes(issued)) == 1
    assert Wish.objects.get(token="refund:9").state == Wish.State.HELD


def test_a_refund_whose_credit_was_withdrawn_is_credited_when_a_person_asks_again(issued: World) -> None:
    """The system had refused it. The shop, which tells of its refund again and again, does not ask."""
    refund = Refund(
        id="9",
        at=issued.clock.now(),
        gross=Decimal("11.10"),
        lines=(RefundLine("2", Decimal(1), Decimal("11.10"), Decimal("1.10")),),
    )
    issued.sandbox.refuse("Client blocat.", status=400, match="POST .*/invoice/v2")
    issued.hear(order("1001", *LINES, refunds=(refund,)))
    issued.run()
    (note,) = notes(issued)
    assert note.state == State.REFUSED
    person.cancel_unsent(issued.env, note.pk, "Ana")
    issued.hear(order("1001", *LINES, refunds=(refund,), note="once more"))
    issued.run()
    wish = Wish.objects.get()
    assert (wish.state, [one.state for one in notes(issued)]) == (Wish.State.HELD, [State.WITHDRAWN])
    assert str(wish.reason) == (
        "The credit note was not made: Withdrawn by Ana. Ask for it again if it is still wanted."
    )
    ask(issued.env, issued.document(), Wish.What.CREDIT, "Ana", click="refund:9", refund="9")
    issued.run()
    wish.refresh_from_db()
    assert (wish.state, [one.total for one in notes(issued)]) == (Wish.State.DONE, [Decimal("-11.10")])
    assert issued.document().credited == Decimal("11.10")


def test_a_reissue_whose_credit_was_withdrawn_ends(issued: World) -> None:
    """It waited for that credit note for ever."""
    credited(issued, take("2", "1", "1.11"))
    issued.sandbox.refuse("Client blocat.", status=400, match="POST .*/invoice/v2")
    ask(issued.env, issued.document(), Wish.What.REISSUE, "Ana")
    issued.run()
    note = notes(issued)[-1]
    assert note.state == State.REFUSED
    person.cancel_unsent(issued.env, note.pk, "Ana")
    issued.run()
    assert set(Wish.objects.filter(what=Wish.What.REISSUE).values_list("state", flat=True)) == {"held"}


def test_the_proposal_is_what_is_made(issued: World) -> None:
    chosen = credit.chosen([take("1", "1", "100.00"), take("2", "1", "11.10")])
    draft = credit.proposed(issued.env, issued.document(), chosen)
    credited(issued, take("1", "1", "100.00"), take("2", "1", "11.10"))
    (note,) = notes(issued)
    assert note.draft.totals == draft.totals
    assert note.draft.lines == draft.lines


def test_nothing_is_asked_of_what_was_never_issued(world: World) -> None:
    world.hear(order("1001"))
    world.tick()
    with pytest.raises(Refused):
        ask(world.env, world.document(), Wish.What.CREDIT, "Ana", whole=True)
