"""Invoices to SPV through the connector (fact sheet, sections 9 and 10)."""

from typing import cast

import pytest
from msgspec.structs import replace
from tests.conformance.account import Account, Made, Ware
from tests.conformance.arrangement import Subject, SystemArrangement
from tests.conformance.arrangements.oblio import ARRANGEMENT

from facturier.model.transmission import Stage
from facturier.ports.errors import Refused
from facturier.systems.oblio import CONNECTOR
from facturier.systems.oblio.sandbox import OblioSandbox

SUBJECT: Subject[SystemArrangement] = Subject(CONNECTOR, ARRANGEMENT)


@pytest.fixture
def here() -> Account:
    return Account(SUBJECT)


def answers(here: Account, made: Made, code: int, text: str = "") -> None:
    cast(OblioSandbox, here.sandbox).person.spv_answers(made.issued.series, made.issued.number, code, text)


def test_it_is_sent_and_its_state_is_told(here: Account) -> None:
    made = here.issue(here.draft())
    assert here.system.transmission(made.issued).stage is Stage.UNSENT
    assert here.system.transmit(made.issued).stage is Stage.UNDER_WAY
    answers(here, made, 1)
    assert here.system.transmission(made.issued).stage is Stage.ACCEPTED
    assert here.entry(made).transmitted == 1


def test_what_spv_refused_is_sent_again_on_demand_alone(here: Account) -> None:
    made = here.issue(here.draft())
    here.system.transmit(made.issued)
    answers(here, made, 2, "BR-RO-111: cod judet invalid")
    seen = here.system.transmit(made.issued)
    assert (seen.stage, seen.words) == (Stage.REFUSED, "BR-RO-111: cod judet invalid")
    assert "in Oblio" in str(seen.cure)
    assert here.entry(made).transmitted == 1
    assert here.system.transmit(made.issued, again=True).stage is Stage.UNDER_WAY
    assert here.entry(made).transmitted == 2


def test_a_storno_goes_too_and_a_cancelled_invoice_does_not(here: Account) -> None:
    made = here.issue(here.draft())
    storno = here.issue(here.draft(Ware.PART_CREDIT))
    assert here.system.transmit(storno.issued).stage is Stage.UNDER_WAY
    here.system.cancel(made.issued)
    with pytest.raises(Refused):
        here.system.transmit(made.issued)


@pytest.mark.parametrize("told", ["told", "left_out", "empty"])
def test_one_of_which_the_list_tells_nothing_was_never_sent(told: str) -> None:
    """Where nothing was uploaded either; else it is not known."""
    here = Account(SUBJECT, unsent_status=told)
    made = here.issue(here.draft())
    assert here.system.transmission(made.issued).stage is Stage.UNSENT
    assert here.system.transmit(made.issued).stage is Stage.UNDER_WAY
    assert here.system.transmit(made.issued).stage is Stage.UNDER_WAY
    assert here.entry(made).transmitted == 1


@pytest.mark.parametrize("ware", [Ware.PROFORMA, Ware.DELIVERY_NOTE])
def test_only_invoices_are(here: Account, ware: Ware) -> None:
    made = here.issue(here.draft(ware))
    mark = len(here.line.asked)
    with pytest.raises(Refused, match="Only invoices"):
        here.system.transmit(made.issued)
    assert len(here.line.asked) == mark


def test_what_has_its_number_by_now_is_neither_sent_nor_taken_for_it(here: Account) -> None:
    made = here.issue(here.draft())
    sandbox = cast(OblioSandbox, here.sandbox)
    ours = replace(made.issued, total=sandbox.ledger.entries()[0].total)
    sandbox.person.delete_last(made.issued.series)
    sandbox.person.issue(made.issued.series, "7.77")
    for deed in (here.system.transmit, here.system.transmission):
        with pytest.raises(Refused, match="it is another document"):
            deed(ours)
    assert [entry.transmitted for entry in sandbox.ledger.entries()] == [0, 0]
