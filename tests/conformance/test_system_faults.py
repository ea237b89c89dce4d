"""Each trouble of the network on each call of each port method: only honest errors come out."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.conformance.account import Account
from tests.conformance.arrangement import Subject, SystemArrangement
from tests.conformance.deeds import DEEDS, Deed
from tests.conformance.found import SYSTEMS_FOUND
from tests.conformance.line import Asked
from tests.conformance.outcomes import SLOW, TOO_LATE, TROUBLES, AnyTrouble, attempt, befall, judge

from facturier.ports.errors import InDoubt, Misconfigured, Missing, NotNow, Refused, RemoteError
from facturier.ports.system import Settlement, Verdict
from facturier.sandbox.faults import Trouble


def declared(sort: Callable[[Deed], bool] = lambda deed: True) -> list[Any]:
    """Parameters (subject, deed) for the deeds of this sort that a system declares."""
    return [
        pytest.param(subject, deed, id=f"{subject.connector.name}-{deed}")
        for subject in SYSTEMS_FOUND
        for deed in DEEDS
        if deed.declared(Account(subject).system.capabilities) and sort(deed)
    ]


each_deed = pytest.mark.parametrize(("subject", "deed"), declared())
each_plain = pytest.mark.parametrize(("subject", "deed"), declared(lambda deed: not deed.reports))
each_report = pytest.mark.parametrize(("subject", "deed"), declared(lambda deed: deed.reports))
each_change = pytest.mark.parametrize(("subject", "deed"), declared(lambda deed: deed.times is not None))


def calls(subject: Subject[SystemArrangement], deed: Deed) -> list[Asked]:
    """The remote calls that a deed makes when nothing goes wrong."""
    account = Account(subject)
    what = deed.prepare(account)
    mark = len(account.line.asked)
    deed.act(account, what)
    return account.line.since(mark)


@pytest.mark.parametrize("trouble", TROUBLES, ids=str)
@each_plain
def test_the_error_is_of_the_right_sort(
    subject: Subject[SystemArrangement], deed: Deed, trouble: AnyTrouble
) -> None:
    for asked in calls(subject, deed):
        account = Account(subject)
        what = deed.prepare(account)
        befall(account.line, trouble, asked)
        error, now = attempt(deed.act, account, what), account.clock.now()
        account.wait()
        done = deed.done(account, what)
        judge(trouble, asked, error, done, now)
        if isinstance(error, NotNow | Refused | Misconfigured | Missing):
            assert not done


@pytest.mark.parametrize("trouble", TROUBLES, ids=str)
@each_change
def test_what_was_troubled_can_be_repeated(
    subject: Subject[SystemArrangement], deed: Deed, trouble: AnyTrouble
) -> None:
    """After settling, for what issues; at once, for the rest. It is done in the end, and once."""
    for asked in calls(subject, deed):
        account = Account(subject)
        what = deed.prepare(account)
        befall(account.line, trouble, asked)
        attempt(deed.act, account, what)
        account.wait()
        if not deed.issues or not deed.done(account, what):
            attempt(deed.act, account, what)
        assert deed.times is not None
        assert deed.times(account, what) == 1


@pytest.mark.parametrize("trouble", TROUBLES, ids=str)
@each_report
def test_what_reports_troubles_raises_nothing_but_not_now(
    subject: Subject[SystemArrangement], deed: Deed, trouble: AnyTrouble
) -> None:
    """And a settlement says nothing that the vendor's book contradicts."""
    for asked in calls(subject, deed):
        account = Account(subject)
        what = deed.prepare(account)
        befall(account.line, trouble, asked)
        try:
            result = deed.act(account, what)
        except NotNow:
            continue
        if isinstance(result, Settlement):
            assert result.verdict is not Verdict.ABSENT
        if deed.name == "check" and trouble not in SLOW:
            assert not all(one.ok for one in result)


@each_plain
def test_an_answer_after_the_deadline_is_no_answer(subject: Subject[SystemArrangement], deed: Deed) -> None:
    """Of a change nobody knows whether it was done, unless it was seen to be."""
    for asked in calls(subject, deed):
        account = Account(subject)
        what = deed.prepare(account)
        account.sandbox.faults.add(Trouble.DELAY, asked.pattern, times=1, seconds=TOO_LATE)
        error = attempt(deed.act, account, what)
        if asked.changes:
            assert isinstance(error, InDoubt) or (error is None and deed.done(account, what))
        else:
            assert isinstance(error, NotNow), repr(error)


@each_deed
def test_nothing_hangs(subject: Subject[SystemArrangement], deed: Deed) -> None:
    """A peer that drips its answers for ever holds no call longer than the declared deadline."""
    account = Account(subject)
    what = deed.prepare(account)
    deadline = account.system.capabilities.deadline.total_seconds()
    account.sandbox.faults.add(Trouble.SLOW_DRIP, seconds=10)
    mark = len(account.line.tape)
    attempt(deed.act, account, what)
    for exchange in account.line.tape[mark:]:
        assert exchange.finished is not None
        assert (exchange.finished - exchange.started).total_seconds() <= deadline + 10


@each_deed
def test_a_remote_that_always_fails_costs_few_calls(subject: Subject[SystemArrangement], deed: Deed) -> None:
    """Retries are the flows' business: a connector that meets a broken remote stops."""
    account = Account(subject)
    usual = len(calls(subject, deed))
    what = deed.prepare(account)
    account.sandbox.faults.add(Trouble.ERROR_503)
    mark = len(account.line.asked)
    error = attempt(deed.act, account, what)
    assert error is None or isinstance(error, RemoteError)
    assert len(account.line.asked) - mark <= usual + 1
