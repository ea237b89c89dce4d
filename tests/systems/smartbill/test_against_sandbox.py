"""The connector against the simulator, in process: both were built from the fact sheet, neither from the other."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace
from tests.systems.smartbill.account import (
    ABSENT,
    CREATE,
    FOUND,
    MARK,
    UNKNOWN,
    Account,
    issued_original,
    storno,
)
from tests.systems.smartbill.desk import COMPANY, REDUCED, line, totals

from facturier.model.document import Issued
from facturier.model.draft import DraftLine, Exchange, PaymentLine, Vat
from facturier.model.kinds import DocumentKind, LineKind
from facturier.model.party import Address
from facturier.ports.errors import InDoubt, Misconfigured, Missing, NotNow, Refused
from facturier.ports.system import IntentView, Numbered, Verdict

# Documents and what happens to them


def test_an_invoice_has_the_total_that_was_drafted() -> None:
    account = Account()
    made = account.issue()
    assert (made.series, made.number) == ("FCT", "0001")
    assert made.public_link
    assert account.system.statement(made).total == Decimal("121.00")


@pytest.mark.parametrize("rounding", ["line", "unit", "document"])
@pytest.mark.parametrize("rounds_price", [True, False])
def test_gross_prices_with_two_decimals_are_exact_however_smartbill_rounds(
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


def test_a_company_buyer_in_another_currency() -> None:
    account = Account()
    made = account.issue(account.draft(buyer=COMPANY, currency="EUR"))
    assert (made.currency, account.system.statement(made).total) == ("EUR", Decimal("121.00"))


def test_a_company_that_pays_no_vat() -> None:
    account = Account(cif="87654329", settings={"product_codes": True})
    lines: tuple[DraftLine, ...] = (line("50.00", vat=Vat(Decimal(0)), price_includes_vat=False),)
    made = account.issue(account.draft("50.00", lines=lines, vat_exempt_company=True))
    assert account.system.statement(made).total == Decimal("50.00")
    assert account.system.offers().vat_payer is False


@pytest.mark.parametrize(("kind", "series"), [(DocumentKind.INVOICE, "FCT"), (DocumentKind.PROFORMA, "PF")])
def test_no_field_is_unknown_to_smartbill(kind: DocumentKind, series: str) -> None:
    settings = {
        "product_codes": True,
        "intra_cif": True,
        "issuer_name": "Ion Ionescu",
        "receipt_series": "CH",
    }
    account = Account(settings=settings)
    day = account.clock.now().date()
    abroad = Address(street="Hauptstr. 1", city="Wien", postcode="1010", country="AT")
    party = replace(
        COMPANY, address=abroad, contact="Ana", phone="1", bank="BCR", iban="RO49AAAA1B31007593840000"
    )
    lines = (
        line(description="Cadran alb\nCurea neagra", warehouse="Magazin", name="Ceas de mână"),
        line("-21.00", kind=LineKind.DISCOUNT, name="Reducere", code="", covers=1),
    )
    everything = account.draft(
        "100.00",
        kind=kind,
        series=series,
        buyer=party,
        lines=lines,
        due_days=10,
        tax_point=day,
        exchange=Exchange("EUR", "RON", Decimal("5.0912"), "BNR", day),
        currency="EUR",
        language="en",
        mentions="Comanda 1001",
        observations="Livrare",
        payment=PaymentLine("Chitanta", Decimal("100.00")),
        save_client=True,
        save_products=True,
        use_stock=kind is DocumentKind.INVOICE,
        vat_on_collection=True,
        keep_system_names=True,
    )
    made = account.issue(everything)
    assert made.number == "0001"
    (entry,) = account.box.ledger.entries(series=series)
    assert (entry.total, entry.currency) == (Decimal("100.00"), "EUR")
    assert entry.mentions.startswith("Comanda 1001\nFX-HOME-")


def test_the_older_way() -> None:
    account = Account(settings={"legacy_create": True})
    assert account.issue().number == "0001"
    gone = Account(settings={"legacy_create": True}, legacy_create=404)
    with pytest.raises(Misconfigured):
        gone.issue()


def test_a_storno_of_a_whole_invoice() -> None:
    account = Account()
    made = account.issue()
    reversed_by = account.issue(storno(account, made))
    assert (reversed_by.series, reversed_by.number) == ("FCT", "0002")
    assert account.system.statement(reversed_by).total == Decimal("-121.00")
    with pytest.raises(Refused, match="deja stornata"):
        account.issue(storno(account, made))


def test_a_storno_of_a_part() -> None:
    account = Account()
    made = account.issue(account.draft("242.00", lines=(line(quantity=Decimal(2)),)))
    part = account.draft(
        "-121.00",
        kind=DocumentKind.CREDIT_NOTE,
        lines=(line(quantity=Decimal(-1)),),
        **issued_original(made),
    )
    back = account.issue(part)
    assert account.system.statement(back).total == Decimal("-121.00")


def test_cancel_and_restore_may_be_repeated() -> None:
    account = Account()
    made = account.issue()
    for call in (
        account.system.cancel,
        account.system.cancel,
        account.system.restore,
        account.system.restore,
    ):
        call(made)
    with pytest.raises(Missing):
        account.system.cancel(Issued(kind=DocumentKind.INVOICE, series="FCT", number="0999"))


def test_only_the_last_document_is_deleted() -> None:
    account = Account()
    first, second = account.issue(), account.issue()
    with pytest.raises(Refused):
        account.system.delete(first)
    account.system.delete(second)
    with pytest.raises(Missing):
        account.system.delete(second)
    with pytest.raises(Missing):
        account.system.statement(second)


def test_a_missing_document_has_no_pdf() -> None:
    account = Account()
    made = account.issue()
    assert account.system.pdf(made).startswith(b"%PDF")
    for kind, series in ((DocumentKind.INVOICE, "FCT"), (DocumentKind.PROFORMA, "PF")):
        with pytest.raises(Missing):
            account.system.pdf(Issued(kind=kind, series=series, number="0999"))


def test_a_payment_is_recorded_once() -> None:
    account = Account(settings={"receipt_series": "CH"})
    made, day = account.issue(), account.clock.now().date()
    account.system.pay(made, "Card", Decimal("21.00"), day)
    account.system.pay(made, "chitanta", Decimal("50.00"), day)
    assert account.system.statement(made).unpaid == Decimal("50.00")
    account.box.faults.add("lost_answer", match="POST .*/payment", times=1)
    account.system.pay(made, "Ordin plata", Decimal("50.00"), day)
    assert account.system.statement(made).unpaid == 0
    with pytest.raises(Refused):
        account.system.pay(made, "Card", Decimal("1.00"), day)


def test_a_payment_that_was_lost_on_its_way_is_in_doubt() -> None:
    account = Account()
    made = account.issue()
    account.box.faults.add("late_commit", match="POST .*/payment", times=1)
    with pytest.raises(InDoubt):
        account.system.pay(made, "Card", Decimal("121.00"), account.clock.now().date())


def test_a_payment_with_the_invoice() -> None:
    account = Account()
    made = account.issue(account.draft(payment=PaymentLine("Card online", Decimal("121.00"))))
    assert account.system.statement(made).paid == Decimal("121.00")


def test_a_bon_marks_the_invoice_that_it_came_with_and_is_never_issued_for_one() -> None:
    """With an invoice it is a mark alone; recorded afterwards, it would be a fiscal receipt beside the invoice."""
    account = Account()
    marked = account.issue(account.draft(payment=PaymentLine("Bon", Decimal("121.00"))))
    assert account.system.statement(marked).paid == Decimal("121.00")
    assert [one.text for one in account.box.company().payments] == [""]
    made = account.issue()
    with pytest.raises(Refused, match="bon fiscal"):
        account.system.pay(made, "bon", Decimal("121.00"), account.clock.now().date())
    assert account.system.statement(made).paid == 0
    assert len(account.box.company().payments) == 1


@pytest.mark.parametrize("listed", [True, False])
def test_a_proforma_becomes_an_invoice(listed: bool) -> None:
    account = Account(drafts_listed=listed)
    proforma = account.issue(account.draft(kind=DocumentKind.PROFORMA, series="PF"))
    assert account.system.invoices_of(proforma) == ()
    from_it = issued_original(proforma)
    account.issue(account.draft(prepare_only=True, **from_it))
    assert account.system.invoices_of(proforma) == ()
    made = account.issue(account.draft(**from_it))
    assert account.system.statement(made).total == Decimal("121.00")
    assert [one.number for one in account.system.invoices_of(proforma)] == [made.number]


@pytest.mark.parametrize("copied", [True, False])
def test_an_invoice_from_a_proforma_is_issued_under_the_same_cif(copied: bool) -> None:
    account = Account(settings={"intra_cif": True}, copies_intra_cif=copied)
    abroad = replace(
        COMPANY, address=Address(street="Hauptstr. 1", city="Wien", postcode="1010", country="AT")
    )
    proforma = account.issue(account.draft(buyer=abroad, kind=DocumentKind.PROFORMA, series="PF"))
    account.issue(account.draft(buyer=abroad, **issued_original(proforma)))
    account.issue(account.draft())
    made = account.box.company().documents
    assert [one.intra_cif for one in made] == [True, True, False]


def test_an_unfinished_document_takes_no_number() -> None:
    account = Account()
    unfinished = account.issue(account.draft(prepare_only=True))
    assert (unfinished.number, bool(unfinished.remote_id)) == ("", True)
    assert account.issue().number == "0001"


def test_sold_goods_leave_the_stock_and_come_back() -> None:
    account = Account(settings={"warehouse": "Magazin"})
    sold = (line("60.50", name="Curea piele", code="SKU-2", quantity=Decimal(2)),)
    made = account.issue(account.draft(lines=sold, use_stock=True))

    def straps() -> Decimal:
        levels = account.system.stock("Magazin")
        return next(level.quantity for level in levels if level.code == "SKU-2")

    assert straps() == 38
    account.system.cancel(made)
    assert straps() == 40
    with pytest.raises(Refused):
        account.issue(account.draft(lines=(line(name="Lampă", code="SKU-4"),), use_stock=True))
    with pytest.raises(Misconfigured):
        account.issue(account.draft(lines=(line(warehouse="Nicaieri"),), use_stock=True))


# The account


def test_the_connection_test_and_the_offers() -> None:
    account = Account()
    assert all(check.ok for check in account.system.check())
    offers = account.system.offers()
    assert {one.name for one in offers.series} == {"FCT", "WEB/Ș 1", "PF", "CH"}
    assert ("Normala", Decimal(21)) in {(one.name, one.percent) for one in offers.vat}
    assert "Magazin" in offers.warehouses


def test_a_new_password_and_a_strange_company() -> None:
    stranger = Account(cif="RO99999999").system.check()
    assert [(str(check.what), check.ok) for check in stranger] == [
        ("E-mail and token", True),
        ("Company", False),
    ]
    account = Account()
    account.box.person.change_token()
    assert [check.ok for check in account.system.check()] == [False]


def test_a_series_whose_name_needs_encoding() -> None:
    account = Account()
    made = account.issue(account.draft(series="WEB/Ș 1"))
    assert account.system.statement(made).total == Decimal("121.00")
    assert account.system.pdf(made)


@pytest.mark.parametrize("switches", [{"licence_expired": True}, {"plan_limit": 0}])
def test_a_subscription_that_is_used_up_is_a_persons_matter(switches: dict[str, Any]) -> None:
    with pytest.raises(Misconfigured):
        Account(**switches).issue()


@pytest.mark.parametrize("status", [200, 400])
def test_a_refusal_leaves_nothing(status: int) -> None:
    account = Account(refusal_code=status)
    with pytest.raises(Misconfigured):
        account.issue(account.draft(lines=(line(vat=Vat(Decimal(19), name="Normala")),)))
    assert account.issue().number == "0001"


@pytest.mark.parametrize("code", [403, 429])
@pytest.mark.parametrize("body", ["error_text", "empty"])
def test_a_block_is_heard_and_waited_for(code: int, body: str) -> None:
    account = Account(limit_code=code, limit_body=body)
    account.box.faults.add("blocked", match=CREATE, times=1)
    with pytest.raises(NotNow) as caught:
        account.issue()
    assert caught.value.retry_at == account.clock.now() + timedelta(minutes=10)
    assert [check.ok for check in account.system.check()] == [False]
    with pytest.raises(NotNow):
        account.system.offers()
    account.clock.advance(timedelta(minutes=10))
    assert account.issue().number == "0001"


# Lost answers


@pytest.mark.parametrize("trouble", ["lost_answer", "cut_body", "empty_body", "html_body", "error_after"])
def test_a_document_whose_answer_was_lost_is_found(trouble: str) -> None:
    account = Account()
    account.issue()
    seen = account.settle(account.lose(trouble))
    assert seen.document is not None
    assert seen.document.number == "0002"
    assert account.system.statement(seen.document).total == Decimal("121.00")


@pytest.mark.parametrize("next_number", ["int", "str"])
@pytest.mark.parametrize("width", [1, 4, 7])
@pytest.mark.parametrize("refusal_code", [200, 400])
def test_numbers_are_found_however_they_are_told(next_number: str, width: int, refusal_code: int) -> None:
    account = Account(next_number=next_number, number_width=width, refusal_code=refusal_code)
    intent = account.lose("lost_answer")
    first = account.settle(intent)
    assert first.document is not None
    assert first.document.number == "1".zfill(width)
    account.known[first.document.number] = Numbered(first.document.number, MARK, Decimal("121.00"))
    account.rest()
    assert account.issue().number == "2".zfill(width)
    other = IntentView(
        intent.draft, "FX-HOME-333333333333", account.system.position(intent.draft), intent.sent_at
    )
    assert account.settle(other).verdict is ABSENT


@pytest.mark.parametrize(("rounding", "verdict"), [("line", FOUND), ("unit", UNKNOWN)])
def test_a_document_with_another_sum_than_meant_is_shown_to_a_person(rounding: str, verdict: Verdict) -> None:
    """Net prices: how SmartBill rounds decides whether the total is the one that was drafted."""
    account = Account(vat_rounding=rounding)
    lines = (line("0.33", quantity=Decimal(100), price_includes_vat=False),)
    assert account.settle(account.lose("lost_answer", account.draft("39.93", lines=lines))).verdict is verdict


@pytest.mark.parametrize("trouble", ["lost_request", "error_500_html", "error_502_html", "error_503"])
def test_a_document_that_never_came_to_be_is_absent(trouble: str) -> None:
    account = Account()
    for _ in range(6):
        account.issue()
    intent = account.lose(trouble)
    first, second = account.settle(intent), account.settle(intent)
    assert (first.verdict, second.verdict) == (ABSENT, ABSENT)
    assert first.proof == second.proof


def test_a_late_commit_changes_the_proof_or_is_found() -> None:
    account = Account()
    account.issue()
    intent = account.lose("late_commit", seconds=60)
    assert account.settle(intent).verdict is ABSENT
    account.clock.advance(timedelta(seconds=60))
    assert account.settle(intent).verdict is FOUND


def test_found_after_a_person_freed_the_number_before() -> None:
    account = Account()
    account.issue()
    account.box.person.issue("FCT")
    what = account.draft()
    position = account.system.position(what)
    account.box.person.delete_last("FCT")
    account.box.faults.add("lost_answer", match=CREATE, times=1)
    with pytest.raises(InDoubt):
        account.system.issue(what, MARK, position)
    assert position.next_number == account.system.position(what).next_number
    seen = account.settle(IntentView(what, MARK, position, account.clock.now()))
    assert seen.document is not None
    assert seen.document.number == "0002"


def test_nothing_is_concluded_after_a_deletion_by_hand() -> None:
    account = Account()
    account.issue()
    account.issue()
    intent = account.lose("lost_request")
    account.box.person.delete_last("FCT")
    assert account.settle(intent).verdict is UNKNOWN


def test_a_deleted_number_that_is_not_given_again_is_a_gap() -> None:
    account = Account(deleted_number_free=False)
    account.issue()
    account.issue()
    account.box.person.delete_last("FCT")
    account.known.pop("0002")
    assert account.settle(account.lose("lost_request")).verdict is UNKNOWN


def test_a_persons_document_of_the_same_sum_is_a_persons_matter() -> None:
    account = Account()
    account.issue()
    intent = account.lose("lost_request")
    account.box.person.issue("FCT", "121.00")
    seen = account.settle(intent)
    assert (seen.verdict, [one.number for one in seen.candidates]) == (UNKNOWN, ["0002"])


def test_another_installation_is_named() -> None:
    account = Account()
    account.issue()
    intent = account.lose("lost_answer")
    account.box.person.issue("FCT", "30.00", mentions="FX-AWAY-CCCCCCCCCCCC")
    seen = account.settle(intent)
    assert (seen.verdict, seen.foreign) == (FOUND, ("FX-AWAY-CCCCCCCCCCCC",))


@pytest.mark.parametrize("keeps", [True, False])
@pytest.mark.parametrize("settles", [True, False])
def test_a_lost_storno_is_found_by_its_sum_and_its_original(keeps: bool, settles: bool) -> None:
    account = Account(storno_keeps_mentions=keeps, storno_settles=settles)
    made = account.issue()
    seen = account.settle(account.lose("lost_answer", storno(account, made)))
    assert seen.document is not None
    assert (seen.document.kind, seen.document.number) == (DocumentKind.CREDIT_NOTE, "0002")


@pytest.mark.parametrize("keeps", [True, False])
@pytest.mark.parametrize(("payable", "verdict"), [("60.00", ABSENT), ("121.00", UNKNOWN)])
def test_a_lost_storno_that_never_came_to_be(keeps: bool, payable: str, verdict: Verdict) -> None:
    """A storno carries no mark of ours, so another one of the same sum leaves it open."""
    account = Account(storno_keeps_mentions=keeps)
    other = account.issue(account.draft(payable))
    made = account.issue()
    account.issue(storno(account, other, f"-{payable}"))
    assert account.settle(account.lose("lost_request", storno(account, made))).verdict is verdict


@pytest.mark.parametrize("keeps", [True, False])
def test_stornos_in_the_books_hinder_no_later_look(keeps: bool) -> None:
    account = Account(storno_keeps_mentions=keeps)
    account.issue(storno(account, account.issue()))
    account.issue()
    assert account.settle(account.lose("lost_request")).verdict is ABSENT


@pytest.mark.parametrize("twice", [True, False])
@pytest.mark.parametrize("listed", [True, False])
def test_a_lost_invoice_from_a_proforma(twice: bool, listed: bool) -> None:
    account = Account(second_invoice_refused=twice, drafts_listed=listed)
    account.issue()
    proforma = account.issue(account.draft(kind=DocumentKind.PROFORMA, series="PF"))
    what = account.draft(**issued_original(proforma))
    if not twice:
        account.issue(account.draft(prepare_only=True, **issued_original(proforma)))
    assert account.settle(account.lose("lost_request", what)).verdict is ABSENT
    account.rest()
    seen = account.settle(account.lose("lost_answer", what))
    assert seen.document is not None
    assert seen.document.number == "0002"


def test_a_lost_proforma() -> None:
    account = Account()
    what = account.draft(kind=DocumentKind.PROFORMA, series="PF")
    assert account.settle(account.lose("lost_request", what)).verdict is ABSENT
    seen = account.settle(account.lose("lost_answer", what))
    assert seen.document is not None
    assert (seen.document.kind, seen.document.number) == (DocumentKind.PROFORMA, "0001")


def test_a_lost_unfinished_document_cannot_be_traced() -> None:
    account = Account()
    assert account.settle(account.lose("lost_answer", account.draft(prepare_only=True))).verdict is UNKNOWN


def test_a_pdf_that_fails_leaves_it_open_and_the_next_look_decides() -> None:
    account = Account()
    account.issue()
    intent = account.lose("lost_answer")
    account.box.faults.add("error_502_html", match="GET .*/pdf", times=1)
    assert account.settle(intent).verdict is UNKNOWN
    assert account.settle(intent).verdict is FOUND


def test_a_walk_shows_what_is_there() -> None:
    account = Account()
    account.issue()
    account.box.person.issue("FCT", "30.00")
    first, second, gap = account.system.walk("FCT", range(1, 4))
    assert (first.number, first.total, first.reference) == (
        "0001",
        Decimal("121.00"),
        account.known["0001"].reference,
    )
    assert (second.number, second.total, second.reference) == ("0002", Decimal("30.00"), "")
    assert (gap.total, gap.readable) == (None, False)
