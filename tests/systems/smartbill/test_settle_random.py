"""Whatever people do beside us: *found* is never another's document, *absent* never hides ours."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.systems.smartbill.account import CREATE, MARK, Account, storno

from facturier.model.draft import Draft
from facturier.ports.errors import InDoubt
from facturier.ports.system import IntentView, Verdict
from facturier.systems.smartbill.sandbox.answers import Refusal
from facturier.systems.smartbill.sandbox.ledger import Entry

EFFECT = ("lost_answer", "cut_body", "empty_body", "html_body", "error_after")
NO_EFFECT = ("lost_request", "error_500_html", "error_502_html", "error_503")
deeds = st.lists(st.sampled_from(("small", "same", "away", "delete", "cancel", "pay")), max_size=3)
troubles = st.sampled_from(EFFECT + NO_EFFECT)


def by_hand(account: Account, deeds: list[str]) -> None:
    """What the account's other user does in SmartBill; what cannot be done is left."""
    hand = account.box.person
    ways = {
        "small": lambda: hand.issue("FCT", "30.00"),
        "same": lambda: hand.issue("FCT", "121.00"),
        "away": lambda: hand.issue("FCT", "40.00", mentions="FX-AWAY-CCCCCCCCCCCC"),
        "delete": lambda: hand.delete_last("FCT"),
        "cancel": lambda: hand.cancel("FCT", "0001"),
        "pay": lambda: hand.pay("FCT", "0001"),
    }
    for deed in deeds:
        with suppress(Refusal):
            ways[deed]()


def lose(account: Account, what: Draft, between: list[str], trouble: str) -> IntentView:
    position = account.system.position(what)
    by_hand(account, between)
    account.box.faults.add(trouble, match=CREATE, times=1)
    with pytest.raises(InDoubt):
        account.system.issue(what, MARK, position)
    return IntentView(what, MARK, position, account.clock.now())


def judge(account: Account, intent: IntentView, truth: list[Entry]) -> Verdict:
    """The verdict, held against the simulator's own book."""
    seen = account.settle(intent)
    if seen.verdict is Verdict.FOUND:
        assert seen.document is not None
        assert [entry.number for entry in truth] == [seen.document.number]
    if seen.verdict is Verdict.ABSENT:
        assert truth == []
    return seen.verdict


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 6), deeds, deeds, deeds, troubles)
def test_a_lost_invoice(
    ours: int, before: list[str], between: list[str], after: list[str], trouble: str
) -> None:
    account = Account()
    for _ in range(ours):
        account.issue()
    by_hand(account, before)
    intent = lose(account, account.draft(), between, trouble)
    by_hand(account, after)
    truth = [entry for entry in account.box.ledger.mentioning(MARK) if not entry.deleted]
    verdict = judge(account, intent, truth)
    if not before + between + after:
        assert verdict is (Verdict.FOUND if trouble in EFFECT else Verdict.ABSENT)


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 6), st.booleans(), st.booleans(), deeds, deeds, troubles)
def test_a_lost_storno(
    ours: int, keeps: bool, another: bool, between: list[str], after: list[str], trouble: str
) -> None:
    account = Account(storno_keeps_mentions=keeps)
    made = [account.issue() for _ in range(ours)]
    if another and ours > 1:
        account.issue(storno(account, made[1]))
    intent = lose(account, storno(account, made[0]), between, trouble)
    by_hand(account, after)
    entries = account.box.ledger.entries(series="FCT")
    truth = [entry for entry in entries if entry.reverses == made[0].number and not entry.deleted]
    verdict = judge(account, intent, truth)
    if not between + after and trouble in EFFECT:
        assert verdict is Verdict.FOUND
