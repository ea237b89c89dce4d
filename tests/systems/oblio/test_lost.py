"""Lost answers against the simulator: found, absent, or for a person to say; and keys that were used before."""

from datetime import timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace
from tests.systems.oblio.account import ABSENT, FOUND, MARK, UNKNOWN, Account, storno
from tests.systems.oblio.desk import original

from facturier.model.kinds import DocumentKind
from facturier.ports.errors import InDoubt, Refused
from facturier.systems.oblio.sandbox.book import Kind

INVOICE, PROFORMA, NOTICE = DocumentKind.INVOICE, DocumentKind.PROFORMA, DocumentKind.DELIVERY_NOTE


@pytest.mark.parametrize("reuse", ["same", "refused"])
def test_a_key_that_was_used_makes_nothing_however_oblio_answers(reuse: str) -> None:
    account = Account(key_reuse=reuse)
    first = account.issue(mark=MARK)
    again = account.system.issue(account.draft(), MARK, account.system.position(account.draft()))
    assert (again.series, again.number) == (first.series, first.number)
    assert len(account.box.ledger.entries()) == 1


@pytest.mark.parametrize("reuse", ["same", "refused"])
@pytest.mark.parametrize("kind", [PROFORMA, NOTICE])
def test_a_used_key_of_what_has_no_list(kind: DocumentKind, reuse: str) -> None:
    account = Account(key_reuse=reuse)
    what = account.draft(kind=kind)
    first = account.issue(what, MARK)
    assert account.system.issue(what, MARK, account.system.position(what)).number == first.number


def test_a_refusal_that_nobody_could_look_behind_is_a_doubt() -> None:
    account = Account(key_reuse="refused")
    account.issue(mark=MARK)
    position = account.system.position(account.draft())
    account.box.faults.add("error_503", "invoice/list", times=1)
    with pytest.raises(InDoubt):
        account.system.issue(account.draft(), MARK, position)


def test_one_key_for_each_kind_of_document() -> None:
    """As Oblio's own plug-in has it."""
    account = Account()
    account.issue(account.draft(kind=PROFORMA), MARK)
    assert account.issue(mark=MARK).series == "FCT"


@pytest.mark.parametrize("kind", [INVOICE, PROFORMA, NOTICE])
@pytest.mark.parametrize("told", [True, False])
def test_a_lost_document_is_found(kind: DocumentKind, told: bool) -> None:
    account = Account(total_shown=told)
    for _ in range(3):
        account.issue(account.draft(kind=kind))
    seen = account.settle(account.lose("lost_answer", account.draft(kind=kind)))
    assert seen.verdict is FOUND
    assert seen.document is not None
    assert seen.document.number == "0004"
    assert seen.document.public_link


@pytest.mark.parametrize("kind", [INVOICE, PROFORMA, NOTICE])
def test_a_document_that_was_never_made_is_absent(kind: DocumentKind) -> None:
    account = Account()
    for _ in range(3):
        account.issue(account.draft(kind=kind))
    intent = account.lose("lost_request", account.draft(kind=kind))
    assert account.settle(intent).verdict is ABSENT


@pytest.mark.parametrize("empty", ["text", "null"])
def test_invoices_of_others_without_mentions(empty: str) -> None:
    """Of one whose mentions are not told, nobody can say whose it is."""
    account = Account(empty_mentions=empty)
    account.box.person.issue("FCT", "30.00")
    seen = account.settle(account.lose("lost_request"))
    assert seen.verdict is (ABSENT if empty == "text" else UNKNOWN)


def test_an_invoice_by_hand_over_the_same_sum_is_no_proof() -> None:
    account = Account()
    account.box.person.issue("FCT", "121.00")
    seen = account.settle(account.lose("lost_request"))
    assert (seen.verdict, seen.why) == (
        UNKNOWN,
        "Number 0001 has the expected total, but not our reference.",
    )


