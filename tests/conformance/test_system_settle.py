"""Settling, held against the vendor's own book: found exactly where the document is, and never otherwise."""

from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from tests.conformance.account import AWAY, Account, Ware, makeable
from tests.conformance.arrangement import Subject, SystemArrangement
from tests.conformance.found import each_system

from facturier.model.reference import Slot
from facturier.ports.system import IntentView, Settlement, Verdict
from facturier.sandbox.faults import LONGEST_DELAY, Trouble

LOST = (Trouble.LOST_ANSWER, Trouble.CUT_BODY, Trouble.EMPTY_BODY, Trouble.HTML_BODY, Trouble.ERROR_AFTER)
NEVER_THERE = (
    Trouble.LOST_REQUEST,
    Trouble.ERROR_500_HTML,
    Trouble.ERROR_502_HTML,
    Trouble.ERROR_503,
)
FOREIGN = "FX-FERN-CCCCCCCCCCCC"
SEEDS = range(40)


def agree(account: Account, intent: IntentView, seen: Settlement) -> None:
    """FOUND names the document that the vendor's book has, ABSENT says that it has none."""
    truth = account.truth(intent.draft, intent.reference)
    if seen.verdict is Verdict.FOUND:
        assert seen.document is not None
        assert [(one.series, one.number) for one in truth] == [(seen.document.series, seen.document.number)]
    if seen.verdict is Verdict.ABSENT:
        assert truth == []
        assert seen.proof
    if seen.verdict is Verdict.UNKNOWN:
        assert seen.why


@pytest.mark.parametrize("trouble", [*LOST, *NEVER_THERE], ids=str)
@pytest.mark.parametrize(("subject", "ware"), makeable())
def test_found_exactly_when_it_is_there(
    subject: Subject[SystemArrangement], ware: Ware, trouble: Trouble
) -> None:
    """In an account where nobody else works. An unfinished document may leave no trace to follow."""
    account = Account(subject)
    for _ in range(2):
        account.issue(account.draft())
    intent = account.lose(trouble, ware)
    seen = account.settle(intent)
    agree(account, intent, seen)
    there = bool(account.truth(intent.draft, intent.reference))
    assert there == (trouble in LOST)
    if ware is not Ware.UNFINISHED:
        assert seen.verdict is (Verdict.FOUND if there else Verdict.ABSENT)


@pytest.mark.parametrize(("subject", "ware"), makeable())
@pytest.mark.parametrize("trouble", [Trouble.LOST_ANSWER, Trouble.LOST_REQUEST], ids=str)
def test_settling_changes_nothing_and_can_be_repeated(
    subject: Subject[SystemArrangement], ware: Ware, trouble: Trouble
) -> None:
    account = Account(subject)
    account.issue(account.draft())
    intent = account.lose(trouble, ware)
    before, mark = account.entries, len(account.line.asked)
    first, second = account.settle(intent), account.settle(intent)
    assert (first.verdict, first.proof, first.document) == (second.verdict, second.proof, second.document)
    assert account.entries == before
    assert not [asked for asked in account.line.asked[mark:] if asked.changes]


@pytest.mark.parametrize(("subject", "ware"), makeable())
@pytest.mark.parametrize("seconds", [1.0, 60.0, LONGEST_DELAY])
def test_a_late_commit_is_found_once_it_is_there(
    subject: Subject[SystemArrangement], ware: Ware, seconds: float
) -> None:
    """It may look absent before: that is why the horizon must lie beyond the latest commit."""
    account = Account(subject)
    latest = account.arrangement.latest_commit
    seconds = min(seconds, latest)
    intent = account.lose(Trouble.LATE_COMMIT, ware, seconds=seconds)
    assert timedelta(seconds=latest) < account.system.capabilities.doubt_horizon
    early = account.settle(intent)
    agree(account, intent, early)
    account.clock.advance(timedelta(seconds=seconds))
    late = account.settle(intent)
    agree(account, intent, late)
    assert late.verdict is not Verdict.ABSENT
    if early.verdict is Verdict.ABSENT:
        assert late.proof != early.proof
    if ware is not Ware.UNFINISHED:
        assert late.verdict is Verdict.FOUND


