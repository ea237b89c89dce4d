"""The limit of calls: kept where a budget stands in front, understood where it was broken all the same."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import product

import pytest
from tests.conformance.account import Account
from tests.conformance.arrangement import Subject, Switches, SystemArrangement
from tests.conformance.deeds import DEEDS
from tests.conformance.found import SYSTEMS_FOUND, each_limited, each_system
from tests.conformance.outcomes import attempt

from facturier.ports.capabilities import Limit
from facturier.ports.errors import NotNow
from facturier.sandbox.faults import Trouble


def forms() -> Iterator[object]:
    for subject in SYSTEMS_FOUND:
        for switches in subject.arrangement.limits:
            name = ",".join(f"{key}={value}" for key, value in switches.items())
            yield pytest.param(subject, switches, id=f"{subject.connector.name}-{name}")


each_form = pytest.mark.parametrize(("subject", "switches"), list(forms()))


def limit_of(account: Account) -> Limit:
    limit = account.system.capabilities.limit
    assert limit is not None, "forms of the answer to too many calls, but no limit"
    return limit


def exhausted(account: Account) -> NotNow:
    """What comes out when nothing keeps the connector from its limit."""
    for _ in range(2 * limit_of(account).calls):
        if error := attempt(account.system.offers):
            assert isinstance(error, NotNow)
            return error
    pytest.fail("the vendor never had enough")


@each_form
def test_too_many_calls_are_not_now_until_it_is_late_enough(
    subject: Subject[SystemArrangement], switches: Switches
) -> None:
    account = Account(subject, metered=False, **switches)
    error = exhausted(account)
    assert error.message.render()
    account.clock.advance(error.retry_at - account.clock.now())
    assert account.issue(account.draft()).issued.number


@each_form
def test_a_blocked_create_has_made_nothing(subject: Subject[SystemArrangement], switches: Switches) -> None:
    account = Account(subject, metered=False, **switches)
    draft = account.draft()
    account.sandbox.faults.add(Trouble.BLOCKED)
    with pytest.raises(NotNow):
        account.system.issue(draft, account.reference(draft), account.system.position(draft))
    assert account.entries == []


@each_form
def test_the_budget_hears_of_a_block(subject: Subject[SystemArrangement], switches: Switches) -> None:
    """So that every worker stops, not only the one that met it."""
    account = Account(subject, **switches)
    mark = len(account.line.meter.heard_of)
    account.sandbox.faults.add(Trouble.BLOCKED, times=1)
    with pytest.raises(NotNow) as caught:
        account.system.offers()
    assert [heard.blocked for heard in account.line.meter.heard_of[mark:]] == [True]
    block = limit_of(account).block
    assert caught.value.retry_at - account.clock.now() >= block
    sent = len(account.line.tape)
    with pytest.raises(NotNow):
        account.system.offers()
    assert len(account.line.tape) == sent


@each_limited
def test_within_the_budget_the_limit_is_never_met(subject: Subject[SystemArrangement]) -> None:
    """Three windows' worth of work: the vendor, who counts for himself, has nothing to say."""
    account = Account(subject)
    limit = limit_of(account)
    while len(account.line.asked) < 3 * limit.calls:
        account.issue(account.draft())
    assert not [heard for heard in account.line.meter.heard_of if heard.blocked]
    assert len(account.line.meter.permits) == len(account.line.tape)
    _within(account)


@each_system
@pytest.mark.parametrize(
    "trouble", [None, Trouble.LOST_ANSWER, Trouble.ERROR_503, Trouble.HTML_BODY], ids=str
)
def test_no_path_is_beside_the_budget(subject: Subject[SystemArrangement], trouble: Trouble | None) -> None:
    """Whatever a system does, also in trouble: each call that left had its permit, and none was one too many."""
    account = Account(subject)
    able = account.system.capabilities
    for _, deed in product(range(2), [one for one in DEEDS if one.declared(able)]):
        what = deed.prepare(account)
        if trouble:
            account.sandbox.faults.add(trouble)
        attempt(deed.act, account, what)
        account.sandbox.faults.clear()
    line = account.line
    assert len(line.tape) > len(DEEDS)
    assert len(line.meter.permits) == (len(line.tape) if able.limit else 0)
    assert not [heard for heard in line.meter.heard_of if heard.blocked]
    _within(account)


def _within(account: Account) -> None:
    """Never more calls of a scope in any window than are allowed."""
    moments: defaultdict[str, list[datetime]] = defaultdict(list)
    for permit, exchange in zip(account.line.meter.permits, account.line.tape, strict=False):
        moments[permit.scope].append(exchange.started)
        calls = permit.limit.calls
        if len(moments[permit.scope]) > calls:
            assert exchange.started - moments[permit.scope][-calls - 1] >= permit.limit.window


@each_system
def test_what_remains_is_passed_on(subject: Subject[SystemArrangement]) -> None:
    """Somebody else may use the same limit: what the vendor tells of it is not kept to ourselves."""
    account = Account(subject)
    account.system.offers()
    told = any("remaining" in name for one in account.line.tape for name in one.headers)
    heard = [one.remaining for one in account.line.meter.heard_of if one.remaining is not None]
    assert bool(heard) == told
    limit = account.system.capabilities.limit
    assert all(limit and 0 <= remaining <= limit.calls for remaining in heard)
