"""The declared arithmetic against the vendor's own: what was drafted is what the document says."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from msgspec.structs import replace
from tests.conformance.account import Account, Made, Ware, makeable
from tests.conformance.arrangement import Subject, Switches, SystemArrangement
from tests.conformance.found import SYSTEMS_FOUND, each_system
from tests.conformance.sales import by_chance, decided

from facturier.drafting.choices import StoredValue
from facturier.drafting.decision import Outcome, holds
from facturier.drafting.settings import RouteSettings
from facturier.model.draft import Draft
from facturier.model.kinds import DocumentKind, LineKind
from facturier.ports.errors import Refused

SALES = range(60)
FEWEST = 40


def drafts(account: Account, seeds: range) -> Iterator[Draft]:
    """What the drafting room makes of orders by chance; what it holds, it explains."""
    for seed in seeds:
        settings = RouteSettings(
            series=account.arrangement.series[DocumentKind.INVOICE],
            separate_discounts=seed % 2 == 0,
            stored_value=StoredValue.HOLD,
        )
        company = account.arrangement.company
        decision = decided(
            by_chance(company, account.offers, seed),
            company,
            account.system.capabilities,
            account.offers,
            account.today,
            settings,
        )
        if decision.outcome is Outcome.READY and decision.draft is not None:
            yield replace(decision.draft, issue_date=account.today)
        else:
            assert holds(decision.findings), decision


@each_system
def test_the_total_of_each_document_is_the_drafted_one(subject: Subject[SystemArrangement]) -> None:
    """By the system's own statement; its VAT by the vendor's book, where a statement does not tell it. An answer that
    states a total says the same as the statement."""
    account = Account(subject)
    made = [account.issue(draft) for draft in drafts(account, SALES)]
    assert len(made) >= FEWEST
    for one in made:
        stated = account.system.statement(one.issued)
        assert (one.draft.order_number, stated.total) == (one.draft.order_number, one.draft.totals.payable)
        assert stated.paid + stated.unpaid == stated.total
        told = one.issued.stated
        assert told is None or told == replace(stated, at=told.at, words=told.words)
        assert stated.vat in (None, one.draft.totals.vat)
        assert account.entry(one).vat == one.draft.totals.vat


@each_system
def test_those_sales_are_as_various_as_real_ones(subject: Subject[SystemArrangement]) -> None:
    account = Account(subject)
    made = list(drafts(account, SALES))
    lines = [line for draft in made for line in draft.lines]
    assert {LineKind.GOODS, LineKind.SHIPPING, LineKind.DISCOUNT, LineKind.FEE} <= {
        line.kind for line in lines
    }
    assert any(len({line.vat.percent for line in draft.lines}) > 1 for draft in made)
    assert any(line.quantity % 1 for line in lines)
    assert any(line.quantity > 1 for line in lines)
    assert any(len(draft.lines) > 20 for draft in made)


def arithmetics() -> Iterator[object]:
    for subject in SYSTEMS_FOUND:
        for switches in subject.arrangement.arithmetics:
            name = ",".join(f"{key}={value}" for key, value in switches.items())
            yield pytest.param(subject, switches, id=f"{subject.connector.name}-{name}")


@pytest.mark.parametrize(("subject", "switches"), list(arithmetics()))
def test_totals_hold_however_the_vendor_reckons(
    subject: Subject[SystemArrangement], switches: Switches
) -> None:
    """Where the sheet leaves the rule open, the preferred way of entering prices suits each possible one."""
    account = Account(subject, **switches)
    for draft in drafts(account, range(100, 115)):
        made = account.issue(draft)
        assert account.system.statement(made.issued).total == draft.totals.payable


@pytest.mark.parametrize(("subject", "ware"), makeable(Ware.WHOLE_CREDIT, Ware.PART_CREDIT))
def test_a_credit_takes_back_what_was_drafted(subject: Subject[SystemArrangement], ware: Ware) -> None:
    account = Account(subject)
    for draft in drafts(account, range(8)):
        credit = account.credit(account.issue(draft), ware is Ware.WHOLE_CREDIT)
        back = account.issue(credit)
        assert account.system.statement(back.issued).total == credit.totals.payable < 0


@pytest.mark.parametrize(("subject", "ware"), makeable())
def test_a_total_is_told_of_the_kinds_that_are_declared(
    subject: Subject[SystemArrangement], ware: Ware
) -> None:
    """Of the others it is refused, for asking again would not help. Unfinished documents have no number."""
    account = Account(subject)
    made = account.issue(account.draft(ware))
    if made.draft.kind in account.system.capabilities.statements and made.issued.number:
        assert account.system.statement(made.issued).total == made.draft.totals.payable
    else:
        with pytest.raises(Refused):
            account.system.statement(made.issued)


@each_system
def test_a_number_and_a_series_come_back_as_the_book_has_them(subject: Subject[SystemArrangement]) -> None:
    account = Account(subject)
    made = [account.issue(account.draft()) for _ in range(3)]
    assert len({one.issued.number for one in made}) == 3
    for one in made:
        entry = account.entry(one)
        assert (entry.series, entry.number) == (one.issued.series, one.issued.number)
        assert one.issued.series.startswith(one.draft.series)  # the year follows where numbers begin anew
        assert one.issued.currency == one.draft.currency


@each_system
def test_a_walk_tells_number_total_and_mark(subject: Subject[SystemArrangement]) -> None:
    """Of what is there; a number that nobody has is told as such."""
    account = Account(subject)
    made = [account.issue(account.draft()) for _ in range(2)]
    numbers = [int(one.issued.number) for one in made]
    seen = list(account.system.walk(made[0].issued.series, range(numbers[0], numbers[-1] + 2)))
    assert [(one.number, one.total, one.reference) for one in seen[:2]] == [_told(one) for one in made]
    assert (seen[2].total, seen[2].reference) == (None, "")


@each_system
def test_a_walk_over_more_numbers_than_a_page_leaves_none_out(subject: Subject[SystemArrangement]) -> None:
    """Also where documents are added meanwhile."""
    account = Account(subject)
    made = account.issue(account.draft())
    first = int(made.issued.number)
    numbers = range(first, first + 1100)
    walk = account.system.walk(made.issued.series, numbers)
    seen = [next(walk)]
    account.issue(account.draft())
    seen += walk
    assert [int(one.number) for one in seen] == list(numbers)
    assert next(one.total for one in seen if one.readable) == made.draft.totals.payable
    assert not [one for one in seen[2:] if one.readable]


def _told(made: Made) -> tuple[str, Decimal, str]:
    return made.issued.number, made.draft.totals.payable, made.reference
