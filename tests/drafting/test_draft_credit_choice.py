"""Credits that a person chooses line by line: exactly that, never above what is left (invariant I8)."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.drafting.sale import CENTS_GROSS, codes, drafted, line, order, pieces, shipping
from tests.drafting.test_draft_credit import ISSUED, drafts, note

from facturier.drafting.context import ClaimedLine
from facturier.drafting.credit import credit
from facturier.drafting.credit_choice import Choice, share_of
from facturier.drafting.credit_shares import Left, left_of
from facturier.drafting.decision import Decision, Outcome
from facturier.drafting.issued_lines import items_of
from facturier.model.arithmetic import Arithmetic
from facturier.model.draft import Draft
from facturier.model.kinds import LineKind
from facturier.model.money import total

SALE = order(line("1", "363.00", quantity=pieces("3")), line("2", "11.10", "11"), shipping("24.20"))


def chosen(original: Draft, *lines: ClaimedLine, already: tuple[ClaimedLine, ...] = ()) -> Decision:
    return credit(original, ISSUED, Choice(lines), already, False, CENTS_GROSS, country="RO")


def take(key: str, quantity: str, gross: str) -> ClaimedLine:
    return ClaimedLine(key, Decimal(quantity), Decimal(gross))


def test_what_was_chosen_is_credited() -> None:
    decision = chosen(drafted(SALE), take("1", "1", "100.00"), take("2", "0", "1.11"))
    draft = note(decision)
    assert draft.totals.payable == Decimal("-101.11")
    assert {(one.quantity, one.price, one.vat.percent) for one in draft.lines} == {
        (Decimal(-1), Decimal("100.00"), Decimal(21)),
        (Decimal(-1), Decimal("1.11"), Decimal(11)),
    }
    assert decision.takes == (take("1", "1", "100.00"), take("2", "0", "1.11"))
    assert draft.part == ""


def test_all_of_it_is_the_mirror() -> None:
    original = drafted(SALE)
    decision = chosen(
        original, take("1", "3", "363.00"), take("2", "1", "11.10"), take("shipping", "1", "24.20")
    )
    assert decision.last_part
    assert note(decision).totals.payable == -original.totals.payable


def test_a_discount_of_the_whole_goes_back_with_what_it_lowered() -> None:
    coupon = line("coupon", "-100.00", None, kind=LineKind.DISCOUNT)
    original = drafted(order(line("1", "121.00"), line("2", "60.50"), coupon))
    too_much = chosen(original, take("1", "1", "121.00"))
    assert codes(too_much) == ["CREDIT-EXCEEDS"]
    assert "discount's share" in str(too_much.findings[0].message)
    assert note(chosen(original, take("1", "1", "54.33"))).totals.payable == Decimal("-54.33")


def test_the_share_of_a_quantity() -> None:
    left = Left("Lamp", Decimal(3), Decimal("10.00"))
    assert [share_of(left, Decimal(count)) for count in (1, 2, 3)] == [
        Decimal("3.33"),
        Decimal("6.67"),
        Decimal("10.00"),
    ]
    assert share_of(Left("Refund", Decimal(0), Decimal("5.00")), Decimal(0)) == Decimal("5.00")


@settings(max_examples=60, deadline=None)
@given(drafts(), st.data())
def test_no_choice_takes_more_than_was_issued(case: tuple[Draft, Arithmetic], data: st.DataObject) -> None:
    """Whatever people choose, one after the other: each is granted as chosen or not at all."""
    original, arithmetic = case
    already: tuple[ClaimedLine, ...] = ()
    credited = Decimal(0)
    for _ in range(4):
        left = left_of(items_of(original, arithmetic), already)
        key = data.draw(st.sampled_from(sorted(left)))
        gross = Decimal(data.draw(st.integers(-5_000, 70_000))) / 100
        quantity = Decimal(data.draw(st.integers(0, 6)))
        wanted = Choice((ClaimedLine(key, quantity, gross),))
        decision = credit(original, ISSUED, wanted, already, False, arithmetic, country="RO")
        if decision.outcome is not Outcome.READY:
            assert decision.findings or decision.reason
            continue
        assert abs(gross) <= abs(left[key].gross)
        assert quantity <= left[key].quantity
        assert -note(decision).totals.payable == gross
        credited += gross
        already = _summed((*already, *decision.takes))
        assert 0 <= credited <= original.totals.payable
    assert total(one.gross for one in already) == credited


def _summed(takes: tuple[ClaimedLine, ...]) -> tuple[ClaimedLine, ...]:
    return tuple(
        ClaimedLine(
            key,
            total(one.quantity for one in takes if one.line == key),
            total(one.gross for one in takes if one.line == key),
        )
        for key in sorted({one.line for one in takes})
    )
