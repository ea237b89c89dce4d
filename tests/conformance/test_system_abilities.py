"""Capabilities held against behaviour: nothing is declared that does not work, and nothing works undeclared."""

import pytest
from msgspec.structs import replace
from tests.conformance.abilities import FLAGS, falsehoods, found, in_currency, longest
from tests.conformance.account import Account
from tests.conformance.arrangement import Subject, SystemArrangement
from tests.conformance.found import each_system

from facturier.model.kinds import DocumentKind
from facturier.ports.capabilities import Capabilities, Limit, Settling

ABLE = Capabilities.__struct_fields__


@each_system
def test_what_is_declared_is_what_works(subject: Subject[SystemArrangement]) -> None:
    assert list(falsehoods(Account(subject).system.capabilities, found(subject))) == []


def test_every_flag_is_tried() -> None:
    """Also one that is added to the port some day."""
    declared = Capabilities(frozenset(), Settling.BY_KEY, arithmetic=None, limit=None)  # type: ignore[arg-type]
    assert {name for name in ABLE if isinstance(getattr(declared, name), bool)} == set(FLAGS)


@each_system
@pytest.mark.parametrize("flag", FLAGS)
def test_a_false_flag_is_seen(subject: Subject[SystemArrangement], flag: str) -> None:
    able = Account(subject).system.capabilities
    lying = replace(able, **{flag: not getattr(able, flag)})
    assert [one.partition(":")[0] for one in falsehoods(lying, found(subject))] == [flag]


@each_system
def test_every_other_lie_is_seen(subject: Subject[SystemArrangement]) -> None:
    able = Account(subject).system.capabilities
    lies: list[tuple[str, object]] = [("settling", way) for way in Settling if way is not able.settling]
    for name in ("kinds", "statements"):
        lies += [(name, getattr(able, name) ^ {kind}) for kind in DocumentKind]
    lies.append(("limit", None if able.limit else Limit(30, able.look_pause, able.look_pause)))
    for name, lie in lies:
        seen = falsehoods(replace(able, **{name: lie}), found(subject))
        assert [one.partition(":")[0] for one in seen] == [name]


@each_system
def test_the_longest_document_that_is_declared_is_made(subject: Subject[SystemArrangement]) -> None:
    account = Account(subject)
    draft = longest(account)
    assert len(draft.lines) == account.system.capabilities.max_lines
    assert len(account.truth(draft, account.issue(draft).reference)) == 1


@each_system
def test_a_document_is_made_in_each_currency_that_is_declared(subject: Subject[SystemArrangement]) -> None:
    account = Account(subject)
    for code in sorted(account.system.capabilities.currencies):
        made = account.issue(in_currency(account, code))
        assert made.issued.currency == code
        assert account.system.statement(made.issued).total == made.draft.totals.payable
