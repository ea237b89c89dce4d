"""What became of a create whose answer was lost (fact sheet, section 19)."""

from datetime import timedelta
from typing import Any

import pytest
from tests.conformance.account import Ware
from tests.systems.fattureincloud.desk import account, cloud

from facturier.model.kinds import DocumentKind
from facturier.ports.errors import NotNow
from facturier.ports.system import Verdict
from facturier.sandbox.faults import Trouble
from facturier.systems.fattureincloud import documents
from facturier.systems.fattureincloud.names import Numbering, id_of, numbering, sdi_code


@pytest.mark.parametrize("ware", [Ware.INVOICE, Ware.RECEIPT, Ware.WHOLE_CREDIT])
def test_it_is_found_by_its_mark_among_hundreds(ware: Ware) -> None:
    """More than one page of that day, and the lost one is not on the first."""
    here = account()
    intent = here.lose(Trouble.LOST_ANSWER, ware)
    type = {Ware.INVOICE: "invoice", Ware.RECEIPT: "receipt"}.get(ware, "credit_note")
    for _ in range(120):
        here.clock.advance(timedelta(seconds=1))
        cloud(here).person.issue("30.00", type=type)
    seen = here.settle(intent)
    assert seen.verdict is Verdict.FOUND
    assert seen.document is not None
    assert seen.document.total == intent.draft.totals.payable


def test_one_in_the_bin_is_left_to_a_person() -> None:
    here = account()
    intent = here.lose(Trouble.LOST_ANSWER)
    cloud(here).person.delete_last()
    seen = here.settle(intent)
    assert seen.verdict is Verdict.UNKNOWN
    assert "bin" in seen.why


def test_one_in_the_bin_that_has_no_number_there_is_left_to_a_person() -> None:
    """The whole bin could not be read, and whoever looked tried for ever."""
    here = account()
    intent = here.lose(Trouble.LOST_ANSWER)
    cloud(here).person.delete_last()
    for one in cloud(here).company().bin.values():
        one["number"] = None
    seen = here.settle(intent)
    assert (seen.verdict, [one.number for one in seen.candidates]) == (Verdict.UNKNOWN, [""])


def test_a_list_from_which_something_was_deleted_while_it_was_read_proves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What stood first on the second page moves up to the first, which was read already."""
    here = account()
    intent = here.lose(Trouble.LOST_ANSWER)
    for _ in range(100):
        here.clock.advance(timedelta(seconds=1))
        cloud(here).person.issue("30.00")
    read = documents._page

    def deleting(*asked: Any) -> Any:
        page = read(*asked)
        if page.current_page == 1:
            cloud(here).person.delete_last()
        return page

    monkeypatch.setattr(documents, "_page", deleting)
    with pytest.raises(NotNow, match="changed while it was read"):
        here.settle(intent)
    monkeypatch.undo()
    assert here.settle(intent).verdict is Verdict.FOUND


def test_one_whose_subject_was_changed_by_hand_is_left_to_a_person() -> None:
    here = account()
    intent = here.lose(Trouble.LOST_ANSWER)
    cloud(here).person.subject("1", "telefonare al cliente")
    assert here.settle(intent).verdict is Verdict.UNKNOWN


def test_the_same_sum_of_another_buyer_is_another_sale() -> None:
    here = account()
    intent = here.lose(Trouble.LOST_REQUEST)
    cloud(here).person.issue(str(intent.draft.totals.payable), name="Qualcun altro")
    assert here.settle(intent).verdict is Verdict.ABSENT


def test_a_list_that_lags_shows_it_before_the_horizon() -> None:
    here = account(list_lag=120)
    intent = here.lose(Trouble.LOST_ANSWER)
    assert here.settle(intent).verdict is Verdict.ABSENT
    here.clock.advance(here.system.capabilities.doubt_horizon)
    assert here.settle(intent).verdict is Verdict.FOUND


def test_a_look_costs_two_calls_whoever_else_issues() -> None:
    here = account()
    intent = here.lose(Trouble.LOST_REQUEST)
    for _ in range(30):
        cloud(here).person.issue("30.00")
    before = len(here.line.tape)
    assert here.settle(intent).verdict is Verdict.ABSENT
    assert len(here.line.tape) - before == 2


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("/", Numbering("")),
        ("/2026", Numbering("", 2026)),
        ("/A", Numbering("/A")),
        ("/A/2026", Numbering("/A", 2026)),
        ("-web/2026 (ricevuta)", Numbering("-web", 2026, DocumentKind.RECEIPT)),
        ("/2026 (nota di credito)", Numbering("", 2026, DocumentKind.CREDIT_NOTE)),
        ("/ABC1999", Numbering("/ABC1999")),
    ],
)
def test_a_series_name_says_suffix_and_year(name: str, means: Numbering) -> None:
    assert numbering(name) == means


def test_a_name_ends_in_its_id() -> None:
    assert id_of("22 % [0]") == 0
    assert id_of("Conto [vecchio] [12]") == 12
    assert id_of("Conto 12") is None
    assert sdi_code("Bonifico MP05 [5]") == "MP05"
    assert sdi_code("COMP05") == ""