@pytest.mark.parametrize("mentions", ["sent", "copied"])
def test_a_lost_storno(mentions: str) -> None:
    """Where Oblio copies the mentions of the invoice, a person must say whose it is."""
    account = Account(derived_mentions=mentions)
    made = account.issue()
    seen = account.settle(account.lose("lost_answer", storno(account, made)))
    assert seen.verdict is (FOUND if mentions == "sent" else UNKNOWN)
    assert "0002" in [one.number for one in seen.candidates]


@pytest.mark.parametrize("second", ["made", "refused"])
def test_an_invoice_from_a_proforma(second: str) -> None:
    account = Account(second_derived=second)
    proforma = account.issue(account.draft(kind=PROFORMA))
    out_of_it = account.draft(original=original(PROFORMA, "PF", proforma.number))
    made = account.issue(out_of_it)
    assert account.system.statement(made).total == Decimal("121.00")
    with pytest.raises(Refused):
        account.system.invoices_of(proforma)
    if second == "refused":
        with pytest.raises(Refused, match="folosit"):
            account.issue(out_of_it)


def test_a_late_commit_changes_the_proof_or_is_found() -> None:
    account = Account()
    account.issue()
    intent = account.lose("late_commit", seconds=60)
    early = account.settle(intent)
    account.clock.advance(timedelta(seconds=61))
    assert (early.verdict, account.settle(intent).verdict) == (ABSENT, FOUND)


def test_nothing_is_concluded_after_a_deletion_by_hand() -> None:
    account = Account()
    account.issue()
    account.issue()
    intent = account.lose("lost_request")
    account.box.person.delete_last("FCT")
    assert account.settle(intent).verdict is UNKNOWN


def test_the_number_of_a_deleted_document_goes_to_the_lost_one() -> None:
    account = Account()
    account.issue()
    position = account.system.position(account.draft())
    account.box.person.delete_last("FCT")
    intent = account.lose("lost_answer")
    seen = account.settle(replace(intent, position=position))
    assert seen.verdict is FOUND
    assert seen.document is not None
    assert seen.document.number == "0001"


def test_more_invoices_than_a_page_lie_above_the_lost_one() -> None:
    account = Account()
    intent = account.lose("lost_answer")
    for _ in range(230):
        account.box.person.issue("FCT", "30.00")
    assert account.settle(intent).verdict is FOUND


@pytest.mark.parametrize("number", ["text", "null"])
@pytest.mark.parametrize("always", [False, True])
def test_an_unfinished_invoice_hides_none_below_the_first_page(number: str, always: bool) -> None:
    """Also where Oblio tells of it all the same: a page with one of them is a full page."""
    account = Account(draft_number=number, drafts_always=always)
    intent = account.lose("lost_answer")
    for _ in range(120):
        account.box.person.issue("FCT", "30.00")
    account.box.person.draft("FCT", "121.00", mentions=MARK)
    seen = account.settle(intent)
    assert (seen.verdict, seen.document and seen.document.number) == (FOUND, "0001")
    (candidate,) = account.system.walk("FCT", range(1, 2))
    assert (candidate.total, candidate.reference) == (Decimal("121.00"), MARK)


def test_a_look_without_a_first_number_proves_no_absence() -> None:
    account = Account()
    intent = account.lose("lost_request")
    seen = account.settle(replace(intent, position=type(intent.position)(series="FCT")))
    assert seen.verdict is UNKNOWN


def test_an_unreadable_pdf_of_a_proforma_leaves_it_open() -> None:
    account = Account()
    intent = account.lose("lost_answer", account.draft(kind=PROFORMA))
    account.box.faults.add("html_body", "show_file", times=1)
    seen = account.settle(intent)
    assert seen.verdict is UNKNOWN
    assert "cannot be read" in seen.why
    assert account.settle(intent).verdict is FOUND


def test_a_page_instead_of_an_answer_is_a_doubt_for_a_create() -> None:
    """As an unknown path gives it, with a 200."""
    account = Account()
    seen = account.settle(account.lose("html_body"))
    assert seen.verdict is FOUND
    assert [one.kind for one in account.box.ledger.entries()] == [Kind.INVOICE]
