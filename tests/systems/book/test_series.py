"""Series: numbers, years, days, closing, and going on where another program stopped."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.systems.book.desk import Desk, draft
from tests.systems.book.tamper import found

from facturier.model.kinds import DocumentKind
from facturier.ports.errors import Misconfigured, Refused
from facturier.systems.book.errands import lock, series
from facturier.systems.book.errands.ground import CLOCK

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Errands ask the machine for the day: here it is that of a fresh desk."""
    moment = Desk().clock.now()
    monkeypatch.setattr(type(CLOCK), "now", lambda self: moment)


def names(desk: Desk) -> list[str]:
    return [one.name for one in desk.system.offers().series]


def test_they_are_made_when_the_book_is_opened() -> None:
    assert names(Desk()) == ["FCT", "ORD", "PRF", "REC"]
    assert names(Desk(invoice_series="A/1", order_series="", credit_series="NC")) == [
        "NC",
        "A/1",
        "PRF",
        "REC",
    ]


@pytest.mark.parametrize("name", ["FACT URI", "FĂCT", "ABCDEFGHIJK", "-", "PRF"])
def test_a_name_that_cannot_stand_on_a_document_is_told(name: str) -> None:
    desk = Desk()
    wrong = Desk(desk.sandbox, invoice_series=name)
    assert [check.ok for check in wrong.system.check()] == [False]


def test_a_year_has_its_own_numbers_and_name() -> None:
    desk = Desk(yearly="true")
    desk.clock.sleep((datetime(2026, 12, 31, 12, tzinfo=UTC) - desk.clock.now()).total_seconds())
    old = [desk.issue(), desk.issue()]
    desk.clock.sleep(timedelta(days=1).total_seconds())
    new = [desk.issue(), desk.issue()]
    assert [(one.series, one.number) for one in old + new] == [
        ("FCT-2026", "0001"),
        ("FCT-2026", "0002"),
        ("FCT-2027", "0001"),
        ("FCT-2027", "0002"),
    ]
    assert "FCT" in names(desk)
    assert found(desk.ledger) == []


def test_one_year_can_be_named_and_ends_with_it() -> None:
    desk = Desk(yearly="true")
    assert desk.issue(series="FCT-2026").series == "FCT-2026"
    desk.clock.sleep(timedelta(days=60).total_seconds())
    with pytest.raises(Misconfigured):
        desk.issue(series="FCT-2026")
    assert desk.issue(series="FCT").series == "FCT-2027"


def test_looking_where_the_next_number_stands_begins_no_year() -> None:
    desk = Desk(yearly="true")
    desk.clock.sleep(timedelta(days=60).total_seconds())
    seen = desk.system.position(draft())
    assert (seen.series, seen.next_number) == ("FCT-2027", 1)
    assert "FCT-2027" not in names(desk)


def test_it_goes_on_where_another_program_stopped() -> None:
    desk = Desk()
    report = series.add({"book": desk.settings}, {"name": "ABC", "first": "413"})
    assert report.rows[0]["next"] == "0413"
    assert desk.issue(series="ABC").number == "0413"
    assert found(desk.ledger) == []


def test_a_closed_series_takes_nothing_after_its_day() -> None:
    desk = Desk()
    desk.issue()
    series.close({"book": desk.settings}, {"name": "FCT"})
    desk.issue()
    desk.clock.sleep(timedelta(days=1).total_seconds())
    with pytest.raises(Misconfigured):
        desk.issue()


def test_a_series_is_not_closed_before_its_last_document() -> None:
    desk = Desk()
    desk.issue()
    with pytest.raises(Refused):
        series.close({"book": desk.settings}, {"name": "FCT", "day": "2026-11-01"})


@pytest.mark.parametrize(
    "words",
    [
        {"name": "FCT"},
        {"name": "A B"},
        {"name": "NEW", "kind": "letter"},
        {"name": "NEW", "first": "0"},
        {"name": "NEW", "since": "1.1.2027"},
    ],
    ids=str,
)
def test_a_series_that_cannot_be_is_refused(words: dict[str, str]) -> None:
    desk = Desk()
    before = names(desk)
    with pytest.raises(Refused):
        series.add({"book": desk.settings}, words)
    assert names(desk) == before


def test_the_name_of_a_year_to_come_is_kept_for_it() -> None:
    """Another series of that name would get the invoices of the year, even one for proformas."""
    desk = Desk(yearly="true")
    with pytest.raises(Refused):
        series.add({"book": desk.settings}, {"name": "FCT-2027", "kind": "proforma"})
    desk.clock.sleep(timedelta(days=60).total_seconds())
    assert desk.issue(series="FCT").series == "FCT-2027"
    assert desk.ledger.series.get(name="FCT-2027").kind == DocumentKind.INVOICE


def test_a_series_waits_for_its_first_day() -> None:
    desk = Desk()
    series.add(
        {"book": desk.settings}, {"name": "NEW", "since": (desk.today + timedelta(days=1)).isoformat()}
    )
    with pytest.raises(Misconfigured):
        desk.issue(series="NEW")
    desk.clock.sleep(timedelta(days=1).total_seconds())
    assert desk.issue(series="NEW").number == "0001"


def test_credit_notes_go_where_their_invoices_go_or_into_their_own() -> None:
    desk = Desk()
    made = desk.issue()
    assert desk.credit(made, "1.00").series == "FCT"
    other = Desk(credit_series="KOR")
    assert other.credit(other.issue(), "1.00").series == "KOR"


def test_a_period_is_closed_by_its_day() -> None:
    desk = Desk()
    connections = {"book": desk.settings}
    yesterday = (desk.today - timedelta(days=1)).isoformat()
    with pytest.raises(Refused):
        lock.run(connections, {"day": desk.today.isoformat()})
    assert lock.run(connections, {"day": yesterday}).good
    with pytest.raises(Refused):
        lock.run(connections, {"day": yesterday})
    with pytest.raises(Misconfigured):
        desk.issue(issue_date=date.fromisoformat(yesterday))
    assert desk.issue().number == "0001"


def test_another_kind_finds_no_series() -> None:
    with pytest.raises(Misconfigured):
        Desk().issue(kind=DocumentKind.RECEIPT, series="PRF")
