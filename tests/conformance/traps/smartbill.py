"""Traps of SmartBill's fact sheet, by section. Many are proved next door: those are run again from here."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from typing import Any, cast

import pytest
from msgspec.structs import replace
from tests.conformance.account import Account, Made, Ware
from tests.conformance.arrangement import Subject, SystemArrangement, Trap
from tests.conformance.arrangements.smartbill import ARRANGEMENT
from tests.systems.smartbill import test_against_sandbox as simulated
from tests.systems.smartbill import test_payload as payload

from facturier.ports.errors import InDoubt, Refused
from facturier.ports.system import Verdict
from facturier.sandbox.faults import Trouble
from facturier.systems.smartbill import CONNECTOR
from facturier.systems.smartbill.sandbox import SmartBillSandbox
from facturier.systems.smartbill.sandbox.book import Company

SUBJECT: Subject[SystemArrangement] = Subject(CONNECTOR, ARRANGEMENT)


def account(**switches: Any) -> Account:
    return Account(SUBJECT, **switches)


def sandbox(of: Account) -> SmartBillSandbox:
    return cast(SmartBillSandbox, of.sandbox)


def company(of: Account) -> Company:
    return sandbox(of).company()


def issued(**switches: Any) -> tuple[Account, Made]:
    here = account(**switches)
    return here, here.issue(here.draft())


def refused_with(text: str, status: int, expected: type[Exception]) -> Any:
    here = account()
    draft = here.draft()
    sandbox(here).refuse(text, status=status, match="POST")
    with pytest.raises(expected) as caught:
        here.issue(draft)
    return caught.value


def words_with_html() -> None:
    text = 'Cantitate <b>insuficienta</b><br/>pe stoc<div id="moreErrorDetails">at Stack.java:1</div>'
    assert refused_with(text, 200, Refused).words.split() == ["Cantitate", "insuficienta", "pe", "stoc"]


def internal_error() -> None:
    assert refused_with("Internal Server Error!", 200, InDoubt)
    assert refused_with("Internal Server Error!", 500, InDoubt)


def a_403_that_is_no_limit(code: int) -> None:
    here = account(delete_code=code)
    first = here.issue(here.draft())
    sandbox(here).person.issue("FCT")
    with pytest.raises(Refused):
        here.system.delete(first.issued)
    assert not [heard for heard in here.line.meter.heard_of if heard.blocked]


def strict_fields(**switches: Any) -> None:
    here = account(**switches)
    for ware in Ware:
        if ware.declared(here.system.capabilities):
            here.issue(here.draft(ware))


def no_mail() -> None:
    here, made = issued()
    assert made.draft.buyer.email
    assert company(here).outbox == []


def nothing_private_is_printed() -> None:
    here, _ = issued()
    (written,) = sandbox(here).ledger.entries()
    assert written.observations == ""


def nothing_is_saved_unasked(**switches: Any) -> None:
    here, _ = issued(**switches)
    assert company(here).clients == []


def not_cash() -> None:
    here, made = issued()
    here.system.pay(made.issued, "  ordin   PLATA ", Decimal("1.00"), here.clock.now().date())
    (paid,) = company(here).payments
    assert (paid.type, paid.is_cash) == ("Ordin plata", False)


def discount_lines() -> None:
    """Silently ignored without `numberOfItems`, raised with a positive value: the total would show it."""
    here = account()
    draft = here.draft(order=here.order("121.00"))
    (line,) = draft.lines
    less = replace(line, kind="discount", name="Reducere", quantity=Decimal(1), price=Decimal(-21), covers=1)
    rows = tuple(
        replace(row, base=row.base * 100 / 121, vat=row.vat * 100 / 121) for row in draft.totals.rows
    )
    made = here.issue(replace(draft, lines=(line, less), totals=replace(draft.totals, rows=rows)))
    assert here.entry(made).total == Decimal("100.00")


def next_number_goes_back() -> None:
    """The same next number before and after proves nothing."""
    here = account()
    here.issue(here.draft())
    draft = here.draft()
    sandbox(here).person.issue("FCT", "30.00")
    position = here.system.position(draft)
    sandbox(here).person.delete_last("FCT")
    intent = here.lose(Trouble.LOST_ANSWER, draft=draft)
    assert here.system.position(draft).next_number == position.next_number
    assert here.settle(replace(intent, position=position)).verdict is Verdict.FOUND


def _traps() -> Iterator[tuple[str, Callable[[], object]]]:
    encoded = simulated.test_a_series_whose_name_needs_encoding
    yield "1.1 a series name with blanks, slashes and diacritics", encoded
    for told, width, code in (("int", 4, 400), ("str", 7, 200), ("str", 1, 400)):
        numbers = partial(simulated.test_numbers_are_found_however_they_are_told, told, width, code)
        yield f"1.3 numbers padded to {width}, the next one as {told}", numbers
    for code in (403, 429):
        for body in ("error_text", "empty"):
            block = partial(simulated.test_a_block_is_heard_and_waited_for, code, body)
            yield f"1.4 a block is {code} with {body.replace('_', ' ')}", block
    for code in (200, 400):
        no = partial(simulated.test_a_refusal_leaves_nothing, code)
        yield f"2 errorText decides, also with a {code}", no
    yield "2 errorText with HTML and hidden details", words_with_html
    yield "2 errorText of a broken server is no refusal", internal_error
    yield "2 a 401 may be the company", simulated.test_a_new_password_and_a_strange_company
    for code in (400, 403):
        yield f"2 a delete is refused with {code}, which is no limit", partial(a_403_that_is_no_limit, code)
    yield "3 POST /invoice may be gone", simulated.test_the_older_way
    yield "4 an unknown field breaks the call", partial(strict_fields, unknown_field="500")
    yield "4 a null breaks the call", partial(strict_fields, null_tolerated=False)
    yield "4 an unfinished document takes no number", simulated.test_an_unfinished_document_takes_no_number
    yield "4 observations may be printed", nothing_private_is_printed
    yield "4 mail on issue goes out before anyone has looked", no_mail
    for saved in (True, False):
        yield f"5 saveToDb left out means {saved}", partial(nothing_is_saved_unasked, client_saved=saved)
    yield (
        "5 e-Factura takes no empty address",
        payload.test_romanian_buyers_without_an_address_get_the_dash_that_efactura_takes,
    )
    yield "6 0 % without a name becomes reverse charge", payload.test_a_rate_without_a_name_is_not_sent
    yield (
        "6 no negative price",
        payload.test_a_deduction_has_a_negative_quantity_for_smartbill_takes_no_negative_price,
    )
    yield "6 a company without VAT", simulated.test_a_company_that_pays_no_vat
    yield "7 a discount that is ignored or added without a word", discount_lines
    yield "7 one discount over several rates", payload.test_discounts_over_two_rates
    yield "8.1 payment types: blanks, case and cash", not_cash
    yield "8.2 payments have no key and no handle", simulated.test_a_payment_is_recorded_once
    yield "9.1 one failing line refuses the document", simulated.test_sold_goods_leave_the_stock_and_come_back
    yield "10 cancelling twice is a success with words", simulated.test_cancel_and_restore_may_be_repeated
    for listed in (True, False):
        from_it = partial(simulated.test_a_proforma_becomes_an_invoice, listed)
        yield f"10 not invoiced yet is an error text; unfinished listed: {listed}", from_it
    yield (
        "10 a missing invoice is a 502 where a PDF was asked for",
        simulated.test_a_missing_document_has_no_pdf,
    )
    yield "13 the next number goes back", next_number_goes_back
    yield "13 a person deletes", simulated.test_nothing_is_concluded_after_a_deletion_by_hand
    yield (
        "13 a deleted number is not given again",
        simulated.test_a_deleted_number_that_is_not_given_again_is_a_gap,
    )
    yield "13 a late commit", simulated.test_a_late_commit_changes_the_proof_or_is_found
    yield (
        "13 an unfinished document cannot be traced",
        simulated.test_a_lost_unfinished_document_cannot_be_traced,
    )
    for keeps in (True, False):
        for settles in (True, False):
            storno = partial(
                simulated.test_a_lost_storno_is_found_by_its_sum_and_its_original, keeps, settles
            )
            yield f"13 a storno has no mark; keeps mentions: {keeps}; settles: {settles}", storno
    for twice in (True, False):
        second = partial(simulated.test_a_lost_invoice_from_a_proforma, twice, True)
        yield f"13 a second invoice from a proforma is refused: {twice}", second
    yield "13 a PDF that fails", simulated.test_a_pdf_that_fails_leaves_it_open_and_the_next_look_decides
    for rounding in ("line", "unit", "document"):
        for cut in (True, False):
            gross = partial(
                simulated.test_gross_prices_with_two_decimals_are_exact_however_smartbill_rounds,
                rounding,
                cut,
            )
            yield f"15 VAT rounded by {rounding}, prices cut: {cut}", gross


TRAPS = tuple(Trap(name, check) for name, check in _traps())
