"""Traps of Fatture in Cloud's fact sheet, by section. Many are proved next door: those are run again from here."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial

import pytest
from msgspec.structs import replace
from tests.conformance.account import Ware
from tests.conformance.arrangement import Trap
from tests.systems.fattureincloud import test_clients as clients
from tests.systems.fattureincloud import test_door as door
from tests.systems.fattureincloud import test_einvoice as einvoice
from tests.systems.fattureincloud import test_hooks as hooks
from tests.systems.fattureincloud import test_money as money
from tests.systems.fattureincloud import test_payload as payload
from tests.systems.fattureincloud import test_settle as settle
from tests.systems.fattureincloud.desk import account, cloud, written

from facturier.ports.errors import Misconfigured, Refused


def numbers_must_follow_dates() -> None:
    """A later date in the numbering is somebody's doing: nothing is made, and a person is told."""
    here = account()
    cloud(here).person.issue(day="2026-12-24")
    draft = here.draft()
    with pytest.raises(Misconfigured, match="later date"):
        here.issue(draft)
    assert len(here.entries) == 1
    assert here.issue(replace(draft, series="/A")).issued.number == "1"


def a_suffix_that_nobody_used(rule: str) -> None:
    here = account({"suffixes": "/ /NEW"}, unknown_numeration=rule)
    draft = replace(here.draft(), series="/NEW")
    if rule == "created":
        assert here.issue(draft).issued.series == "/NEW/2026"
    else:
        with pytest.raises(Misconfigured):
            here.issue(draft)


def the_next_number_is_read_from_documents(told: str) -> None:
    here = account(numerations=told)
    here.issue(here.draft())
    (offer,) = [one for one in here.system.offers().series if (one.name, one.kind) == ("/2026", "invoice")]
    assert offer.next_number == "2"


def a_short_page_that_was_not_asked_for() -> None:
    here = account(per_page=5, list_fieldset="detailed")
    for _ in range(7):
        cloud(here).person.issue("30.00")
    walked = list(here.system.walk("/2026", range(1, 8)))
    assert [one.readable for one in walked] == [True] * 7


def numbers_begin_anew_each_year() -> None:
    here = account()
    old = here.issue(here.draft())
    here.clock.advance(timedelta(days=60))
    new = here.issue(here.draft())
    assert (old.issued.number, new.issued.number) == ("1", "1")
    assert (old.issued.series, new.issued.series) == ("/2026", "/2027")
    assert here.system.statement(old.issued).total == old.draft.totals.payable


def a_document_that_was_sent_is_locked() -> None:
    here = account({"e_invoice": True})
    made = here.issue(here.draft())
    written(here, made).update(ei_status="sent", locked=True)
    with pytest.raises(Exception, match="SdI"):
        here.system.delete(made.issued)
    assert len(here.entries) == 1


def a_check_that_fails_is_not_sent(where: str, code: int) -> None:
    here = account(verify_errors=where, verify_code=code)
    made = here.issue(here.draft())
    written(here, made)["entity"]["ei_code"] = ""
    with pytest.raises(Refused) as caught:
        here.system.transmit(made.issued)
    assert caught.value.words.count("Codice destinatario mancante.") == 1
    assert here.entry(made).transmitted == 0


def nothing_is_sent_twice(rule: str) -> None:
    here = account(sent_again=rule)
    made = here.issue(here.draft())
    for _ in range(2):
        here.system.transmit(made.issued, again=True)
    assert here.entry(made).transmitted == 1


def words_are_escaped_on_the_wire() -> None:
    here = account()
    cloud(here).person.issue(day="2026-12-24")
    with pytest.raises(Misconfigured) as caught:
        here.issue(here.draft())
    assert "Esiste già" in caught.value.words
    assert r"Esiste gi\u00e0" in here.line.tape[-1].answer


def another_document_under_our_id() -> None:
    """Renumbered by hand: it is no longer the one that was asked for."""
    here = account()
    made = here.issue(here.draft())
    written(here, made)["number"] = 77
    for call in (here.system.statement, here.system.delete, here.system.pdf):
        with pytest.raises(Exception, match="changed or deleted"):
            call(replace(made.issued, pdf_link=""))
    assert len(here.entries) == 1


