"""The connector against the simulator, in process: both were built from the fact sheet, neither from the other."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace
from tests.systems.oblio.account import ABSENT, FOUND, MARK, UNKNOWN, Account, storno
from tests.systems.oblio.desk import COMPANY, REDUCED, line, original, totals

from facturier.model.document import Issued
from facturier.model.draft import PaymentLine, Vat
from facturier.model.kinds import DocumentKind, LineKind
from facturier.ports.errors import InDoubt, Misconfigured, Missing, NotNow, Refused
from facturier.systems.oblio.sandbox.book import Kind

TOKEN = "POST /api/authorize/token"
INVOICE, PROFORMA, NOTICE = DocumentKind.INVOICE, DocumentKind.PROFORMA, DocumentKind.DELIVERY_NOTE

# The token


def test_one_token_serves_many_connections_until_it_ends() -> None:
    account = Account()
    for _ in range(3):
        account.open().offers()
    assert Counter(account.doors)[TOKEN] == 1
    account.clock.advance(timedelta(minutes=59))
    account.open().offers()
    assert Counter(account.doors)[TOKEN] == 2


def test_a_token_that_is_not_accepted_is_replaced_once() -> None:
    """It may end before its time; a 401 did nothing, so that even a create is made then."""
    account = Account()
    position = account.system.position(account.draft())
    account.box._gate._tokens.end(account.box.book.accounts[0])
    made = account.system.issue(account.draft(), MARK, position)
    assert made.number == "0001"
    assert Counter(account.doors)[TOKEN] == 2


@pytest.mark.parametrize("only", [True, False])
def test_two_processes_with_tokens_of_their_own(only: bool) -> None:
    """Also where a new token ends the older ones."""
    account = Account(one_token=only)
    other = Account()
    other.box = account.box
    other.values = account.values
    for _ in range(3):
        account.open().offers()
        other.open().offers()


def test_a_new_password_needs_a_person() -> None:
    account = Account()
    account.system.offers()
    account.box.person.change_secret()
    with pytest.raises(Misconfigured, match="API secret") as caught:
        account.system.offers()
    assert caught.value.words == "The client credentials are invalid"


def test_no_token_and_no_secret_is_kept_as_evidence() -> None:
    """Also where the remote repeats what it was asked."""
    account = Account()
    account.issue()
    account.box.refuse(f"Nu: {account.bearers[-1]}", match="nomenclature/series")
    with pytest.raises(Refused) as caught:
        account.system.position(account.draft())
    told = repr(account.tape) + repr(caught.value) + caught.value.words
    hidden = [*filter(None, account.bearers), account.values["secret"]]
    assert len(hidden) > 3
    assert not [secret for secret in hidden if secret in told]


def test_a_pdf_is_fetched_without_a_token() -> None:
    """Its address is public: nothing more than that is told to whoever serves it."""
    account = Account()
    made = account.issue()
    account.system.pdf(made)
    assert (account.doors[-1], account.bearers[-1]) == ("GET /utils/show_file/", "")


# Documents and what happens to them


def test_an_invoice_has_the_total_that_was_drafted() -> None:
    account = Account()
    made = account.issue()
    assert (made.series, made.number, made.remote_id.isdigit()) == ("FCT", "0001", True)
    assert made.public_link
    told = account.system.statement(made)
    assert (told.total, told.unpaid, told.cancelled) == (Decimal("121.00"), Decimal("121.00"), False)


@pytest.mark.parametrize("rounding", ["line", "unit", "document"])
@pytest.mark.parametrize("rounds_price", [True, False])
def test_gross_prices_with_two_decimals_are_exact_however_oblio_rounds(
    rounding: str, rounds_price: bool
) -> None:
    account = Account(vat_rounding=rounding, rounds_price=rounds_price)
    lines = (
        line("9.99", quantity=Decimal(3)),
        line("-1.01", kind=LineKind.DISCOUNT, name="Reducere", code="", covers=1),
        line("7.77", vat=REDUCED, name="Carte", quantity=Decimal(7)),
        line("-3.33", kind=LineKind.DISCOUNT, vat=REDUCED, name="Reducere", code="", covers=1),
        line("15.01", kind=LineKind.SHIPPING, name="Transport", code=""),
        line("-5.00", kind=LineKind.GIFT_CARD, name="Card cadou", code=""),
    )
    payable = sum((one.quantity * one.price for one in lines), Decimal(0))
    made = account.issue(account.draft(lines=lines, totals=totals(str(payable))))
    assert account.system.statement(made).total == payable


@pytest.mark.parametrize("included", [True, False])
def test_a_price_is_what_it_says(included: bool) -> None:
    """Oblio takes every price for one with VAT unless it is told otherwise."""
    account = Account()
    sent = line("100.00", price_includes_vat=included)
    made = account.issue(account.draft("121.00", lines=(sent,)))
    assert account.system.statement(made).total == (Decimal(100) if included else Decimal(121))


def test_the_list_price_stays_as_it_was() -> None:
    account = Account()
    before = [one.price for one in account.box.company().products]
    account.issue(account.draft("1.00"))
    assert [one.price for one in account.box.company().products] == before
    account.issue(account.draft("1.00", save_products=True))
    assert account.box.company().products[0].price == 1


def test_nobody_is_saved_and_no_mail_goes_out() -> None:
    account = Account()
    account.issue(account.draft(buyer=COMPANY))
    assert [one.name for one in account.box.company().clients] == ["Firma Exemplu SRL"]
    assert account.box.company().clients[0].city == ""
    assert account.box.company().outbox == []


def test_a_company_that_pays_no_vat_and_keeps_no_stock() -> None:
    account = Account(cif="87654329")
    lines = (line("50.00", vat=Vat(Decimal(0)), price_includes_vat=False),)
    made = account.issue(account.draft("50.00", lines=lines, vat_exempt_company=True))
    assert account.system.statement(made).total == Decimal("50.00")
    assert account.system.offers().warehouses == ()
    assert list(account.system.stock()) == []
    assert all(one.ok for one in account.system.check())


@pytest.mark.parametrize("kind", [INVOICE, NOTICE])
@pytest.mark.parametrize("uses", [True, False])
def test_goods_leave_the_stock_only_if_they_should(kind: DocumentKind, uses: bool) -> None:
    """A delivery note would take them by itself, an invoice would not."""
    account = Account(settings={"warehouse": "Magazin"})
    account.issue(account.draft(kind=kind, use_stock=uses))
    left = {(one.code, one.warehouse): one.quantity for one in account.system.stock()}
    assert left["SKU-9", "Magazin"] == 12 - uses


def test_stock_of_one_warehouse_and_of_other_work_stations() -> None:
    account = Account()
    one = {level.code: level.quantity for level in account.system.stock("Rezerva")}
    assert one == {"SKU-9": 4}
    every = [(level.code, level.warehouse) for level in account.system.stock()]
    assert ("SKU-9", "Rezerva") in every
    assert ("SKU-2", "Magazin") in every
    depot = account.open(work_station="Depozit")
    assert {level.code: level.quantity for level in depot.stock()} == {"SKU-2": 100}
    assert depot.offers().warehouses == ("Magazin",)


def test_more_products_than_a_page() -> None:
    account = Account()
    company = account.box.company()
    sample = company.products[0]
    company.products += [replace(sample, code=f"X-{n}", stock=dict(sample.stock)) for n in range(600)]
    assert len({level.code for level in account.system.stock("Magazin")}) == 604


def test_a_storno_takes_back_what_was_collected() -> None:
    account = Account()
    paid = account.draft(payment=PaymentLine("Card", Decimal("121.00")))
    made = account.issue(paid)
    assert account.system.statement(made).paid == Decimal("121.00")
    back = account.issue(storno(account, made))
    assert account.system.statement(back).total == Decimal("-121.00")
    assert account.system.statement(made).paid == 0


def test_a_storno_of_a_part() -> None:
    account = Account()
    made = account.issue(account.draft("242.00", lines=(line(quantity=Decimal(2)),)))
    part = storno(account, made, whole=False, lines=(line(quantity=Decimal(-1)),))
    assert account.system.statement(account.issue(part)).total == Decimal("-121.00")


@pytest.mark.parametrize("repeated", ["done", "refused"])
@pytest.mark.parametrize("as_text", [True, False])
def test_cancel_and_restore_may_be_repeated(repeated: str, as_text: bool) -> None:
    account = Account(repeated_change=repeated, numbers_as_text=as_text)
    made = account.issue()
    for _ in range(2):
        account.system.cancel(made)
        assert account.system.statement(made).cancelled is True
    for _ in range(2):
        account.system.restore(made)
        assert account.system.statement(made).cancelled is False


def test_what_is_not_there_is_missing() -> None:
    account = Account()
    made = account.issue()
    for gone in (replace(made, number="0077"), Issued(PROFORMA, "PF", "0077")):
        for act in (account.system.cancel, account.system.restore, account.system.delete):
            with pytest.raises(Missing):
                act(gone)
        with pytest.raises(Missing):
            account.system.pdf(gone)


def test_only_the_last_can_be_deleted_and_only_if_it_is_still_the_same() -> None:
    account = Account()
    first, last = account.issue(), account.issue()
    with pytest.raises(Refused, match="ultimul"):
        account.system.delete(first)
    account.system.delete(last)
    account.box.person.issue("FCT", "77.00")
    with pytest.raises(Refused, match="another document"):
        account.system.delete(replace(last, total=Decimal("121.00")))


def test_a_stale_link_is_not_used() -> None:
    account = Account()
    made = account.issue()
    account.box.person.age_links()
    assert account.system.pdf(made).startswith(b"%PDF")


def test_a_page_to_log_in_is_no_pdf() -> None:
    account = Account()
    made = account.issue()
    account.box.faults.add("html_body", "show_file", times=1)
    with pytest.raises(NotNow, match="PDF"):
        account.system.pdf(made)


def test_a_payment_is_recorded_once() -> None:
    account = Account()
    made = account.issue()
    day = account.clock.now().date()
    account.box.faults.add("lost_answer", "collect", times=1)
    account.system.pay(made, "Card", Decimal("121.00"), day)
    with pytest.raises(Refused, match="unpaid"):
        account.system.pay(made, "Card", Decimal("121.00"), day)
    assert len(account.box.company().documents[0].collects) == 1


def test_a_payment_whose_call_may_still_land_is_in_doubt() -> None:
    account = Account()
    made = account.issue()
    account.box.faults.add("late_commit", "collect", times=1)
    with pytest.raises(InDoubt):
        account.system.pay(made, "Card", Decimal("121.00"), account.clock.now().date())


@pytest.mark.parametrize("code", [400, 200])
def test_a_refusal_leaves_nothing(code: int) -> None:
    account = Account(refusal_code=code)
    account.box.refuse("Clientul este blocat.", match="POST /api/docs")
    with pytest.raises(Refused) as caught:
        account.issue()
    assert caught.value.words == "Clientul este blocat."
    assert account.box.ledger.entries() == ()


def test_what_a_person_must_put_right_is_found_in_lists_and_not_in_words() -> None:
    account = Account()
    strange = account.draft(lines=(line(vat=Vat(Decimal(21), name="Necunoscuta")),))
    with pytest.raises(Misconfigured, match="Normala 21 %") as caught:
        account.issue(strange)
    assert caught.value.words
    nobody = Account(cif="RO11111110")
    with pytest.raises(Misconfigured, match="RO12345674, 87654329"):
        nobody.issue()


def test_a_series_whose_name_needs_encoding() -> None:
    account = Account()
    made = account.issue(account.draft(series="WEB/Ș 1"))
    assert made.series == "WEB/Ș 1"
    assert account.system.statement(made).total == Decimal("121.00")


@pytest.mark.parametrize("width", [1, 4, 7])
def test_numbers_however_wide(width: int) -> None:
    account = Account(number_width=width)
    account.issue()
    seen = account.settle(account.lose("lost_answer"))
    assert seen.document is not None
    assert seen.document.number == "2".zfill(width)


# Lost answers


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


def test_too_many_calls_shut_the_account_out() -> None:
    account = Account(older_limit=True)
    with pytest.raises(NotNow, match="shut the account out") as caught:
        account.system.offers()
    assert caught.value.retry_at - account.clock.now() == timedelta(minutes=10)
    account.clock.advance(timedelta(minutes=10))
    assert account.system.position(account.draft()).next_number == 1


def test_a_page_instead_of_an_answer_is_a_doubt_for_a_create() -> None:
    """As an unknown path gives it, with a 200."""
    account = Account()
    seen = account.settle(account.lose("html_body"))
    assert seen.verdict is FOUND
    assert [one.kind for one in account.box.ledger.entries()] == [Kind.INVOICE]
