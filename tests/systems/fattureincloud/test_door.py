"""Tokens, quotas, companies, rights (fact sheet, sections 2 to 6)."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from msgspec.structs import replace
from tests.conformance.account import Account, Ware
from tests.conformance.line import URL
from tests.conformance.outcomes import attempt
from tests.systems.fattureincloud.desk import account, cloud

from facturier.ports.errors import Misconfigured, NotNow
from facturier.ports.grants import Grant, Held
from facturier.sandbox.faults import Trouble
from facturier.sandbox.transport import InProcess
from facturier.systems.fattureincloud import CONNECTOR
from facturier.systems.fattureincloud.sandbox.seed import CLIENT_ID, CLIENT_SECRET, OFFICE

BACK = "http://localhost:8080/connections/consent/back/"
APP = {"token": "", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}


def consented(here: Account, answer: str = "code") -> str:
    """What the browser brings back from the consent page."""
    settings = CONNECTOR.read(dict(here.values))
    assert CONNECTOR.consent is not None
    page = CONNECTOR.consent.begin(settings, BACK, "the-state")
    reply = InProcess(here.sandbox).handle_request(httpx.Request("GET", page))
    asked = parse_qs(urlsplit(reply.headers["location"]).query)
    assert asked["state"] == ["the-state"]
    return asked[answer][0]


def finish(here: Account, code: str) -> Grant:
    assert CONNECTOR.consent is not None
    return CONNECTOR.consent.finish(CONNECTOR.read(dict(here.values)), here.line.http, code, BACK)


def granted(**switches: Any) -> tuple[Account, Held]:
    """An account that is spoken with by consent, whose grants are kept."""
    here = account(APP, **switches)
    held = Held(finish(here, consented(here)))
    here.system = opened(here, held)
    return here, held


def opened(here: Account, held: Held) -> Any:
    assert CONNECTOR.system is not None
    http: Callable[..., Any] = lambda *parts, **named: here.line.http(*parts, **named, grants=held)  # noqa: E731
    return CONNECTOR.system(CONNECTOR.read(dict(here.values)), http)


def test_access_by_consent_issues_documents() -> None:
    here, _ = granted()
    assert here.issue(here.draft()).issued.number == "1"


def test_access_by_consent_may_do_all_that_a_route_can_ask_for() -> None:
    """Clients that are saved, products that leave the stock: rights cannot be widened after the consent."""
    here, _ = granted()
    draft = here.draft(Ware.ORDER, here.order("30.00"))
    draft = replace(draft, lines=tuple(replace(line, code="SKU-1") for line in draft.lines), use_stock=True)
    assert here.issue(replace(draft, save_client=True)).issued.number == "1"


def test_consent_that_is_refused_says_so() -> None:
    here = account(APP, consent="refused")
    assert consented(here, "error") == "access_denied"


def test_a_code_is_worth_something_once_and_for_a_minute() -> None:
    here = account(APP)
    code = consented(here)
    finish(here, code)
    with pytest.raises(Misconfigured, match="grant access again"):
        finish(here, code)
    late = consented(here)
    here.clock.advance(timedelta(seconds=61))
    with pytest.raises(Misconfigured):
        finish(here, late)


def test_a_wrong_secret_of_the_application_is_told() -> None:
    here = account({**APP, "client_secret": "another"})
    with pytest.raises(Misconfigured, match="application's id and secret"):
        finish(here, consented(here))


def test_access_is_renewed_before_it_ends() -> None:
    here, held = granted()
    first = held.current()
    here.clock.advance(timedelta(hours=23, minutes=58))
    assert here.issue(here.draft()).issued.number == "1"
    assert held.current() != first
    assert not [one for one in here.line.tape if one.status == 401]


def test_access_that_is_refused_is_renewed_once_and_the_call_made_again() -> None:
    """A token may be revoked in the middle of a run: the document is made once."""
    here, held = granted()
    first = held.current()
    assert first is not None
    draft = here.draft()
    del cloud(here).book.tokens[first.access]
    assert here.issue(draft).issued.number == "1"
    assert len(here.entries) == 1
    cloud(here).book.tokens.clear()
    cloud(here).book.refreshes.clear()
    with pytest.raises(Misconfigured, match="grant access again"):
        here.issue(here.draft())


def test_one_worker_at_a_time_renews() -> None:
    """A refresh token dies when it was used: who came second would be shut out."""
    here, held = granted(refresh_once=True)
    spent = held.current()
    here.clock.advance(timedelta(days=2))
    systems = [opened(here, held) for _ in range(6)]
    failed: list[BaseException] = []

    def work(system: Any) -> None:
        try:
            system.offers()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(system,)) for system in systems]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert held.current() != spent
    assert (
        len([one for one in here.line.tape if one.url.endswith("/oauth/token")]) == 2
    )  # consent, and one renewal


def test_a_renewal_that_was_lost_is_not_now() -> None:
    here, _ = granted(refresh_once=False)
    here.clock.advance(timedelta(days=2))
    here.sandbox.faults.add(Trouble.LOST_ANSWER, "/oauth/token", times=1)
    with pytest.raises(NotNow):
        here.system.offers()
    assert here.system.offers().vat


def test_no_evidence_shows_a_granted_token() -> None:
    here, held = granted()
    here.clock.advance(timedelta(days=2))
    here.issue(here.draft())
    grant = held.current()
    assert grant is not None
    told = repr(here.line.tape) + repr(grant)
    assert not [secret for secret in (grant.access, grant.refresh, CLIENT_SECRET) if secret in told]


@pytest.mark.parametrize(("switches", "hours"), [({"hourly_limit": 40}, 1), ({"monthly_limit": 40}, 24 * 10)])
def test_a_403_with_retry_after_is_a_quota(switches: dict[str, int], hours: int) -> None:
    here = account(None, **switches)
    draft = here.draft()
    used = next(error for _ in range(40) if (error := attempt(here.issue, draft)))
    assert isinstance(used, NotNow)
    wait = used.retry_at - here.clock.now()
    assert timedelta(minutes=1) < wait <= timedelta(hours=hours, days=2)
    assert [one.blocked for one in here.line.meter.heard_of][-1]


def test_a_403_without_it_is_a_right_or_the_licence() -> None:
    here = account()
    draft = here.draft()
    cloud(here).switches.licence_expired = True
    with pytest.raises(Misconfigured, match="licence"):
        here.issue(draft)
    cloud(here).switches.licence_expired = False
    cloud(here).person.restrict("issued_documents.invoices:r")
    with pytest.raises(Misconfigured, match="may not do this"):
        here.issue(draft)
    assert not [one for one in here.line.meter.heard_of if one.blocked]


def test_the_test_lists_the_companies_that_can_be_chosen() -> None:
    here = account({"company": ""})
    failed = [one for one in here.system.check() if not one.ok]
    assert [str(OFFICE) in str(one.detail) and "1234567 Bottega" in str(one.detail) for one in failed] == [
        True
    ]


def test_a_company_of_another_partita_iva_is_told() -> None:
    here = account({"vat_number": "IT99999999999"})
    assert [str(one.what) for one in here.system.check() if not one.ok] == ["Company"]


def test_a_plan_without_e_invoices_is_told() -> None:
    here = account({"e_invoice": True}, e_invoice_function=False)
    assert ["no e-invoices" in str(one.detail) for one in here.system.check() if not one.ok] == [True]


def test_a_404_of_a_document_is_told_from_one_of_the_company() -> None:
    here = account()
    made = here.issue(here.draft())
    here.system.delete(made.issued)
    wrong = here.open({**here.values, "company": "999"})
    with pytest.raises(Exception, match="does not know this document"):
        here.system.statement(made.issued)
    with pytest.raises(Misconfigured, match="no company 999"):
        wrong.statement(made.issued)


def test_a_slash_too_many_is_borne() -> None:
    here = account({"base_url": f"{URL}/"})
    assert here.issue(here.draft()).issued.number == "1"


def test_what_is_left_of_hour_and_month_is_passed_on() -> None:
    here = account(hourly_limit=500)
    here.system.offers()
    hour, month = here.line.meter.quotas
    asked = len(here.line.tape)
    assert (hour.calls, hour.left) == (500, 500 - asked)
    assert (month.calls, month.left) == (40_000, 40_000 - asked)
    assert hour.since <= here.clock.now() < hour.ends
    assert (month.since.day, month.ends.day, month.ends.month) == (1, 1, 12)