def _traps() -> Iterator[tuple[str, Callable[[], object]]]:
    yield "1 a double slash", door.test_a_slash_too_many_is_borne
    yield "1 text is ASCII-escaped", words_are_escaped_on_the_wire
    yield "2 a code lives for a minute", door.test_a_code_is_worth_something_once_and_for_a_minute
    yield "2 a refresh token is worth something once", door.test_one_worker_at_a_time_renews
    yield (
        "2 a token is revoked in the middle of a run",
        door.test_access_that_is_refused_is_renewed_once_and_the_call_made_again,
    )
    yield "2 consent refused", door.test_consent_that_is_refused_says_so
    yield "4 several companies, accountants too", door.test_the_test_lists_the_companies_that_can_be_chosen
    yield "4 the wrong company", door.test_a_company_of_another_partita_iva_is_told
    for name, limit in (("hour", "hourly_limit"), ("month", "monthly_limit")):
        quota = partial(door.test_a_403_with_retry_after_is_a_quota, {limit: 40}, 24 * 10)
        yield f"5 a 403 with Retry-After is the quota of the {name}", quota
    yield (
        "5 a 403 without Retry-After is a right or the licence",
        door.test_a_403_without_it_is_a_right_or_the_licence,
    )
    yield (
        "6 a 404 is the document's or the company's",
        door.test_a_404_of_a_document_is_told_from_one_of_the_company,
    )
    yield (
        "6 payments that do not add up: repaired once",
        money.test_payments_that_are_refused_are_repaired_once,
    )
    yield "6 and then held", money.test_payments_that_are_refused_again_are_left_to_a_person
    yield "7 the usual page has five rows", a_short_page_that_was_not_asked_for
    yield "7 a quote is doubled", clients.test_a_quote_is_doubled
    yield "9 a client's id alone is not enough", partial(clients.test_a_buyer_is_saved_once, clients.FIRM)
    yield "9 the subject is not printed", payload.test_order_number_and_mark_stand_where_nothing_is_printed
    yield "9 credit notes are positive", payload.test_a_credit_note_is_positive_there_and_names_its_invoice
    yield "9 a bollo that is added", payload.test_a_bollo_that_is_added_to_what_is_due_is_refused
    yield "10 VAT id 0 is a type", payload.test_the_usual_rate_has_the_id_0
    for lists in ("replaced", "merged"):
        part = partial(money.test_a_part_is_paid_and_then_the_rest, lists)
        yield f"10 a payments_list that is sent is {lists}", part
    yield (
        "10 a paid entry needs an account",
        partial(payload.test_a_payment_without_an_account_is_not_sent, ""),
    )
    yield "10 net prices lead after all", money.test_another_sum_is_never_accepted
    for per in ("rate", "line"):
        asked = partial(money.test_an_uncertain_order_is_asked_for_first, per, per == "rate")
        yield f"10 VAT is rounded by {per}", asked
    yield "11 numbers must follow dates", numbers_must_follow_dates
    yield "11 numbers begin anew each year", numbers_begin_anew_each_year
    yield "11 each kind has numbers of its own", payload.test_each_kind_has_numbers_of_its_own
    for told in ("next", "last"):
        next_one = partial(the_next_number_is_read_from_documents, told)
        yield f"11 numerations may tell the {told} number", next_one
    for rule in ("created", "refused"):
        yield f"11 a suffix that was never used is {rule}", partial(a_suffix_that_nobody_used, rule)
    yield "12 a method by name", payload.test_the_method_of_an_unpaid_document_goes_by_its_words
    yield "12 a method that is not there", payload.test_a_method_that_the_account_lacks_may_be_refused
    yield (
        "14 clients are not doubled",
        clients.test_a_client_that_a_plug_in_wrote_without_the_country_is_found_and_not_changed,
    )
    yield "16 what was sent is locked", a_document_that_was_sent_is_locked
    for where in ("object", "list"):
        listed = partial(a_check_that_fails_is_not_sent, where, 422)
        yield f"16 a failed check tells its errors as {where}", listed
    yield "22 the code of a failed check", partial(a_check_that_fails_is_not_sent, "object", 400)
    for twice in ("refused", "sent"):
        yield f"16 what is on its way and sent again is {twice}", partial(nothing_is_sent_twice, twice)
    yield (
        "16 discarded: corrected and sent again",
        einvoice.test_what_was_discarded_is_sent_again_on_demand_alone,
    )
    for told in ("moment", "day", "nothing"):
        day = partial(einvoice.test_the_law_gives_five_days_from_the_notice, told)
        yield f"16 the notice tells its {told}", day
    for status, stage in einvoice.STATES.items():
        never = partial(einvoice.test_what_is_not_unsent_is_never_sent, status, stage)
        yield f"16 status {status}", never
    yield "17 links die", money.test_a_pdf_is_fetched_by_a_fresh_link_without_the_token
    for where in ("header", "query"):
        challenge = partial(hooks.test_a_challenge_is_answered_with_the_same_word, where)
        yield f"18 the challenge of a web hook in its {where}", challenge
    yield "18 an event names several ids", hooks.test_ids_of_documents_several_at_once_and_each_once
    yield (
        "18 a token is for one event, address and company",
        hooks.test_a_token_of_another_event_address_company_or_key_is_forged,
    )
    yield "18 a subscription is tried later", hooks.test_state_waits_until_it_was_tried
    yield (
        "19 found by its mark among hundreds",
        partial(settle.test_it_is_found_by_its_mark_among_hundreds, Ware.INVOICE),
    )
    yield "19 it lies in the bin", settle.test_one_in_the_bin_is_left_to_a_person
    yield "22 the list lags", settle.test_a_list_that_lags_shows_it_before_the_horizon
    yield "22 another document under our id", another_document_under_our_id


TRAPS = tuple(Trap(name, check) for name, check in _traps())
