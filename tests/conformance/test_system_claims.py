"""What a system declares, held against itself, against what it does, and against what it asks for."""

from datetime import timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace
from tests.conformance.account import Account
from tests.conformance.arrangement import Subject, SystemArrangement
from tests.conformance.deeds import DEEDS, Deed
from tests.conformance.found import each_system

from facturier.model.arithmetic import Arithmetic
from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind
from facturier.model.transmission import Stage
from facturier.ports.capabilities import Capabilities, Settling
from facturier.ports.errors import Misconfigured, Refused

NOTHING = timedelta()


@each_system
@pytest.mark.parametrize("deed", DEEDS, ids=str)
def test_a_capability_is_what_it_says(subject: Subject[SystemArrangement], deed: Deed) -> None:
    """What is declared works, and has its effect in the vendor's book; what is not is refused unsent."""
    account = Account(subject)
    what = deed.prepare(account)
    if deed.declared(account.system.capabilities):
        deed.act(account, what)
        assert deed.done(account, what) is not False
        return
    mark = len(account.line.asked)
    with pytest.raises((Refused, Misconfigured)):
        deed.act(account, what)
    assert not [asked for asked in account.line.asked[mark:] if asked.changes]


@each_system
def test_durations_fit_together(subject: Subject[SystemArrangement]) -> None:
    """A call ends before its lease does, and nobody concludes before the call can have ended."""
    able = Account(subject).system.capabilities
    assert NOTHING < able.deadline < able.lease
    assert able.deadline < able.doubt_horizon
    assert NOTHING < able.look_pause < able.doubt_horizon


@each_system
def test_the_limit_can_be_kept(subject: Subject[SystemArrangement]) -> None:
    """One that is declared, and no other: who limits calls also has an answer to too many."""
    limit = Account(subject).system.capabilities.limit
    assert bool(subject.arrangement.limits) == (limit is not None)
    if limit is None:
        return
    assert limit.calls > 0
    assert limit.window > NOTHING
    assert limit.block >= NOTHING


@each_system
def test_what_is_declared_follows_from_what_is_declared(subject: Subject[SystemArrangement]) -> None:
    able = Account(subject).system.capabilities
    assert able.kinds
    assert min(able.max_lines, able.max_name) > 0
    assert not able.restores or able.cancels
    assert not able.payments or able.payment_state
    assert able.statements <= able.kinds
    assert not able.payment_state or able.statements
    assert not able.discharges_stock or able.stock
    assert not able.traces_proforma or able.can_make(DocumentKind.INVOICE, DocumentKind.PROFORMA)
    assert not able.transmits or DocumentKind.INVOICE in able.kinds
    assert able.limit is not None or able.create_limit is None
    assert {kind for pair in able.makes_from for kind in pair} <= able.kinds
    assert not able.copies_original or able.makes_from
    assert (DocumentKind.CREDIT_NOTE in able.kinds) == (able.corrects_whole or able.corrects_part)
    assert all(len(code) == 3 and code.isupper() for code in able.currencies)
    _reckons(able.arithmetic)


def _reckons(arithmetic: Arithmetic) -> None:
    assert arithmetic.entries
    assert len(set(arithmetic.entries)) == len(arithmetic.entries)
    assert 0 <= arithmetic.amount_decimals <= arithmetic.price_decimals


@each_system
def test_what_settles_by_number_occupies_a_room(subject: Subject[SystemArrangement]) -> None:
    """The same room for every connection to the company, and what `position` reads stands in it."""
    account = Account(subject)
    draft = account.draft()
    room, position = account.system.room(draft), account.system.position(draft)
    assert account.open(account.values).room(draft) == room
    if account.system.capabilities.settling is Settling.BY_NUMBER:
        assert room is not None
        assert room.account
        assert (room.account, room.series) == (position.account, position.series)
        assert position.next_number is not None


@each_system
def test_http_is_opened_as_declared(subject: Subject[SystemArrangement]) -> None:
    """With a declared limit and the deadline, each limit under a scope that is the same for the same credentials."""
    account = Account(subject)
    account.open(account.values)
    account.system.offers()
    able: Capabilities = account.system.capabilities
    secrets = [account.values[name] for name in account.connector.secrets() if account.values.get(name)]
    for opened in account.line.opened:
        assert opened["limit"] in (able.limit, able.create_limit or able.limit)
        assert opened["deadline"] <= able.deadline.total_seconds()
        assert set(secrets) <= set(opened["secrets"])
        assert not any(secret in opened["scope"] for secret in secrets)
    counted = {opened["scope"]: opened["limit"] for opened in account.line.opened}
    assert len(counted) == len({able.limit, able.create_limit or able.limit} & set(counted.values()))


