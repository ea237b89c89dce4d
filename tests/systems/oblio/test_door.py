"""The way in, against the simulator: tokens, what keeps them hidden, and being shut out."""

from collections import Counter
from datetime import timedelta

import pytest
from tests.systems.oblio.account import MARK, Account

from facturier.ports.errors import Misconfigured, NotNow, Refused

TOKEN = "POST /api/authorize/token"


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


def test_too_many_calls_shut_the_account_out() -> None:
    account = Account(older_limit=True)
    with pytest.raises(NotNow, match="shut the account out") as caught:
        account.system.offers()
    assert caught.value.retry_at - account.clock.now() == timedelta(minutes=10)
    account.clock.advance(timedelta(minutes=10))
    assert account.system.position(account.draft()).next_number == 1
