"""What a person must put right: told as that, in words, and with nothing made."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from tests.conformance.account import Account
from tests.conformance.arrangement import Subject, SystemArrangement
from tests.conformance.deeds import DEEDS
from tests.conformance.found import SYSTEMS_FOUND, each_system
from tests.conformance.outcomes import attempt

from facturier.ports.errors import Misconfigured


def wrong_settings() -> Iterator[object]:
    for subject in SYSTEMS_FOUND:
        for what in subject.arrangement.broken(Account(subject).values):
            yield pytest.param(subject, what, id=f"{subject.connector.name}-{what}")


@pytest.mark.parametrize(("subject", "what"), list(wrong_settings()))
def test_a_wrong_setting_is_told_by_every_call(subject: Subject[SystemArrangement], what: str) -> None:
    account = Account(subject)
    able = account.system.capabilities
    right = account.system
    prepared = [(deed, deed.prepare(account)) for deed in DEEDS if deed.declared(able) and not deed.reports]
    account.system = account.open(account.arrangement.broken(account.values)[what])
    before = account.entries
    for deed, given in prepared:
        mark = len(account.line.asked)
        error = attempt(deed.act, account, given)
        if error is None and len(account.line.asked) == mark:
            continue  # nobody was asked, so nobody can have told
        assert isinstance(error, Misconfigured), (deed.name, error)
        assert error.message.render()
    account.system = right
    assert account.entries == before


def accidents() -> Iterator[object]:
    for subject in SYSTEMS_FOUND:
        for what in subject.arrangement.unusable():
            yield pytest.param(subject, what, id=f"{subject.connector.name}-{what}")


@pytest.mark.parametrize(("subject", "what"), list(accidents()))
def test_an_account_that_can_no_longer_issue_needs_a_person(
    subject: Subject[SystemArrangement], what: str
) -> None:
    account = Account(subject)
    draft = account.draft()
    position = account.system.position(draft)
    account.arrangement.unusable()[what](account.sandbox)
    with pytest.raises(Misconfigured) as caught:
        account.system.issue(draft, account.reference(draft), position)
    assert caught.value.words
    assert account.entries == []


@each_system
def test_an_unknown_series_needs_a_person(subject: Subject[SystemArrangement]) -> None:
    account = Account(subject)
    draft = replace(account.draft(), series="NO-SUCH-SERIES")
    with pytest.raises(Misconfigured, match="NO-SUCH-SERIES"):
        account.system.position(draft)
    with pytest.raises(Misconfigured):
        account.system.issue(draft, account.reference(draft), account.system.position(account.draft()))
    assert account.entries == []


@each_system
def test_a_vat_rate_that_the_account_lacks_needs_a_person(subject: Subject[SystemArrangement]) -> None:
    account = Account(subject)
    draft = account.arrangement.unknown_vat(account.draft())
    with pytest.raises(Misconfigured):
        account.issue(draft)
    assert account.entries == []
    assert account.issue(account.draft()).issued.number
