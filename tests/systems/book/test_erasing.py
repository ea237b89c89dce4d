"""A person's right to be forgotten, within the law's own time, and without breaking the chain."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.systems.book.desk import ANA, Desk
from tests.systems.book.tamper import found

from facturier.model.party import Party
from facturier.systems.book.content import joined
from facturier.systems.book.errands import erase
from facturier.systems.book.errands.ground import CLOCK
from facturier.systems.book.models import Document, Fact, Person
from facturier.systems.book.retention import RETENTIONS, kept_until

pytestmark = pytest.mark.django_db
BOGDAN = Party(name="Bogdan Altul", email="bogdan@altul.test")


def years_later(monkeypatch: pytest.MonkeyPatch, year: int) -> None:
    moment = datetime(year, 7, 2, tzinfo=UTC)
    monkeypatch.setattr(type(CLOCK), "now", lambda self: moment)


def asked(desk: Desk, who: str, yes: str = "") -> list[tuple[str, bool]]:
    report = erase.run({"book": desk.settings}, {"who": who, "yes": yes})
    return [(row["document"], row["erased"]) for row in report.rows]


@pytest.mark.parametrize("who", [ANA.name, ANA.email])
def test_a_person_is_found_by_name_or_mail_and_erased_once_the_time_is_over(
    monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    desk = Desk()
    desk.issue(mentions="Call Ana: 0722 000 000")
    desk.issue(buyer=BOGDAN)
    years_later(monkeypatch, 2031)
    assert asked(desk, who, "yes") == [("FCT 0001", False)]
    years_later(monkeypatch, 2032)
    assert asked(desk, who) == [("FCT 0001", False)]
    assert asked(desk, who, "yes") == [("FCT 0001", True)]
    assert asked(desk, who, "yes") == []
    assert "Ana" not in everything(desk)
    assert "Bogdan" in everything(desk)
    assert found(desk.ledger) == []


def everything(desk: Desk) -> str:
    """All that the book's tables still hold of its documents."""
    rows = [
        *Document.objects.filter(ledger=desk.ledger).values(),
        *Person.objects.values(),
        *Fact.objects.values(),
    ]
    return str(rows)


def test_its_page_can_still_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    made = desk.issue()
    years_later(monkeypatch, 2040)
    asked(desk, ANA.name, "yes")
    row = desk.row(made)
    assert joined(row.content, row.named.facts).buyer == Party()
    assert desk.system.pdf(made).startswith(b"%PDF")


def test_a_company_may_keep_longer_but_not_shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    longer, shorter = Desk(retention_years="10"), Desk(retention_years="1")
    longer.issue()
    shorter.issue()
    years_later(monkeypatch, 2031)
    assert [asked(longer, ANA.name, "yes"), asked(shorter, ANA.name, "yes")] == [
        [("FCT 0001", False)],
        [("FCT 0001", False)],
    ]
    years_later(monkeypatch, 2032)
    assert asked(longer, ANA.name, "yes") == [("FCT 0001", False)]
    assert asked(shorter, ANA.name, "yes") == [("FCT 0001", True)]


def test_somebody_else_with_part_of_the_name_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk()
    desk.issue()
    years_later(monkeypatch, 2040)
    assert asked(desk, "Ana", "yes") == []


@given(
    country=some.sampled_from([*(one.country for one in RETENTIONS), "FR"]), day=some.dates(date(2017, 1, 1))
)
def test_nothing_may_go_before_five_full_years(country: str, day: date) -> None:
    if day.year < 9000:
        assert kept_until(country, day) >= date(day.year + 5, day.month, min(day.day, 28))


def test_every_retention_names_its_source() -> None:
    assert {one.country for one in RETENTIONS} == {"RO", "IT", "PL"}
    assert all(one.source and one.basis in ("press", "guess", "spec", "doc") for one in RETENTIONS)