@each_system
def test_only_changes_are_patient(subject: Subject[SystemArrangement]) -> None:
    """Every call of a limited remote takes one permit; those that change something may wait longer for theirs."""
    account = Account(subject)
    account.issue(account.draft())
    limited = account.system.capabilities.limit is not None
    assert account.line.asked
    assert [permit.patient for permit in account.line.meter.permits] == [
        asked.changes for asked in account.line.asked if limited
    ]


@each_system
def test_a_document_that_is_too_long_is_refused_unsent(subject: Subject[SystemArrangement]) -> None:
    account = Account(subject)
    draft = account.draft()
    lines = draft.lines[:1] * (account.system.capabilities.max_lines + 1)
    _refused_unsent(account, replace(draft, lines=lines))


@each_system
def test_a_currency_that_is_not_declared_is_refused_unsent(subject: Subject[SystemArrangement]) -> None:
    account = Account(subject)
    declared = account.system.capabilities.currencies
    currency = next(code for code in ("XTS", "XXX") if code not in declared)
    _refused_unsent(account, replace(account.draft(), currency=currency))


@each_system
def test_a_document_of_another_company_is_refused_unsent(subject: Subject[SystemArrangement]) -> None:
    account = Account(subject)
    _refused_unsent(account, replace(account.draft(), company_tax_id="RO14399840"))


def _refused_unsent(account: Account, draft: Draft) -> None:
    position = account.system.position(account.draft())
    mark = len(account.line.asked)
    with pytest.raises((Refused, Misconfigured)):
        account.system.issue(draft, "FX-HOME-AAAAAAAAAAAA", position)
    assert account.line.asked[mark:] == []
    assert account.entries == []


@each_system
def test_a_reference_is_kept_where_that_is_declared(subject: Subject[SystemArrangement]) -> None:
    account = Account(subject)
    made = account.issue(account.draft())
    if account.system.capabilities.keeps_reference:
        assert account.entry(made).reference == made.reference
    assert len(account.truth(made.draft, made.reference)) == 1


@each_system
def test_the_simulator_tells_what_stands(subject: Subject[SystemArrangement]) -> None:
    """By number, total and our mark; what was undone counts no more."""
    account = Account(subject)
    made = [account.issue(account.draft()) for _ in range(2)]
    assert sorted(_told(account)) == sorted(
        (one.issued.number, one.draft.totals.payable, one.reference) for one in made
    )
    if account.system.capabilities.cancels:
        account.system.cancel(made[0].issued)
    elif account.system.capabilities.deletes:
        account.system.delete(made[0].issued)
    else:
        return
    assert [mark for *_, mark in _told(account)] == [made[1].reference]


def _told(account: Account) -> list[tuple[str, Decimal, str]]:
    return [(one.number, one.total, one.mark) for one in account.sandbox.standing()]


@each_system
def test_an_e_invoice_is_sent_once(subject: Subject[SystemArrangement]) -> None:
    """However often and by whom it is asked for, also where it was asked to send again what nobody refused."""
    account = Account(subject)
    if not account.system.capabilities.transmits:
        pytest.skip("not declared")
    made = account.issue(account.draft())
    assert account.system.transmission(made.issued).stage is Stage.UNSENT
    for again in (False, True, False):
        other = account.open(account.values)
        assert other.transmit(made.issued, again=again).stage is not Stage.UNSENT
    assert account.entry(made).transmitted == 1


@each_system
def test_the_ends_of_series_are_those_that_are_offered(subject: Subject[SystemArrangement]) -> None:
    """Of the series that are named, with no more calls than all that is offered takes."""
    account = Account(subject)
    name = account.issue(account.draft()).issued.series
    mark = len(account.line.asked)
    offered = tuple(one for one in account.system.offers().series if one.name == name)
    between = len(account.line.asked)
    assert account.system.ends({name, "no such series"}) == offered != ()
    assert len(account.line.asked) - between <= between - mark