@each_system
def test_the_one_that_was_lost_is_told_from_its_twin(subject: Subject[SystemArrangement]) -> None:
    """Two sales of the same buyer and sum: the one that arrived is never taken for the other."""
    account = Account(subject)
    twin = account.draft(order=account.order("100.00"))
    account.issue(twin)
    intent = account.lose(Trouble.LOST_REQUEST, draft=account.draft(order=account.order("100.00")))
    seen = account.settle(intent)
    assert seen.verdict is Verdict.ABSENT
    again = account.lose(Trouble.LOST_ANSWER, draft=account.draft(order=account.order("100.00")))
    account.issue(account.draft(order=account.order("100.00")))
    found = account.settle(again)
    agree(account, again, found)
    assert found.verdict is Verdict.FOUND


@each_system
def test_what_was_proved_absent_can_be_issued_and_is_there_once(subject: Subject[SystemArrangement]) -> None:
    account = Account(subject)
    intent = account.lose(Trouble.LOST_REQUEST)
    assert account.settle(intent).verdict is Verdict.ABSENT
    account.issue(intent.draft, intent.reference)
    assert len(account.truth(intent.draft, intent.reference)) == 1
    seen = account.settle(intent)
    agree(account, intent, seen)
    assert seen.verdict is not Verdict.ABSENT


@each_system
@pytest.mark.parametrize("trouble", [Trouble.LOST_ANSWER, Trouble.LOST_REQUEST], ids=str)
def test_another_installation_in_the_account_is_named(
    subject: Subject[SystemArrangement], trouble: Trouble
) -> None:
    """The same sale, issued by a clone of this installation, is not ours; its mark is reported."""
    account = Account(subject)
    draft = account.draft()
    intent = account.lose(trouble, draft=draft)
    theirs = Slot("issuer", draft.order_number, draft.kind.document_class, "", 1).reference(AWAY)
    account.system.issue(draft, theirs, account.system.position(draft))
    seen = account.settle(intent)
    agree(account, intent, seen)
    if account.system.capabilities.keeps_reference:
        assert theirs in seen.foreign


@each_system
@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_people_do_beside_us(subject: Subject[SystemArrangement], seed: int) -> None:
    """They issue, cancel and delete by hand, before, between and after: nothing false is concluded."""
    random, account = Random(f"beside/{seed}"), Account(subject)
    for _ in range(random.randrange(4)):
        account.issue(account.draft())
    _meddle(account, random)
    draft = account.draft()
    position = account.system.position(draft)
    _meddle(account, random)
    intent = account.lose(random.choice((*LOST, *NEVER_THERE)), draft=draft)
    if random.random() < 0.5:  # the position may be older than what a person did in between
        intent = IntentView(draft, intent.reference, position, intent.sent_at)
    _meddle(account, random)
    agree(account, intent, account.settle(intent))


def _meddle(account: Account, random: Random) -> None:
    hand, sandbox = account.arrangement, account.sandbox
    payable = str(account.draft().totals.payable)
    ways: tuple[Callable[[], None], ...] = (
        lambda: hand.person_issues(sandbox, "30.00"),
        lambda: hand.person_issues(sandbox, payable),
        lambda: hand.person_issues(sandbox, "40.00", FOREIGN),
        lambda: hand.person_deletes_last(sandbox),
        lambda: hand.person_cancels(sandbox, random.choice([one.number for one in account.entries] or [""])),
    )
    for way in random.sample(ways, random.randrange(3)):
        way()


@each_system
def test_a_document_that_was_changed_to_another_sum_is_not_adopted(
    subject: Subject[SystemArrangement],
) -> None:
    """Our mark on another total: something is wrong, and a person must look."""
    account = Account(subject)
    position = account.system.position(account.draft())
    draft = account.draft(order=account.order("10.00"))
    mark = account.reference(draft)
    account.arrangement.person_issues(account.sandbox, "77.00", mark)
    seen = account.system.settle(IntentView(draft, mark, position, account.clock.now()), {})
    assert seen.verdict is Verdict.UNKNOWN
    assert mark in {one.reference for one in seen.candidates}
