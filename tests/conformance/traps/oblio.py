"""Traps of Oblio's fact sheet, by section. Many are proved next door: those are run again from here."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product

from tests.conformance.arrangement import Trap
from tests.systems.oblio import test_against_sandbox as simulated
from tests.systems.oblio import test_door as door
from tests.systems.oblio import test_hooks as hooks
from tests.systems.oblio import test_lost as lost
from tests.systems.oblio import test_payload as payload

from facturier.model.kinds import DocumentKind

INVOICE, PROFORMA, NOTICE = DocumentKind.INVOICE, DocumentKind.PROFORMA, DocumentKind.DELIVERY_NOTE


def _access() -> Iterator[tuple[str, Callable[[], object]]]:
    yield "1 one token for an hour's work", door.test_one_token_serves_many_connections_until_it_ends
    yield "1 a token may end before its time", door.test_a_token_that_is_not_accepted_is_replaced_once
    for only in (True, False):
        both = partial(door.test_two_processes_with_tokens_of_their_own, only)
        yield f"1 a new token ends the older ones: {only}", both
    yield "1 the secret changes with the password", door.test_a_new_password_needs_a_person
    yield (
        "1 an unknown path is a page with a 200",
        (lost.test_a_page_instead_of_an_answer_is_a_doubt_for_a_create),
    )
    for code in (400, 200):
        yield f"1 a refusal comes with {code}", partial(simulated.test_a_refusal_leaves_nothing, code)
    yield (
        "1 no text of an error is known",
        (simulated.test_what_a_person_must_put_right_is_found_in_lists_and_not_in_words),
    )
    yield "1 the older rule of three calls in a second", door.test_too_many_calls_shut_the_account_out
    yield "2 pages of 250 products", simulated.test_more_products_than_a_page
    yield "2.1 stock in three shapes", simulated.test_stock_of_one_warehouse_and_of_other_work_stations


def _documents() -> Iterator[tuple[str, Callable[[], object]]]:
    yield "3 a stale link leads to a page to log in", simulated.test_a_stale_link_is_not_used
    yield "3 a PDF is known by its first bytes", simulated.test_a_page_to_log_in_is_no_pdf
    for width in (1, 4, 7):
        yield f"3 numbers padded to {width}", partial(simulated.test_numbers_however_wide, width)
    for kind in (INVOICE, PROFORMA, NOTICE):
        said = partial(payload.test_nothing_that_surprises_is_left_to_chance, kind)
        yield f"4 every default is said for a {kind}", said
    for included in (True, False):
        yield f"4.2 VAT is included: {included}", partial(simulated.test_a_price_is_what_it_says, included)
    yield "4.2 a line overwrites the list price", simulated.test_the_list_price_stays_as_it_was
    yield "4.1 a client is saved", simulated.test_nobody_is_saved_and_no_mail_goes_out
    for kind, uses in product((INVOICE, NOTICE), (True, False)):
        leave = partial(simulated.test_goods_leave_the_stock_only_if_they_should, kind, uses)
        yield f"4 useStock of a {kind}: {uses}", leave
    yield "4.2 0 % needs a name", payload.test_zero_percent_needs_a_name_and_other_rates_do_not
    yield "4.2 a company without VAT", simulated.test_a_company_that_pays_no_vat_and_keeps_no_stock
    yield "4.1 Bucharest's sectors", payload.test_a_company_in_bucharest
    yield "4.3 how VAT goes into a discount", payload.test_what_is_deducted_has_a_negative_quantity
    yield "4.4 a storno takes back the money", simulated.test_a_storno_takes_back_what_was_collected
    for second in ("made", "refused"):
        twice = partial(lost.test_an_invoice_from_a_proforma, second)
        yield f"4.4 a second invoice from a proforma is {second}", twice
    yield (
        "5 the value of a collection is the whole unless it is said",
        payload.test_a_collection_says_its_value,
    )
    yield "5 a collection has no key", simulated.test_a_payment_is_recorded_once
    for rounding, cut in product(("line", "unit", "document"), (True, False)):
        exact = partial(
            simulated.test_gross_prices_with_two_decimals_are_exact_however_oblio_rounds, rounding, cut
        )
        yield f"13 VAT rounded by {rounding}, prices cut: {cut}", exact


def _doubts() -> Iterator[tuple[str, Callable[[], object]]]:
    for reuse in ("same", "refused"):
        used = partial(lost.test_a_key_that_was_used_makes_nothing_however_oblio_answers, reuse)
        yield f"7 a used key: {reuse}", used
        for kind in (PROFORMA, NOTICE):
            none = partial(lost.test_a_used_key_of_what_has_no_list, kind, reuse)
            yield f"7 a used key of a {kind}: {reuse}", none
    yield (
        "7 a used key that nobody could look behind",
        (lost.test_a_refusal_that_nobody_could_look_behind_is_a_doubt),
    )
    for kind, told in product((INVOICE, PROFORMA, NOTICE), (True, False)):
        gone = partial(lost.test_a_lost_document_is_found, kind, told)
        yield f"9 a lost {kind}; its total is told: {told}", gone
        if told:
            never = partial(lost.test_a_document_that_was_never_made_is_absent, kind)
            yield f"9 a {kind} that was never made", never
    for repeated, as_text in product(("done", "refused"), (True, False)):
        again = partial(simulated.test_cancel_and_restore_may_be_repeated, repeated, as_text)
        yield f"9 a second cancel is {repeated}; flags as text: {as_text}", again
    for mentions in ("sent", "copied"):
        storno = partial(lost.test_a_lost_storno, mentions)
        yield f"9 a storno's mentions are {mentions}", storno
    for empty in ("text", "null"):
        others = partial(lost.test_invoices_of_others_without_mentions, empty)
        yield f"6 no mentions are told as {empty}", others
    yield "6 more than a page of invoices", (lost.test_more_invoices_than_a_page_lie_above_the_lost_one)
    yield (
        "9 the next number goes back",
        (lost.test_the_number_of_a_deleted_document_goes_to_the_lost_one),
    )
    yield "9 a person deletes", lost.test_nothing_is_concluded_after_a_deletion_by_hand
    yield "9 a late commit", lost.test_a_late_commit_changes_the_proof_or_is_found


def _hooks() -> Iterator[tuple[str, Callable[[], object]]]:
    for verb in ("GET", "HEAD", "POST"):
        yield (
            f"8 a web hook tried with {verb}",
            partial(hooks.test_whatever_verb_tries_it_hears_its_echo, verb),
        )
    yield "8 nobody signs", partial(hooks.test_who_does_not_know_the_secret_is_turned_away, "")


TRAPS = tuple(Trap(name, check) for part in (_access, _documents, _doubts, _hooks) for name, check in part())
